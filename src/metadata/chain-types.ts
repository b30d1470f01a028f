import type { StateKey } from "../lib/bytes.ts";
import { UserError } from "../lib/user-error.ts";
import type { DecodedCall, NamedCall } from "./calls.ts";
import { type DecodedEvent, errorText, eventsOf } from "./events.ts";
import { createNames } from "./names.ts";
import { readMetadata } from "./read-metadata.ts";
import { type ExtrinsicParts, signedExtrinsic } from "./signed-extrinsic.ts";
import type { StorageItem } from "./storage-items.ts";
import { createStorageMap, type StorageMap } from "./storage-map.ts";
import { type Surface, surfaceOf } from "./surface.ts";
import { createTypeCodecs, type TypeCodecs } from "./type-codecs.ts";
import { isRecord, readingAll, writing } from "./value-codec.ts";

/**
 * Calls, storage, events and extrinsics of one runtime, named in JSON: as its metadata names them, or as clients in
 * JavaScript do (`addStake`, `subtensorModule`). Values are those of docs/decisions/json-values.md. All that goes wrong is
 * a UserError of one line with the place in the value.
 */
export interface ChainTypes {
  /** As the constant `System.Version` says it; undefined where there is none. */
  readonly specVersion: number | undefined;
  /** The names of all pallets. */
  readonly pallets: readonly string[];
  encodeCall(call: NamedCall): Uint8Array;
  decodeCall(bytes: Uint8Array): DecodedCall;
  /** How many keys an item has, what their types are called, whether its value is optional, and its names as the metadata has them. */
  item(
    pallet: string,
    item: string,
  ): Pick<StorageItem, "pallet" | "name" | "keys" | "keyTypes" | "valueType" | "optional" | "prefix">;
  /** The names of the storage items of a pallet. */
  items(pallet: string): readonly string[];
  /** The raw key of a value, or what the keys begin with when fewer keys are given. */
  storageKey(pallet: string, item: string, keys: readonly unknown[]): StateKey;
  /** Fields that are left out are those of the item's default, or zero where it has none. */
  encodeValue(pallet: string, item: string, value: unknown): Uint8Array;
  decodeValue(pallet: string, item: string, bytes: Uint8Array): unknown;
  /**
   * The item and the keys of a raw key; undefined for one that no item has. A key of which only the hash is kept comes as the
   * hex of that.
   */
  describeKey(key: StateKey): { readonly pallet: string; readonly item: string; readonly keys: unknown[] } | undefined;
  /** The value that stands for one that is not stored; undefined for optional ones. */
  defaultValue(pallet: string, item: string): unknown;
  /** @param bytes of `System.Events` */
  decodeEvents(bytes: Uint8Array): DecodedEvent[];
  /** A dispatch error, as an event holds it, in words: `SubtensorModule.NotEnoughBalanceToStake`, `BadOrigin`. */
  errorText(dispatchError: unknown): string;
  /** A signed, immortal extrinsic of version 4 with its length in front. */
  signedExtrinsic(of: ExtrinsicParts): Uint8Array;
  constant(pallet: string, name: string): unknown;
}

interface Loaded {
  readonly surface: Surface;
  readonly codecs: TypeCodecs;
  readonly storage: StorageMap;
}

function load(metadata: Uint8Array): Loaded {
  const surface = surfaceOf(readMetadata(metadata));
  const { types, pallets, callType } = surface;
  const codecs = createTypeCodecs(types, pallets, callType);
  return { surface, codecs, storage: createStorageMap(pallets, { types, codecOf: codecs.of }) };
}

/**
 * The types of a runtime from its metadata of version 14, 15 or 16, as a runtime API answers it or without that wrapping. It
 * is decoded when something is first asked.
 */
export function createChainTypes(metadata: Uint8Array): ChainTypes {
  let made: Loaded | undefined;
  const loaded = (): Loaded => {
    made ??= load(metadata);
    return made;
  };
  const itemOf = (pallet: string, item: string): StorageItem => loaded().storage.item(pallet, item);

  return {
    get specVersion() {
      return specVersionIn(loaded());
    },
    get pallets() {
      return loaded().surface.pallets.map(({ name }) => name);
    },
    encodeCall: (call) => writing("call", (to) => loaded().codecs.calls.write(call, to)),
    decodeCall: (bytes) => readingAll("the bytes of the call", bytes, (from) => loaded().codecs.calls.read(from)),
    item: itemOf,
    items: (pallet) => loaded().storage.namesIn(pallet),
    storageKey: (pallet, item, keys) => itemOf(pallet, item).keyOf(keys),
    encodeValue: (pallet, item, value) => itemOf(pallet, item).encode(value),
    decodeValue: (pallet, item, bytes) => itemOf(pallet, item).decode(bytes),
    describeKey(key) {
      const item = loaded().storage.itemOf(key);
      const keys = item?.keysIn(key);
      return item === undefined || keys === undefined ? undefined : { pallet: item.pallet, item: item.name, keys };
    },
    defaultValue: (pallet, item) => itemOf(pallet, item).defaultValue(),
    decodeEvents: (bytes) => eventsOf(itemOf("System", "Events").decode(bytes), loaded().surface.pallets),
    errorText: (error) => errorText(error, loaded().surface.pallets),
    signedExtrinsic: (parts) => signedExtrinsic(loaded().surface, loaded().codecs.of, parts),
    constant: (pallet, name) => constantIn(loaded(), pallet, name),
  };
}

function constantIn({ surface, codecs }: Loaded, pallet: string, name: string): unknown {
  const pallets = createNames(surface.pallets.map((one) => one.name));
  const found = surface.pallets[pallets.indexOf(pallet) ?? -1];
  if (found === undefined) throw new UserError(`no pallet "${pallet}"${pallets.hint(pallet)}`);
  const names = createNames(found.constants.map((one) => one.name));
  const constant = found.constants[names.indexOf(name) ?? -1];
  if (constant === undefined) throw new UserError(`no constant "${name}" in ${found.name}${names.hint(name)}`);
  const { type, value } = constant;
  return readingAll(`the bytes of ${found.name}.${constant.name}`, value, (from) => codecs.of(type).read(from));
}

function specVersionIn(loaded: Loaded): number | undefined {
  const { pallets } = loaded.surface;
  const has = pallets.some(
    ({ name, constants }) => name === "System" && constants.some((one) => one.name === "Version"),
  );
  const version = has ? constantIn(loaded, "System", "Version") : undefined;
  return isRecord(version) && typeof version.spec_version === "number" ? version.spec_version : undefined;
}
