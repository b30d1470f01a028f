import type { Hex } from "../../lib/bytes.ts";
import type { BlockStore } from "../blocks/block-store.ts";
import type { ChainRecord } from "../chain-record.ts";
import { lostKey } from "../layout.ts";
import { decodeChanges } from "./change-record.ts";
import { type Layer, type LayerChanges, layerChanges, mergeChanges } from "./layers.ts";
import { lostState } from "./lost-state.ts";
import type { ParentState } from "./parent-state.ts";

/** Blocks of the past, or of branches that lost, whose state objects are kept with their tries for the next question. */
const statesKept = 8;

/** A state that was made from that of a final block. */
interface LostState {
  readonly state: ParentState;
  /** The number of the final block. */
  readonly fork: number;
}

/** The states of a chain by block. */
export interface BlockStates {
  /** The state of a block, undefined when the block is unknown or its state is not kept any more. */
  stateAt(hash: Hex): ParentState | undefined;
  /** Forgets what it holds, after the chain moved. */
  clear(): void;
}

/** @param chain the chain as it is now. */
export function createBlockStates(chain: () => ChainRecord, blocks: BlockStore): BlockStates {
  const past = new Map<Hex, Layer>();
  const lost = new Map<Hex, LostState>();

  const stateAt = (hash: Hex): ParentState | undefined => {
    const { tree, pointers } = chain();
    const open = tree.layers.get(hash);
    if (open !== undefined) return tree.stateOf(open);
    const number = blocks.fields(hash)?.number;
    if (number === undefined) return undefined;
    if (blocks.hashAt(number) !== hash) return lostAt(hash, number);
    if (number >= pointers.finalized.number || number < pointers.oldestState) return undefined;
    const layer = past.get(hash) ?? tree.pastLayer({ hash, number });
    keep(past, hash, layer);
    return tree.stateOf(layer);
  };

  /** The state of a block on a branch that lost or was left, while it is kept, or the block is pinned. */
  const lostAt = (hash: Hex, number: number): ParentState | undefined => {
    const { pins, pointers } = chain();
    const pinned = pins.branch(hash);
    if (pinned !== undefined) {
      const ancestor = stateAt(pinned.ancestor);
      return ancestor === undefined ? undefined : lostState(ancestor, pinned.changes);
    }
    const known = lost.get(hash);
    // What a branch begins on moves with the chain.
    if (known !== undefined && known.fork < pointers.oldestState) lost.delete(hash);
    const made = lost.get(hash) ?? makeLost(hash, number);
    if (made === undefined) return undefined;
    keep(lost, hash, made);
    return made.state;
  };

  const makeLost = (hash: Hex, number: number): LostState | undefined => {
    const { store, pointers } = chain();
    const branch: LayerChanges[] = [];
    let at = hash;
    let from = number;
    for (; from > pointers.finalized.number || blocks.hashAt(from) !== at; from--) {
      const record = store.getSync(lostKey(from, at));
      const parent = blocks.fields(at)?.parentHash;
      if (record === undefined || record.length === 0 || parent === undefined) return undefined;
      const name = `what block ${from} (${at}) changed`;
      branch.push(layerChanges(store.decode(name, () => decodeChanges(record))));
      at = parent;
    }
    const ancestor = stateAt(at);
    if (ancestor === undefined) return undefined;
    return { state: lostState(ancestor, mergeChanges(branch.reverse())), fork: from };
  };

  return {
    stateAt,
    clear: () => {
      past.clear();
      lost.clear();
    },
  };
}

/** Keeps the newest few. */
function keep<T>(entries: Map<Hex, T>, hash: Hex, value: T): void {
  if (entries.has(hash)) return;
  entries.set(hash, value);
  if (entries.size > statesKept) entries.delete(entries.keys().next().value as Hex);
}
