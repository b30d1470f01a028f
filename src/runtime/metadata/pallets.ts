import { encode } from "../../codec/codec.ts";
import { tuple } from "../../codec/containers.ts";
import { twox128 } from "../../crypto/hashing.ts";
import { concatBytes, toHex, utf8 } from "../../lib/bytes.ts";
import type { MetadataV16Value } from "../../metadata/codecs.ts";
import type { Runtime } from "../frame/compose.ts";
import { callInfo, callsOf, errorInfo, eventInfo, type Placed } from "../frame/outer-types.ts";
import type { StorageDeclaration } from "../frame/storage.ts";
import { deprecationOf, variantDeprecations } from "./deprecation.ts";
import type { Registry } from "./registry.ts";

export type PalletMetadata = MetadataV16Value["pallets"][number];
type EntryMetadata = NonNullable<PalletMetadata["storage"]>["entries"][number];

function storageType(item: StorageDeclaration, { idOf }: Registry): EntryMetadata["type"] {
  if (item.hashers.length === 0) return { type: "plain", value: idOf(item.value.info) };
  const [first, ...others] = item.hashers.map((hasher) => hasher.codec);
  const key = others.length === 0 ? first : tuple(...item.hashers.map((hasher) => hasher.codec));
  const keyId = idOf((key as typeof item.value).info);
  return {
    type: "map",
    value: { hashers: item.hashers.map((hasher) => hasher.hasher), key: keyId, value: idOf(item.value.info) },
  };
}

/**
 * One pallet as metadata of version 16 shows it; earlier versions leave parts of it out.
 * @param withTypes whether associated types and view functions are registered (only version 16 has them).
 */
export function palletMetadata(
  { index, pallet }: Placed,
  runtime: Runtime,
  registry: Registry,
  withTypes: boolean,
): PalletMetadata {
  const { rules } = runtime;
  const { idOf } = registry;
  const storage =
    pallet.storage === undefined
      ? undefined
      : {
          prefix: pallet.name,
          entries: Object.values(pallet.storage).map(
            (item): EntryMetadata => ({
              name: item.name,
              modifier: item.optional ? "Optional" : "Default",
              type: storageType(item, registry),
              default: item.defaultBytes(rules),
              docs: [item.docs],
              deprecation: deprecationOf(item.deprecated),
            }),
          ),
        };
  const calls = callsOf(pallet, rules);
  const events = Object.values(pallet.events ?? {});
  const callEnum =
    calls.length === 0 && pallet.calls === undefined
      ? undefined
      : {
          type: idOf(callInfo(pallet, rules)),
          deprecation: variantDeprecations(calls),
        };
  const event =
    pallet.events === undefined
      ? undefined
      : { type: idOf(eventInfo(pallet)), deprecation: variantDeprecations(events) };
  const constants = Object.entries(pallet.constants ?? {}).map(([name, { codec, docs, valueOf }]) => ({
    name,
    type: idOf(codec.info),
    value: encode(codec, valueOf(rules), runtime.outer),
    docs: [docs],
    deprecation: deprecationOf(undefined),
  }));
  const error = pallet.errors === undefined ? undefined : { type: idOf(errorInfo(pallet)), deprecation: new Map() };
  return {
    name: pallet.name,
    storage,
    calls: callEnum,
    event,
    constants,
    error,
    associatedTypes: withTypes
      ? Object.entries(pallet.associatedTypes ?? {}).map(([name, { info }]) => ({ name, type: idOf(info), docs: [] }))
      : [],
    viewFunctions: withTypes ? viewFunctions(pallet, registry) : [],
    index,
    docs: [pallet.docs],
    deprecation: deprecationOf(undefined),
  };
}

function viewFunctions(
  { name: pallet, viewFunctions: views = [] }: Placed["pallet"],
  { idOf }: Registry,
): PalletMetadata["viewFunctions"] {
  return views.map(({ signature, name, inputs, output, docs }) => ({
    id: toHex(concatBytes(twox128(utf8(pallet)), twox128(utf8(signature)))),
    name,
    inputs: Object.entries(inputs).map(([input, { info }]) => ({ name: input, type: idOf(info) })),
    output: idOf(output.info),
    docs: [docs],
    deprecation: deprecationOf(undefined),
  }));
}
