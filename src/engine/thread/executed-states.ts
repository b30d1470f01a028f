import type { Hex, StateKey } from "../../lib/bytes.ts";
import type { TrieOverlay } from "../../storage/state/overlay.ts";
import type { ParentState, TrieState } from "../../storage/state/parent-state.ts";
import { keyWalker, type TrieCursor } from "../../storage/trie/cursor.ts";
import type { Trie } from "../../storage/trie/trie.ts";

/** States of blocks that were executed here and are not on disk yet: a list of blocks is written as a whole. */
export interface ExecutedStates {
  get(block: Hex): ParentState | undefined;
  /** @param parent the state that the overlay lies over */
  keep(block: Hex, parent: ParentState, overlay: TrieOverlay): void;
}

/** A list has 128 blocks; the next begins while the last is being written. */
const most = 256;

type Changes = Map<StateKey, Uint8Array | undefined>;

/** All changes since a block that was on disk, so that reading does not walk through the blocks between. */
interface Pending extends ParentState {
  readonly below: ParentState;
  readonly top: Changes;
  readonly children: ReadonlyMap<StateKey, Changes>;
}

export function createExecutedStates(): ExecutedStates {
  const states = new Map<Hex, Pending>();
  return {
    get: (block) => states.get(block),
    keep(block, parent, overlay) {
      states.set(block, pending(parent, overlay));
      const oldest = states.keys().next().value;
      if (states.size > most && oldest !== undefined) states.delete(oldest);
    },
  };
}

const isPending = (state: ParentState): state is Pending => "below" in state;

/** The state after a block, over the one that its overlay lies over. */
export function stateAfter(parent: ParentState, overlay: TrieOverlay): ParentState {
  return pending(parent, overlay);
}

function pending(parent: ParentState, overlay: TrieOverlay): Pending {
  const below = isPending(parent) ? parent.below : parent;
  const top: Changes = new Map(isPending(parent) ? parent.top : []);
  for (const [key, value] of overlay.changes()) top.set(key, value);
  for (const [key, value] of overlay.childRoots()) top.set(key, value);
  const children = new Map(isPending(parent) ? parent.children : []);
  for (const [id, changes] of overlay.childChanges()) {
    const merged: Changes = new Map(children.get(id) ?? []);
    for (const [key, value] of changes) merged.set(key, value);
    children.set(id, merged);
  }
  const tries = overlay.childTries();
  const spaces = new Map<StateKey, TrieState>();
  return {
    below,
    top,
    children,
    ...space(below, top, overlay.trie),
    child: (id) => {
      const known = spaces.get(id);
      if (known !== undefined) return known;
      const trie = (): Trie => tries.get(id) ?? parent.child(id).trie();
      const made = space(below.child(id), children.get(id) ?? new Map(), trie);
      spaces.set(id, made);
      return made;
    },
  };
}

function space(below: TrieState, changes: Changes, trie: () => Trie): TrieState {
  let walker: TrieCursor | undefined;
  return {
    get: (key) => (changes.has(key) ? changes.get(key) : below.get(key)),
    nextKey: (key) => {
      walker ??= keyWalker(trie());
      return walker.nextKey(key);
    },
    trie,
  };
}
