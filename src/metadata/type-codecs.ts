import { UserError } from "../lib/user-error.ts";
import { type CallCodec, createCallCodec } from "./calls.ts";
import type { PortableTypeValue } from "./codecs.ts";
import { fields, fixedPoint, wrapper } from "./fields.ts";
import { compactCodec, integerCodec } from "./integers.ts";
import { array, sequence, treeMap } from "./lists.ts";
import type { PalletSurface } from "./surface.ts";
import { accountId, bool, byteArray, byteList, char, str } from "./texts.ts";
import { primitiveOf, type TypeTable } from "./type-table.ts";
import type { CodecOf, ValueCodec } from "./value-codec.ts";
import { optional, shortAddress, variants } from "./variants.ts";

/** The codecs of all types of one metadata. */
export interface TypeCodecs {
  readonly of: CodecOf;
  readonly calls: CallCodec;
}

/** Codecs are made when they are first asked for, one by one: a codec finds those of its parts while it works. */
export function createTypeCodecs(
  types: TypeTable,
  pallets: readonly PalletSurface[],
  callType: number | undefined,
): TypeCodecs {
  const made = new Map<number, ValueCodec>();
  const of: CodecOf = (id) => {
    let codec = made.get(id);
    if (codec === undefined) {
      codec = id === callType ? calls : makeCodec(types, id, of);
      made.set(id, codec);
    }
    return codec;
  };
  const calls = createCallCodec(pallets, of);
  return { of, calls };
}

function makeCodec(types: TypeTable, id: number, of: CodecOf): ValueCodec {
  const type = types.at(id);
  const { def } = type;
  switch (def.type) {
    case "primitive":
      return primitive(def.value);
    case "compact":
      return compact(types, def.value, of);
    case "sequence":
      return isByte(types, def.value) ? byteList : sequence(def.value, of);
    case "array":
      return isByte(types, def.value.type) ? byteArray(def.value.length) : array(def.value.type, def.value.length, of);
    case "tuple":
      return fields(
        def.value.map((part) => ({ name: undefined, type: part })),
        of,
      );
    case "bits":
      return notBuilt("bit sequences");
    case "composite":
      return composite(types, type, def.value, of);
    case "variant": {
      const [some] = def.value.find(({ name }) => name === "Some")?.fields ?? [];
      if (isNamed(type, "Option") && some !== undefined) return optional(some.type, of);
      return variants(def.value, of, isNamed(type, "MultiAddress") ? shortAddress : undefined);
    }
  }
}

type Fields = Extract<PortableTypeValue["def"], { readonly type: "composite" }>["value"];

function composite(types: TypeTable, type: PortableTypeValue, list: Fields, of: CodecOf): ValueCodec {
  const [first, second] = list;
  if (first === undefined || second !== undefined) return fields(list, of);
  if (first.name === "bits") return fixedPoint(list, of);
  if (first.name !== undefined) return fields(list, of);
  const inner = types.at(first.type).def;
  if (inner.type === "array") {
    const { length } = inner.value;
    if (isNamed(type, "AccountId32") && length === 32 && isByte(types, inner.value.type)) return accountId;
    if (isNamed(type, "U256") && length === 4) return primitive("u256");
  }
  return isNamed(type, "BTreeMap") ? treeMap(first.type, of) : wrapper(first.type, of);
}

/** An index of accounts may be `Compact<()>`, which takes no bytes. */
function compact(types: TypeTable, inner: number, of: CodecOf): ValueCodec {
  const { def } = types.at(inner);
  if (def.type === "tuple" && def.value.length === 0) return of(inner);
  return compactCodec(primitiveOf(types, inner) ?? "") ?? notBuilt(`compact values of ${types.nameOf(inner)}`);
}

const isNamed = ({ path }: PortableTypeValue, name: string): boolean => path.at(-1) === name;

function isByte(types: TypeTable, id: number): boolean {
  const { def } = types.at(id);
  return def.type === "primitive" && def.value === "u8";
}

function primitive(name: string): ValueCodec {
  const others: Readonly<Record<string, ValueCodec>> = { bool, str, char };
  return others[name] ?? integerCodec(name) ?? notBuilt(`values of ${name}`);
}

/** A codec of values that no call or storage item of Bittensor has. */
function notBuilt(what: string): ValueCodec {
  const refused = (): never => {
    throw new UserError(`${what} cannot be given or shown as JSON here: give the raw bytes`);
  };
  return { write: refused, read: refused, writeZero: refused };
}
