import type { StateKey } from "../../lib/bytes.ts";
import type { KeyValue } from "../kv/key-value.ts";
import { type FlatKey, prefixes, topKey } from "../layout.ts";
import type { FlatChanges } from "./change-record.ts";

/** The current value of every key at the last finalized block, read through a cache. */
export interface FlatState {
  get(key: FlatKey): Uint8Array | undefined;
  /** `get` of a key of the top trie. */
  getTop(key: StateKey): Uint8Array | undefined;
  /** Puts values that were just written into the cache. */
  refresh(changes: FlatChanges): void;
}

/** Bytes of one of the two generations of the cache, with what a map entry costs. */
const generationBytes = 12 * 1024 * 1024;
const entryBytes = 120;

/**
 * The state at the last finalized block, with a cache of what was read lately.
 * @param isAbsent whether the top trie is known to be without a key: asked before the store is, which takes ten times as long.
 */
export function flatState(store: Pick<KeyValue, "getSync">, isAbsent: (key: StateKey) => boolean): FlatState {
  // Apart, so that the many reads of the top trie need not make a flat key.
  const top = generations((key) => (isAbsent(key) ? undefined : store.getSync(topKey(key))), generationBytes);
  const children = generations((key) => store.getSync(key), generationBytes / 8);
  return {
    get: (key) => (key.startsWith(prefixes.state) ? top.get(key.slice(1)) : children.get(key)),
    getTop: top.get,
    refresh: (changes) => {
      for (const [key, value] of changes) {
        if (key.startsWith(prefixes.state)) top.keep(key.slice(1), value ?? null);
        else children.keep(key, value ?? null);
      }
    },
  };
}

/** A cache of a young and an old map: when the young one is full it becomes the old one, so what is used stays. */
function generations(load: (key: string) => Uint8Array | undefined, most: number) {
  let young = new Map<string, Uint8Array | null>();
  let old = new Map<string, Uint8Array | null>();
  let size = 0;

  const keep = (key: string, value: Uint8Array | null): void => {
    young.set(key, value);
    size += key.length + (value?.length ?? 0) + entryBytes;
    if (size <= most) return;
    old = young;
    young = new Map();
    size = 0;
  };

  return {
    keep,
    get: (key: string): Uint8Array | undefined => {
      let value = young.get(key);
      if (value !== undefined) return value ?? undefined;
      value = old.get(key);
      if (value === undefined) value = load(key) ?? null;
      keep(key, value);
      return value ?? undefined;
    },
  };
}
