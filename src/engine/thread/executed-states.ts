import type { Hex, StateKey } from "../../lib/bytes.ts";
import type { ReadOnlyDatabase } from "../../storage/read-only.ts";
import {
  applyLayer,
  childTrieInLayers,
  type Layer,
  type LayerChanges,
  mergeChanges,
  noChanges,
  readLayers,
} from "../../storage/state/layers.ts";
import type { TrieOverlay } from "../../storage/state/overlay.ts";
import type { ParentState, TrieState } from "../../storage/state/parent-state.ts";
import { keyWalker, type TrieCursor } from "../../storage/trie/cursor.ts";
import type { Trie } from "../../storage/trie/trie.ts";

/** States of blocks that were executed here and are not on disk yet: a list of blocks is written as a whole. */
export interface ExecutedStates {
  /**
   * The state of a block, on disk or executed here. It may move the database's view on: states that were given out before are
   * not to be read after that. Undefined when neither knows it.
   */
  after(block: Hex): Promise<ParentState | undefined>;
  /** @param parent the block before it, whose state (as `after` gave it) the overlay lies over */
  keep(block: Hex, parent: Hex, state: ParentState, overlay: TrieOverlay): void;
}

/**
 * After so many blocks that were executed one on the other the disk is looked at again. Without that, whoever only follows a chain
 * would keep all that its blocks ever changed, and the disk's oldest view with it. A list has 128 blocks; the next begins while
 * the last is being written.
 */
const mostBlocks = 192;

/** Blocks that never come onto the disk, since somebody refused them after they were executed, go with the oldest. */
const mostKept = 512;

interface Executed {
  readonly parent: Hex;
  readonly changes: LayerChanges;
  /** Absent when it lay over a view of the database that has moved on. */
  state: Pending | undefined;
}

export function createExecutedStates(disk: Pick<ReadOnlyDatabase, "stateAt" | "numberOf" | "refresh">): ExecutedStates {
  const blocks = new Map<Hex, Executed>();

  const refresh = async (): Promise<void> => {
    await disk.refresh();
    for (const [hash, block] of blocks) {
      if (disk.numberOf(hash) === undefined) block.state = undefined;
      else blocks.delete(hash);
    }
  };

  /** The state of a block over the first of those before it that can be read. */
  const madeAnew = (hash: Hex): ParentState | undefined => {
    const way: LayerChanges[] = [];
    let at = hash;
    let block = blocks.get(at);
    for (; block !== undefined && block.state === undefined; block = blocks.get(at)) {
      way.push(block.changes);
      at = block.parent;
    }
    const below = block?.state ?? disk.stateAt(at);
    const last = blocks.get(hash);
    if (below === undefined || last === undefined) return undefined;
    last.state = pending(below, mergeChanges(way.reverse()), undefined);
    return last.state;
  };

  return {
    async after(hash) {
      const state = blocks.has(hash) ? blocks.get(hash)?.state : disk.stateAt(hash);
      if (state !== undefined && !(isPending(state) && state.layer.depth >= mostBlocks)) return state;
      await refresh();
      return disk.stateAt(hash) ?? madeAnew(hash);
    },
    keep(hash, parent, before, overlay) {
      const changes = overlay.layerChanges();
      blocks.set(hash, { parent, changes, state: pending(before, changes, overlay) });
      const oldest = blocks.keys().next().value;
      if (blocks.size > mostKept && oldest !== undefined) blocks.delete(oldest);
    },
  };
}

/** Layers over a state that is read as it is. */
interface Pending extends ParentState {
  readonly below: ParentState;
  readonly layer: Layer;
}

/** What all layers lie on: of it nothing is read here. */
const ground: Layer = {
  // Nobody asks these layers which block they are.
  ...{ hash: "0x", number: 0, status: "final", parent: undefined, changes: noChanges },
  ...{ trie: undefined, childTries: new Map(), depth: 0, merged: undefined },
};

const isPending = (state: ParentState): state is Pending => "below" in state;

/** The state after a block, over the one that its overlay lies over. */
export function stateAfter(parent: ParentState, overlay: TrieOverlay): ParentState {
  return pending(parent, overlay.layerChanges(), overlay);
}

/** @param tries what has the tries already; otherwise they are made of the changes */
function pending(
  parent: ParentState,
  changes: LayerChanges,
  tries: Pick<TrieOverlay, "trie" | "childTries"> | undefined,
): Pending {
  const below = isPending(parent) ? parent.below : parent;
  const before = isPending(parent) ? parent.layer : ground;
  const topTrie = tries?.trie() ?? applyLayer(parent.trie(), changes.top);
  const layer: Layer = {
    ...{ ...ground, status: "open", parent: before, depth: before.depth + 1 },
    ...{ changes, trie: topTrie, childTries: tries?.childTries() ?? childTriesOf(parent, changes) },
  };
  const spaces = new Map<StateKey, TrieState>();
  return {
    below,
    layer,
    ...space(below, layer, undefined, () => topTrie),
    child: (id) => {
      const known = spaces.get(id);
      if (known !== undefined) return known;
      const under = below.child(id);
      const made = space(under, layer, id, () => childTrieInLayers(layer, id) ?? under.trie());
      spaces.set(id, made);
      return made;
    },
  };
}

const childTriesOf = (parent: ParentState, { children }: LayerChanges): Map<StateKey, Trie> =>
  new Map([...children].map(([id, own]) => [id, applyLayer(parent.child(id).trie(), own)]));

function space(below: TrieState, layer: Layer, child: StateKey | undefined, trie: () => Trie): TrieState {
  let walker: TrieCursor | undefined;
  return {
    get: (key) => {
      const value = readLayers(layer, child, key);
      return value === undefined ? below.get(key) : (value ?? undefined);
    },
    nextKey: (key) => {
      walker ??= keyWalker(trie());
      return walker.nextKey(key);
    },
    trie,
  };
}
