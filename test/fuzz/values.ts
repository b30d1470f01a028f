import type { Codec } from "../../src/codec/codec.ts";
import { decode } from "../../src/codec/codec.ts";
import { DecodeError, Writer } from "../../src/codec/io.ts";
import type { FieldInfo, TypeDef, TypeInfo } from "../../src/codec/type-info.ts";
import { fromHex } from "../../src/lib/bytes.ts";
import type { Random } from "./random.ts";
import type { World } from "./world.ts";

/** Bits of the primitive integers. */
export const integerBits: Readonly<Record<string, number>> = {
  u8: 8,
  u16: 16,
  u32: 32,
  u64: 64,
  u128: 128,
  u256: 256,
  i8: 8,
  i16: 16,
  i32: 32,
  i64: 64,
  i128: 128,
  i256: 256,
};

/** An integer of so many bits: small, near a power of ten, at the ends. */
export function anyInteger(r: Random, bits: number): bigint {
  const most = (1n << BigInt(bits)) - 1n;
  const kind = r.below(20);
  if (kind < 3) return BigInt(kind);
  if (kind < 4) return most;
  if (kind < 5) return most - 1n;
  if (kind < 6) return most >> 1n;
  if (kind < 7) return (most >> 1n) + 1n;
  if (kind < 11) return BigInt(r.below(1 << (bits < 7 ? bits : 7)));
  return r.big(1n << BigInt(r.between(1, bits)));
}

/** An amount of rao or alpha: of every size, at times all that there can be. */
export function anyAmount(r: Random): bigint {
  const kind = r.below(40);
  if (kind < 2) return BigInt(kind);
  if (kind === 2) return (1n << 64n) - 1n;
  if (kind === 3) return 1n << 63n;
  if (kind < 6) return r.big(1n << BigInt(r.between(1, 64)));
  return BigInt(r.between(1, 999)) * 10n ** BigInt(r.between(5, 11));
}

function integerFor(w: World, r: Random, name: string, bits: number, type: string): bigint {
  const field = name.toLowerCase();
  if (/netuid/.test(field) || /NetUid/.test(type)) return BigInt(w.anyNetuid(r));
  if (/mecid/.test(field)) return BigInt(r.chance(80) ? r.below(2) : r.below(256));
  if (/uids|dests/.test(field) && bits === 16 && r.chance(85)) return BigInt(r.below(24));
  if (
    /balance|alpha_?amount|amount|value|deposit|cap|contribution|price|stake|burn/i.test(`${field} ${type}`) &&
    bits === 64
  )
    return anyAmount(r);
  if (/^(when|end|height|new_end|block|end_block|after)$/.test(field) && bits === 32 && r.chance(70))
    return BigInt(w.now + r.between(-2, 60) < 0 ? 0 : w.now + r.between(0, 60));
  if (/delay|period|duration/.test(field) && bits === 32 && r.chance(70)) return BigInt(r.below(12));
  if (/_id$/.test(field) && bits === 32 && r.chance(80)) return BigInt(r.below(8));
  return anyInteger(r, bits);
}

function writeInteger(to: Writer, value: bigint, bits: number): void {
  let rest = BigInt.asUintN(bits, value);
  for (let at = 0; at < bits; at += 8) {
    to.u8(Number(rest & 255n));
    rest >>= 8n;
  }
}

interface Place {
  readonly name: string;
  readonly type: string;
  readonly depth: number;
}

/** Writes any value of a type, by its description: what a client that knows only the metadata could send. */
export function writeAny(w: World, r: Random, info: TypeInfo, to: Writer, place: Place): void {
  const path = info.path.join("::");
  if (place.depth > 12) throw new DecodeError("deep enough", 0);
  if (info.outer === "RuntimeCall") return to.raw(w.runtime.encodeCall(w.innerCall(r)));
  const outer = info.outer === undefined ? undefined : w.runtime.outer[info.outer];
  if (outer !== undefined) return writeAny(w, r, outer.info, to, place);
  if (path.endsWith("AccountId32")) return to.raw(fromHex(w.anyAccount(r, place.name)));
  if (path.endsWith("MultiAddress") && r.chance(95)) {
    to.u8(0);
    return to.raw(fromHex(w.anyAccount(r, place.name)));
  }
  if (/H256$/.test(path)) return to.raw(fromHex(w.anyHash(r)));
  writeDef(w, r, info.def(), to, { ...place, type: `${place.type} ${path}`, depth: place.depth + 1 });
}

function writeFields(w: World, r: Random, fields: readonly FieldInfo[], to: Writer, place: Place): void {
  for (const field of fields)
    writeAny(w, r, field.type, to, { ...place, name: field.name ?? place.name, type: field.typeName ?? place.type });
}

function lengthFor(r: Random, ofBytes: boolean): number {
  const kind = r.below(50);
  if (kind < 5) return 0;
  if (kind === 5) return ofBytes ? r.pick([255, 256, 257, 1024, 1025, 4096]) : r.pick([10, 11, 33, 65, 129]);
  return r.below(ofBytes ? 40 : 5);
}

function writeDef(w: World, r: Random, def: TypeDef, to: Writer, place: Place): void {
  const inner = (of: TypeInfo): void => writeAny(w, r, of, to, place);
  switch (def.kind) {
    case "primitive": {
      if (def.name === "bool") return to.u8(r.below(2));
      const bits = integerBits[def.name] ?? 32;
      return writeInteger(to, integerFor(w, r, place.name, bits, place.type), bits);
    }
    case "compact": {
      const one = def.of.def();
      const primitive = one.kind === "composite" ? one.fields[0]?.type.def() : one;
      const bits = primitive?.kind === "primitive" ? (integerBits[primitive.name] ?? 32) : 32;
      return to.compact(integerFor(w, r, place.name, bits, place.type) & ((1n << BigInt(bits)) - 1n));
    }
    case "composite":
      return writeFields(w, r, def.fields, to, place);
    case "variant": {
      if (def.variants.length === 0) throw new DecodeError("there is no value of this type", 0);
      const variant = r.pick(def.variants);
      to.u8(variant.index);
      return writeFields(w, r, variant.fields, to, place);
    }
    case "sequence": {
      const element = def.of.def();
      const ofBytes = element.kind === "primitive" && element.name === "u8";
      const length = lengthFor(r, ofBytes);
      to.compact(length);
      if (ofBytes) return to.raw(r.bytes(length));
      for (let at = 0; at < length; at++) inner(def.of);
      return;
    }
    case "array":
      for (let at = 0; at < def.length; at++) inner(def.of);
      return;
    case "tuple":
      for (const of of def.of) inner(of);
      return;
    default:
      throw new DecodeError("bit sequences are in no call", 0);
  }
}

/** Any value that a codec can write: bytes by its description, read by the codec. Undefined where none was found. */
export function anyValue<T>(w: World, r: Random, codec: Codec<T>, name: string): { readonly value: T } | undefined {
  for (let attempt = 0; attempt < 8; attempt++) {
    const to = new Writer(w.runtime.outer);
    try {
      writeAny(w, r, codec.info, to, { name, type: codec.typeName ?? "", depth: 0 });
      return { value: decode(codec, to.finish(), w.runtime.outer) };
    } catch (error) {
      // A list that is too long for its bound, or a type without values.
      if (!(error instanceof DecodeError)) throw error;
    }
  }
  return undefined;
}
