import type { StateKey } from "../../lib/bytes.ts";
import { keyWalker, type TrieCursor } from "../trie/cursor.ts";
import { emptyTrie, rootHash, type Trie } from "../trie/trie.ts";
import { applyChanges, trieFromEntries } from "../trie/update.ts";
import { createOverlay, type TrieOverlay } from "./overlay.ts";
import { childRootPrefix, type ParentState, type TrieState } from "./parent-state.ts";

/** One state held in memory that moves on block by block: for replays, genesis and tests. No history, no forks. */
export interface MemoryState extends ParentState {
  /** The state root, 32 bytes. */
  root(): Uint8Array;
  /** Changes over this state; of no use any more once another overlay was committed. */
  overlay(): TrieOverlay;
  /** Makes the changes of an overlay part of this state. */
  commit(overlay: TrieOverlay): void;
  /** All keys and values of the top trie, in no order. */
  entries(): IterableIterator<[StateKey, Uint8Array]>;
  /** The ids of child tries that have keys. */
  childIds(): readonly StateKey[];
}

interface Space extends TrieState {
  keep(changes: ReadonlyMap<StateKey, Uint8Array | undefined>, trie: Trie): void;
  readonly values: Map<StateKey, Uint8Array>;
}

function createSpace(values: Map<StateKey, Uint8Array>, start: Trie): Space {
  let current = start;
  let walker: TrieCursor = keyWalker(current);
  return {
    values,
    get: (key) => values.get(key),
    nextKey: (key) => walker.nextKey(key),
    trie: () => current,
    keep: (changes, trie) => {
      for (const [key, value] of changes) {
        if (value === undefined) values.delete(key);
        else values.set(key, value);
      }
      current = trie;
      walker = keyWalker(trie);
    },
  };
}

/**
 * A state of these entries (layout V1).
 * @param childEntries child id to the entries of its child trie; their roots are put into the top trie.
 */
export function memoryState(
  entries: Iterable<readonly [StateKey, Uint8Array]>,
  childEntries: Iterable<readonly [StateKey, Iterable<readonly [StateKey, Uint8Array]>]> = [],
): MemoryState {
  const children = new Map<StateKey, Space>();
  const values = new Map(entries);
  for (const [id, own] of childEntries) {
    const childValues = new Map(own);
    const space = createSpace(childValues, trieFromEntries(childValues, 1));
    if (childValues.size > 0) values.set(childRootPrefix + id, rootHash(space.trie()));
    children.set(id, space);
  }
  const top = createSpace(values, applyChanges(emptyTrie(1), values));
  const child = (id: StateKey): Space => {
    let space = children.get(id);
    if (space === undefined) {
      space = createSpace(new Map(), emptyTrie(1));
      children.set(id, space);
    }
    return space;
  };
  const state: MemoryState = {
    get: top.get,
    nextKey: top.nextKey,
    trie: top.trie,
    child,
    root: () => rootHash(top.trie()),
    overlay: () => createOverlay(state),
    commit: (overlay) => {
      const tries = overlay.childTries();
      for (const [id, changes] of overlay.childChanges()) child(id).keep(changes, tries.get(id) as Trie);
      const roots = overlay.childRoots();
      const changes = overlay.changes();
      top.keep(roots.size === 0 ? changes : new Map([...changes, ...roots]), overlay.trie());
    },
    entries: () => values.entries(),
    childIds: () => [...children].filter(([, space]) => space.values.size > 0).map(([id]) => id),
  };
  return state;
}
