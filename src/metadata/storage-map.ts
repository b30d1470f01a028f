import { twox128 } from "../crypto/hashing.ts";
import { type StateKey, toKey, utf8 } from "../lib/bytes.ts";
import { UserError } from "../lib/user-error.ts";
import { createNames } from "./names.ts";
import { createStorageItem, type StorageItem } from "./storage-items.ts";
import type { PalletSurface } from "./surface.ts";
import type { TypeTable } from "./type-table.ts";
import type { CodecOf } from "./value-codec.ts";

/** The storage items of a runtime, by their names and by their keys. */
export interface StorageMap {
  /** @throws UserError when there is none of that name */
  item(pallet: string, name: string): StorageItem;
  /** The item that a raw key, or the beginning of keys, belongs to. */
  itemOf(key: StateKey): StorageItem | undefined;
  /** The names of the items of a pallet. @throws UserError when there is no such pallet */
  namesIn(pallet: string): readonly string[];
}

/** Characters of a key before the item's own: the hash of the pallet's prefix. */
const palletLength = 16;
const itemLength = 32;

export function createStorageMap(
  pallets: readonly PalletSurface[],
  of: { readonly types: TypeTable; readonly codecOf: CodecOf },
): StorageMap {
  const storages = pallets.filter(({ storage }) => storage.length > 0).map((pallet) => createStorage(pallet, of));
  const names = createNames(storages.map(({ pallet }) => pallet));
  let byPrefix: Map<StateKey, Storage> | undefined;

  const storageOf = (pallet: string): Storage => {
    const found = storages[names.indexOf(pallet) ?? -1];
    if (found === undefined) throw new UserError(`no pallet "${pallet}" with storage${names.hint(pallet)}`);
    return found;
  };

  return {
    item: (pallet, name) => storageOf(pallet).named(name),
    itemOf(key) {
      byPrefix ??= new Map(storages.map((storage) => [storage.prefix(), storage]));
      return byPrefix.get(key.slice(0, palletLength))?.withPrefix(key.slice(0, itemLength));
    },
    namesIn: (pallet) => storageOf(pallet).names,
  };
}

/** The items of one pallet. */
interface Storage {
  readonly pallet: string;
  readonly names: readonly string[];
  prefix(): StateKey;
  named(name: string): StorageItem;
  withPrefix(prefix: StateKey): StorageItem | undefined;
}

function createStorage(
  { name: pallet, prefix = pallet, storage }: PalletSurface,
  of: { readonly types: TypeTable; readonly codecOf: CodecOf },
): Storage {
  const names = createNames(storage.map(({ name }) => name));
  const items = new Map<number, StorageItem>();
  const itemAt = (index: number): StorageItem => {
    const made = items.get(index) ?? createStorageItem(pallet, prefix, storage[index] as (typeof storage)[number], of);
    items.set(index, made);
    return made;
  };
  let byPrefix: Map<StateKey, number> | undefined;
  return {
    pallet,
    names: names.all,
    prefix: () => toKey(twox128(utf8(prefix))),
    named(name) {
      const index = names.indexOf(name);
      if (index === undefined) throw new UserError(`no storage item "${name}" in ${pallet}${names.hint(name)}`);
      return itemAt(index);
    },
    withPrefix(wanted) {
      byPrefix ??= new Map(names.all.map((_, index) => [itemAt(index).prefix, index]));
      const index = byPrefix.get(wanted);
      return index === undefined ? undefined : itemAt(index);
    },
  };
}
