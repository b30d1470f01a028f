import type { StateKey } from "../lib/bytes.ts";
import type { BlockStore } from "./blocks/block-store.ts";
import { decodeGap } from "./blocks/gap.ts";
import type { ChainRecord } from "./chain-record.ts";
import type { DatabaseReader } from "./database.ts";
import { extraKey, gapKey } from "./layout.ts";
import type { BlockStates } from "./state/block-states.ts";
import { childRootKey } from "./state/layers.ts";
import { createOverlay } from "./state/overlay.ts";
import { prove } from "./trie/proof.ts";

/**
 * What can be asked of a chain.
 * @param chain the chain as it is now. @throws StorageError while there is none.
 */
export function createChainReader(chain: () => ChainRecord, blocks: BlockStore, states: BlockStates): DatabaseReader {
  const { stateAt } = states;
  const { header, body, justifications, hashAt, fields } = blocks;
  return {
    ...{ header, hashAt },
    body: (hash) => chain().pins.body(hash) ?? body(hash),
    justifications: (hash) => chain().pins.justifications(hash) ?? justifications(hash),
    get genesisHash() {
      return hashAt(0);
    },
    best: () => chain().pointers.best,
    finalized: () => chain().pointers.finalized,
    oldestState: () => chain().pointers.oldestState,
    oldestBody: () => chain().pointers.oldestBody,
    pruning: () => chain().modes,
    gap: () => {
      const { store } = chain();
      const record = store.getSync(gapKey);
      return record === undefined
        ? undefined
        : store.decode("the record of the missing blocks", () => decodeGap(record));
    },
    numberOf: (hash) => fields(hash)?.number,
    parentHash: (hash) => fields(hash)?.parentHash,
    isCanonical: (hash) => {
      const number = fields(hash)?.number;
      return number !== undefined && hashAt(number) === hash;
    },
    leaves: () => {
      const { tree, pointers } = chain();
      const parents = new Set([...tree.layers.values()].map(({ parent }) => parent?.hash));
      const leaves = [...tree.layers.keys()].filter((hash) => !parents.has(hash));
      return leaves.sort((a, b) => Number(b === pointers.best.hash) - Number(a === pointers.best.hash));
    },
    children: (hash) => {
      const { tree, pointers } = chain();
      const block = fields(hash);
      if (block === undefined) return [];
      const open = [...tree.layers.values()].filter(({ parent }) => parent?.hash === hash);
      if (block.number >= pointers.finalized.number || hashAt(block.number) !== hash)
        return open.map((one) => one.hash);
      const next = hashAt(block.number + 1);
      return next === undefined ? [] : [next];
    },
    getExtra: (name) => chain().store.getSync(extraKey(name)),
    stateAt,
    overlayAt: (hash) => {
      const state = stateAt(hash);
      return state === undefined ? undefined : createOverlay(state, hash);
    },
    proofAt: (hash, keys, child) => {
      const state = stateAt(hash);
      if (state === undefined) return undefined;
      if (child === undefined) return prove(state.trie(), keys, (key) => state.get(key));
      const space = state.child(child);
      const nodes = [
        ...prove(state.trie(), [childRootKey(child)], (key) => state.get(key)),
        ...prove(space.trie(), keys, (key: StateKey) => space.get(key)),
      ];
      return [...new Map(nodes.map((node) => [Buffer.from(node).toString("latin1"), node])).values()].sort(
        Buffer.compare,
      );
    },
  };
}
