import type { Hex } from "../lib/bytes.ts";
import { type BlockStore, blockStore } from "./blocks/block-store.ts";
import type { HeaderFields } from "./blocks/header-fields.ts";
import { type BlockId, decodePointers, encodePointers, type Pointers } from "./blocks/pointers.ts";
import { StorageError } from "./errors.ts";
import type { GuardedKeyValue } from "./kv/guarded-key-value.ts";
import { pointersKey } from "./layout.ts";
import { createPinnedBlocks, type PinnedBlocks } from "./pinned-blocks.ts";
import type { PruningModes } from "./pruning.ts";
import { type StateTree, stateTree } from "./state/state-tree.ts";
import type { StoreBatch } from "./store-batch.ts";
import { TrieError } from "./trie/node.ts";

/** What a database that holds a chain works with. Only the functions that write blocks change it. */
export interface ChainRecord {
  readonly store: GuardedKeyValue;
  readonly modes: PruningModes;
  readonly tree: StateTree;
  readonly pins: PinnedBlocks;
  pointers: Pointers;
}

/**
 * The chain in a store, its last finalized state open.
 * @throws StorageError when a record is missing, or the stored trie is not the one the header names.
 */
export function loadChainRecord(
  store: GuardedKeyValue,
  modes: PruningModes,
  pins: PinnedBlocks = createPinnedBlocks(),
): ChainRecord {
  const stored = store.getSync(pointersKey);
  if (stored === undefined) {
    throw new StorageError("damaged", "the database does not say which block is best: restore a copy or purge it");
  }
  const pointers = decodePointers(stored);
  const { finalized } = pointers;
  const fields = blockStore(store).fields(finalized.hash);
  if (fields === undefined) {
    throw new StorageError(
      "damaged",
      `the header of ${describe(finalized)} is missing: restore a copy or purge the database`,
    );
  }
  let tree: StateTree;
  try {
    tree = stateTree(store, { ...finalized, stateRoot: fields.stateRoot }, () => chain.pointers.oldestState);
  } catch (error) {
    if (!(error instanceof StorageError || error instanceof TrieError)) throw error;
    throw new StorageError(
      "damaged",
      `${describe(finalized)}: the stored state trie does not have the root of its header; \`subtensor verify\` says what is damaged, with --repair it writes the trie anew from the values`,
      error,
    );
  }
  const chain: ChainRecord = { store, modes, tree, pins, pointers };
  return chain;
}

/** A block in a message. */
export function describe({ hash, number }: BlockId): string {
  return `block ${number} (${hash})`;
}

/** Puts the pointers into a batch. */
export function putPointers(batch: StoreBatch, pointers: Pointers): void {
  batch.set(pointersKey, encodePointers(pointers));
}

/** Blocks as they are after a batch. */
export function blocksAfter(store: GuardedKeyValue, batch: Pick<StoreBatch, "get">): BlockStore {
  return blockStore({ getSync: batch.get, damaged: store.damaged, decode: store.decode });
}

/** The place and parent of a stored block, undefined when its header is not stored. */
export function storedBlock(blocks: Pick<BlockStore, "fields">, hash: Hex): (BlockId & HeaderFields) | undefined {
  const fields = blocks.fields(hash);
  return fields === undefined ? undefined : { hash, ...fields };
}
