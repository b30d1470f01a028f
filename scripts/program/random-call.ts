// Random calls of any chain, made from its metadata.
import type { PortableRegistry } from "@polkadot/types";
import type { SiLookupTypeId, SiVariant } from "@polkadot/types/interfaces";
import { concatBytes, fromHex } from "../../src/lib/bytes.ts";
import type { Random } from "../../test/fuzz/random.ts";

/** How deep calls in calls and types in types may go. */
const deepest = 8;

/** Sizes in bytes of the primitives that are numbers. */
const sizes: Readonly<Record<string, number>> = {
  ...{ U8: 1, I8: 1, U16: 2, I16: 2, U32: 4, I32: 4, U64: 8, I64: 8, U128: 16, I128: 16, U256: 32, I256: 32, Char: 4 },
};

/** An enumeration of nothing, as a proof that a chain never takes, has no value, and no call with it either. */
class NoValue extends Error {}

/** Random encoded values of a chain's types. */
export interface RandomValues {
  /** A call: pallet, number, arguments. */
  call(): { readonly pallet: string; readonly name: string; readonly bytes: Uint8Array };
}

/** Public keys are mostly taken from `accounts`; calls of the names in `endless` are not made, nor within others. */
export function createRandomValues(
  lookup: PortableRegistry,
  pallets: readonly { readonly name: string; readonly index: number; readonly calls: SiLookupTypeId }[],
  { accounts, endless }: { readonly accounts: readonly Uint8Array[]; readonly endless: ReadonlySet<string> },
  random: Random,
): RandomValues {
  /** Numbers: small ones, edges, and any of the width. */
  const number = (size: number): Uint8Array => {
    const bytes = new Uint8Array(size);
    const kind = random.below(4);
    if (kind === 0) return bytes;
    if (kind === 1) bytes[0] = random.below(5);
    else if (kind === 2) bytes.fill(255);
    else bytes.set(random.bytes(random.between(1, size)));
    return bytes;
  };
  const compact = (value: bigint): Uint8Array => {
    const little = (of: bigint, size: number): Uint8Array =>
      Uint8Array.from({ length: size }, (_, at) => Number((of >> BigInt(8 * at)) & 255n));
    if (value < 64n) return little(value << 2n, 1);
    if (value < 1n << 14n) return little((value << 2n) | 1n, 2);
    if (value < 1n << 30n) return little((value << 2n) | 2n, 4);
    const size = Math.max(4, Math.ceil(value.toString(16).length / 2));
    return concatBytes(Uint8Array.of(((size - 4) << 2) | 3), little(value, size));
  };
  const variant = ({ index, fields }: SiVariant, depth: number): Uint8Array =>
    concatBytes(Uint8Array.of(index.toNumber()), ...fields.map(({ type }) => value(type, depth + 1)));
  /** A variant; when it gets too deep, one with as few fields as there are. */
  const chosen = (variants: readonly SiVariant[], depth: number): SiVariant =>
    depth < deepest
      ? random.pick(variants)
      : ([...variants].sort((one, other) => one.fields.length - other.fields.length)[0] as SiVariant);
  const many = (type: SiLookupTypeId, count: number, depth: number): Uint8Array =>
    concatBytes(...Array.from({ length: count }, () => value(type, depth + 1)));

  /** Long lists only outside: lists of calls in lists of calls grow with each level. */
  const mostItems = (depth: number): number => {
    if (depth >= deepest) return 1;
    if (depth > 3) return 3;
    return random.chance(20) ? 40 : 4;
  };

  const value = (type: SiLookupTypeId, depth: number): Uint8Array => {
    const { def, path } = lookup.getSiType(type);
    if (path.at(-1)?.toString() === "AccountId32" && random.chance(90)) return random.pick(accounts);
    if (def.isComposite) return concatBytes(...def.asComposite.fields.map((field) => value(field.type, depth + 1)));
    if (def.isTuple) return concatBytes(...def.asTuple.map((part) => value(part, depth + 1)));
    if (def.isVariant) {
      const variants = def.asVariant.variants.filter(({ name }) => !endless.has(name.toString()));
      if (variants.length === 0) throw new NoValue();
      return variant(chosen(variants, depth), depth);
    }
    if (def.isSequence) {
      const count = random.below(mostItems(depth));
      return concatBytes(compact(BigInt(count)), many(def.asSequence.type, count, depth));
    }
    if (def.isArray) return many(def.asArray.type, def.asArray.len.toNumber(), depth);
    if (def.isCompact) {
      const size = numberSize(def.asCompact.type);
      if (size === 0) return new Uint8Array();
      return compact(BigInt(`0x${Buffer.from(number(size)).reverse().toString("hex") || "0"}`));
    }
    if (def.isPrimitive) {
      const name = def.asPrimitive.type;
      if (name === "Bool") return Uint8Array.of(random.below(2));
      if (name === "Str") return concatBytes(compact(4n), fromHex("0x74657874"));
      return number(sizes[name] ?? 1);
    }
    throw new Error(`a type that no call had so far: ${def.type}`);
  };
  /** Bytes of what a compact number wraps: a number, a type of one field around it, or the empty tuple, which takes none. */
  const numberSize = (type: SiLookupTypeId): number => {
    const { def } = lookup.getSiType(type);
    if (def.isPrimitive) return sizes[def.asPrimitive.type] ?? 0;
    const [field] = def.isComposite ? def.asComposite.fields : [];
    return field === undefined ? 0 : numberSize(field.type);
  };

  const call: RandomValues["call"] = () => {
    const { name, index, calls } = random.pick(pallets);
    const all: readonly SiVariant[] = lookup.getSiType(calls).def.asVariant.variants;
    const variants = all.filter((one) => !endless.has(one.name.toString()));
    const made = random.pick(variants);
    try {
      const bytes = concatBytes(Uint8Array.of(index), variant(made, 1));
      return { pallet: name, name: made.name.toString(), bytes };
    } catch (error) {
      if (error instanceof NoValue) return call();
      throw error;
    }
  };
  return { call };
}
