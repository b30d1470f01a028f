import { bool as boolCodec, str as strCodec } from "../codec/primitives.ts";
import { ss58Decode, ss58Encode } from "../crypto/ss58.ts";
import { emptyBytes, fromHex, isHex, toHex, utf8 } from "../lib/bytes.ts";
import { leaf, refuse, shown, type ValueCodec, type Writing } from "./value-codec.ts";

export const bool: ValueCodec = leaf(
  {
    write(value, to) {
      if (typeof value !== "boolean") refuse(to, `${shown(value)} is neither true nor false`);
      boolCodec.encode(value, to.to);
    },
    read: ({ from }) => boolCodec.decode(from),
  },
  false,
);

export const str: ValueCodec = leaf(
  {
    write(value, to) {
      if (typeof value !== "string") refuse(to, `${shown(value)} is no text`);
      strCodec.encode(value, to.to);
    },
    read: ({ from }) => strCodec.decode(from),
  },
  "",
);

/** One character, as text. */
export const char: ValueCodec = leaf(
  {
    write(value, to) {
      const [only, more] = typeof value === "string" ? value : "";
      if (only === undefined || more !== undefined) refuse(to, `${shown(value)} is not one character`);
      to.to.u32(only.codePointAt(0) as number);
    },
    read({ from }) {
      const code = from.u32();
      return code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd";
    },
  },
  "\0",
);

/** Bytes from hex, from a list of numbers, or as they are; undefined for another value. */
function bytesOf(value: unknown): Uint8Array | undefined {
  if (value instanceof Uint8Array) return value;
  if (isHex(value)) return fromHex(value);
  if (!Array.isArray(value)) return undefined;
  const isByte = (item: unknown): boolean => typeof item === "number" && (item & 255) === item;
  return value.every(isByte) ? Uint8Array.from(value as number[]) : undefined;
}

/** `Vec<u8>`: hex, or any other text as UTF-8; shown as hex. */
export const byteList: ValueCodec = leaf(
  {
    write(value, to) {
      const isText = typeof value === "string" && !value.startsWith("0x");
      const bytes = isText ? utf8(value) : bytesOf(value);
      if (bytes === undefined) refuse(to, `${shown(value)} is neither hex nor other text`);
      to.to.compact(bytes.length);
      to.to.raw(bytes);
    },
    read: ({ from }) => toHex(from.take(from.length(1))),
  },
  emptyBytes,
);

/** `[u8; length]`: hex. */
export function byteArray(length: number): ValueCodec {
  return {
    write(value, to) {
      const bytes = bytesOf(value);
      if (bytes?.length !== length) refuse(to, `${shown(value)} is not ${length} bytes of hex`);
      to.to.raw(bytes);
    },
    read: ({ from }) => toHex(from.take(length)),
    writeZero(to) {
      if (length > 65_536) refuse(to, `${length} bytes cannot be left out`);
      to.to.raw(new Uint8Array(length));
    },
  };
}

/** The 32 bytes of an account from SS58 or hex. */
function accountOf(value: unknown, to: Writing): Uint8Array {
  const bytes = bytesOf(typeof value === "string" && !isHex(value) ? ss58Decode(value) : value);
  return bytes?.length === 32
    ? bytes
    : refuse(to, `${shown(value)} is no account (an SS58 address, or 32 bytes of hex)`);
}

/** `AccountId32`: SS58 or hex; shown as SS58 of the format 42. */
export const accountId: ValueCodec = leaf(
  {
    write: (value, to) => to.to.raw(accountOf(value, to)),
    read: ({ from }) => ss58Encode(toHex(from.take(32))),
  },
  new Uint8Array(32),
);
