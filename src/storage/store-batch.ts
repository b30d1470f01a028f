import { bytesOf, type KeyValue, type StoreChanges, type StoreKey, type StoreValue } from "./kv/key-value.ts";

/** What one block changes in the store, gathered and then written at once; reading sees what was gathered. */
export interface StoreBatch {
  get(key: StoreKey): Uint8Array | undefined;
  set(key: StoreKey, value: StoreValue | undefined): void;
  readonly changes: StoreChanges;
}

/** An empty batch over a store. */
export function storeBatch(store: Pick<KeyValue, "getSync">): StoreBatch {
  const changes = new Map<StoreKey, StoreValue | undefined>();
  return {
    get: (key) => {
      const value = changes.get(key);
      if (value !== undefined) return bytesOf(value);
      return changes.has(key) ? undefined : store.getSync(key);
    },
    set: (key, value) => {
      changes.set(key, value);
    },
    changes,
  };
}
