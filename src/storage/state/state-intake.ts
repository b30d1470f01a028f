import { prefixEnd, type StateKey } from "../../lib/bytes.ts";
import type { BlockId } from "../blocks/pointers.ts";
import type { GuardedKeyValue } from "../kv/guarded-key-value.ts";
import type { StoreKey } from "../kv/key-value.ts";
import { childKey, childKeyPrefix, prefixes, splitFlatKey, topKey, trieNodePrefix } from "../layout.ts";
import { buildSortedTrie, type SortedTrie } from "../trie/build-sorted.ts";
import { childRootKey } from "./layers.ts";
import { createOverlay, type TrieOverlay } from "./overlay.ts";
import { stateTree } from "./state-tree.ts";

/** Keys and values of a trie. */
export type StateEntries = Iterable<readonly [StateKey, Uint8Array]>;

/** A whole state on its way into the database. Its memory is bounded, whatever its size. */
export interface StateIntake {
  /** Takes entries of the top trie, without the roots of child tries, or of a child trie; in any order. */
  put(child: StateKey | undefined, entries: StateEntries): Promise<void>;
  /** Says that a child trie has the same entries as another one. */
  same(child: StateKey, as: StateKey): Promise<void>;
  /** Makes the tries, once all entries are there. @returns the root, 32 bytes */
  build(): Promise<Uint8Array>;
  /** The state, to be written over, after `build`. */
  overlay(block: BlockId & { readonly stateRoot: Uint8Array }): TrieOverlay;
}

/** About so many bytes are one write. */
const batchBytes = 2 * 1024 * 1024;
/** What an entry of a batch costs besides its bytes. */
const entryBytes = 64;

/** @param store shows the place for the state, which is empty */
export function createStateIntake(store: GuardedKeyValue): StateIntake {
  let held = new Map<StoreKey, Uint8Array>();
  let heldBytes = 0;
  const hold = (key: StoreKey, value: Uint8Array): void => {
    held.set(key, value);
    heldBytes += key.length + value.length + entryBytes;
  };
  /** Every write is synced: LevelDB syncs the last of its logs only. */
  const flush = async (): Promise<void> => {
    const changes = held;
    if (changes.size === 0) return;
    held = new Map();
    heldBytes = 0;
    await store.write(changes, { sync: true });
  };
  const relieve = async (): Promise<void> => {
    if (heldBytes >= batchBytes) await flush();
  };
  const trieAt = (child: StateKey | undefined): SortedTrie => {
    const prefix = trieNodePrefix(child);
    return buildSortedTrie((path, record) => {
      if (record !== undefined) hold(prefix + path, record);
    });
  };

  /** LevelDB sorts the entries: the tries are made from what it gives back. */
  const buildChildren = async (): Promise<void> => {
    let open: { readonly id: StateKey; readonly trie: SortedTrie } | undefined;
    const end = (): void => {
      if (open !== undefined) hold(topKey(childRootKey(open.id)), open.trie.finish());
    };
    for await (const [flatKey, value] of store.iterate(prefixes.childState, prefixEnd(prefixes.childState))) {
      const { child, key } = splitFlatKey(flatKey);
      const id = child as StateKey;
      if (open?.id !== id) {
        end();
        open = { id, trie: trieAt(id) };
      }
      open.trie.add(key, value);
      await relieve();
    }
    end();
    await flush();
  };

  return {
    async put(child, entries) {
      for (const [key, value] of entries) {
        hold(child === undefined ? topKey(key) : childKey(child, key), value);
        await relieve();
      }
      await relieve();
    },
    async same(child, as) {
      await flush();
      const from = childKeyPrefix(as);
      for await (const [flatKey, value] of store.iterate(from, prefixEnd(from))) {
        hold(childKey(child, flatKey.slice(from.length)), value);
        await relieve();
      }
    },
    async build() {
      await flush();
      await buildChildren();
      const trie = trieAt(undefined);
      for await (const [flatKey, value] of store.iterate(prefixes.state, prefixEnd(prefixes.state))) {
        trie.add(flatKey.slice(prefixes.state.length), value);
        await relieve();
      }
      const root = trie.finish();
      await flush();
      return root;
    },
    overlay(block) {
      const tree = stateTree(store, block, () => block.number);
      return createOverlay(tree.stateOf(tree.base()));
    },
  };
}

/** So many keys are removed in one write. */
const removedAtOnce = 5000;

/**
 * Removes everything of a state.
 * @param store shows the place of the state
 * @param goesOn asked now and then; false ends it
 * @returns whether all is gone
 */
export async function removeState(store: GuardedKeyValue, goesOn: () => boolean): Promise<boolean> {
  for (const prefix of [prefixes.state, prefixes.childState, prefixes.trie, prefixes.childTrie]) {
    let gone = new Map<StoreKey, undefined>();
    for await (const [key] of store.iterate(prefix, prefixEnd(prefix))) {
      gone.set(key, undefined);
      if (gone.size < removedAtOnce) continue;
      await store.write(gone, { sync: false });
      gone = new Map();
      if (!goesOn()) return false;
    }
    if (gone.size > 0) await store.write(gone, { sync: false });
  }
  return true;
}
