import { fromHex, fromUtf8Strictly, type Hex, toHex, utf8 } from "../lib/bytes.ts";
import type { Codec } from "./codec.ts";
import { DecodeError, type Reader, type Writer } from "./io.ts";
import { anonymous, type PrimitiveName, type TypeInfo } from "./type-info.ts";

function primitive<T>(
  name: PrimitiveName,
  maxLength: number,
  read: (from: Reader) => T,
  write: (value: T, to: Writer) => void,
): Codec<T> {
  const codec: Codec<T> = {
    encode: write,
    decode: read,
    info: anonymous(() => ({ kind: "primitive", name })),
    typeName: name,
    maxLength,
  };
  return codec;
}

export const u8: Codec<number> = primitive(
  "u8",
  1,
  (from) => from.u8(),
  (value, to) => to.u8(value),
);
export const u16: Codec<number> = primitive(
  "u16",
  2,
  (from) => from.u16(),
  (value, to) => to.u16(value),
);
export const u32: Codec<number> = primitive(
  "u32",
  4,
  (from) => from.u32(),
  (value, to) => to.u32(value),
);
export const u64: Codec<bigint> = primitive(
  "u64",
  8,
  (from) => from.u64(),
  (value, to) => to.u64(value),
);
export const u128: Codec<bigint> = primitive(
  "u128",
  16,
  (from) => from.u128(),
  (value, to) => to.u128(value),
);
export const i16: Codec<number> = primitive(
  "i16",
  2,
  (from) => from.i16(),
  (value, to) => to.u16(value & 0xffff),
);
export const i32: Codec<number> = primitive(
  "i32",
  4,
  (from) => from.i32(),
  (value, to) => to.u32(value >>> 0),
);
export const i64: Codec<bigint> = primitive(
  "i64",
  8,
  (from) => from.i64(),
  (value, to) => to.u64(BigInt.asUintN(64, value)),
);
export const i128: Codec<bigint> = primitive(
  "i128",
  16,
  (from) => from.i128(),
  (value, to) => to.u128(BigInt.asUintN(128, value)),
);

export const bool: Codec<boolean> = primitive(
  "bool",
  1,
  (from) => {
    const byte = from.u8();
    if (byte > 1) throw new DecodeError("0 or 1 expected for a bool", from.offset - 1);
    return byte === 1;
  },
  (value, to) => to.u8(value ? 1 : 0),
);

/** UTF-8 text with a compact length; other bytes do not decode. */
export const str: Codec<string> = primitive(
  "str",
  Number.POSITIVE_INFINITY,
  (from) => {
    const at = from.offset;
    const length = from.length(1);
    from.allocate(length, 1);
    const text = fromUtf8Strictly(from.take(length));
    if (text === undefined) throw new DecodeError("UTF-8 expected", at);
    return text;
  },
  (value, to) => {
    const bytes = utf8(value);
    to.compact(bytes.length);
    to.raw(bytes);
  },
);

const u8Info: TypeInfo = u8.info;

/** `Vec<u8>` as bytes. */
export const bytes: Codec<Uint8Array> = {
  encode(value, to) {
    to.compact(value.length);
    to.raw(value);
  },
  decode(from) {
    const length = from.length(1);
    from.allocate(length, 1);
    return from.take(length);
  },
  info: anonymous(() => ({ kind: "sequence", of: u8Info })),
  typeName: "Vec<u8>",
};

/** So many 32-byte ids that were read lately are kept, each at a place that its bytes say. */
const idPlaces = 1024;
const idBytes = 32;
let ids: { readonly bytes: Uint8Array; readonly texts: (Hex | undefined)[] } | undefined;

/**
 * A 32-byte id as hex. Few accounts are read again and again: the text of one that is known is found without being made, and has
 * its hash for the maps that it is looked up in.
 */
function idAt(bytes: Uint8Array, at: number): Hex {
  ids ??= { bytes: new Uint8Array(idPlaces * idBytes), texts: new Array<Hex | undefined>(idPlaces).fill(undefined) };
  const place = ((bytes[at] as number) | ((bytes[at + 1] as number) << 8)) & (idPlaces - 1);
  const start = place * idBytes;
  const known = ids.texts[place];
  let same = 0;
  while (same < idBytes && bytes[at + same] === ids.bytes[start + same]) same++;
  if (known !== undefined && same === idBytes) return known;
  const id = bytes.subarray(at, at + idBytes);
  const text = toHex(id);
  ids.bytes.set(id, start);
  ids.texts[place] = text;
  return text;
}

/** `[u8; length]` as hex. */
export function fixedHex(length: number): Codec<Hex> {
  return {
    encode: (value, to) => {
      const raw = fromHex(value);
      if (raw.length !== length) throw new RangeError(`${length} bytes expected, not ${raw.length}`);
      to.raw(raw);
    },
    decode: length === idBytes ? (from) => idAt(from.bytes, from.advance(length)) : (from) => toHex(from.take(length)),
    info: anonymous(() => ({ kind: "array", length, of: u8Info })),
    typeName: `[u8; ${length}]`,
    maxLength: length,
  };
}

/** `[u8; length]` as bytes, for short arrays that are not ids. */
export function fixedBytes(length: number): Codec<Uint8Array> {
  return {
    encode: (value, to) => {
      if (value.length !== length) throw new RangeError(`${length} bytes expected, not ${value.length}`);
      to.raw(value);
    },
    decode: (from) => from.take(length),
    info: anonymous(() => ({ kind: "array", length, of: u8Info })),
    typeName: `[u8; ${length}]`,
    maxLength: length,
  };
}

/** The empty tuple. */
export const unit: Codec<undefined> = {
  encode: () => {},
  decode: () => undefined,
  info: anonymous(() => ({ kind: "tuple", of: [] })),
  typeName: "()",
  maxLength: 0,
};
