import type { KeyValue } from "../kv/key-value.ts";
import type { FlatKey } from "../layout.ts";
import type { FlatChanges } from "./change-record.ts";

/** The current value of every key at the last finalized block, read through a cache. */
export interface FlatState {
  get(key: FlatKey): Uint8Array | undefined;
  /** Puts values that were just written into the cache. */
  refresh(changes: FlatChanges): void;
}

/** Bytes of one of the two generations of the cache, with what a map entry costs. */
const generationBytes = 12 * 1024 * 1024;
const entryBytes = 120;

/** The cache: a young and an old map. When the young one is full it becomes the old one, so what is used stays. */
export function flatState(store: Pick<KeyValue, "getSync">): FlatState {
  let young = new Map<FlatKey, Uint8Array | null>();
  let old = new Map<FlatKey, Uint8Array | null>();
  let size = 0;

  const keep = (key: FlatKey, value: Uint8Array | null): void => {
    young.set(key, value);
    size += key.length + (value?.length ?? 0) + entryBytes;
    if (size > generationBytes) {
      old = young;
      young = new Map();
      size = 0;
    }
  };

  return {
    get: (key) => {
      let value = young.get(key);
      if (value !== undefined) return value ?? undefined;
      value = old.get(key);
      if (value === undefined) value = store.getSync(key) ?? null;
      keep(key, value);
      return value ?? undefined;
    },
    refresh: (changes) => {
      for (const [key, value] of changes) keep(key, value ?? null);
    },
  };
}
