import type { StateKey } from "../../lib/bytes.ts";
import { keyWalker, type TrieCursor } from "../trie/cursor.ts";
import type { Trie } from "../trie/trie.ts";
import { applyLayer, type LayerChanges } from "./layers.ts";
import type { ParentState, TrieState } from "./parent-state.ts";

/** The state of a block on a branch that lost: that of the final block it began on, with what the branch changed. */
export function lostState(ancestor: ParentState, changes: LayerChanges): ParentState {
  const children = new Map<StateKey, TrieState>();
  return {
    ...changedSpace(ancestor, changes.top),
    child: (id) => {
      let space = children.get(id);
      if (space === undefined) {
        space = changedSpace(ancestor.child(id), changes.children.get(id) ?? new Map());
        children.set(id, space);
      }
      return space;
    },
  };
}

function changedSpace(under: TrieState, changes: ReadonlyMap<StateKey, Uint8Array | null>): TrieState {
  let made: { readonly from: Trie; readonly trie: Trie; readonly walker: TrieCursor } | undefined;
  const current = () => {
    const from = under.trie();
    if (made?.from !== from) {
      const trie = applyLayer(from, changes);
      made = { from, trie, walker: keyWalker(trie) };
    }
    return made;
  };
  return {
    get: (key) => {
      const value = changes.get(key);
      return value === undefined ? under.get(key) : (value ?? undefined);
    },
    nextKey: (key) => current().walker.nextKey(key),
    trie: () => current().trie,
  };
}
