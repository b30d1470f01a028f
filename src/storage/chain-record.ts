import type { Hex } from "../lib/bytes.ts";
import { headerFields } from "./blocks/header-fields.ts";
import { type BlockId, decodePointers, encodePointers, type Pointers } from "./blocks/pointers.ts";
import { StorageError } from "./errors.ts";
import type { KeyValue } from "./kv/key-value.ts";
import { headerKey, pointersKey } from "./layout.ts";
import { type StateTree, stateTree } from "./state/state-tree.ts";
import type { StoreBatch } from "./store-batch.ts";
import { TrieError } from "./trie/node.ts";

/** What a database that holds a chain works with. Only the functions that write blocks change it. */
export interface ChainRecord {
  readonly store: KeyValue;
  readonly statesKept: number;
  readonly tree: StateTree;
  pointers: Pointers;
}

/**
 * The chain in a store, its last finalized state open.
 * @throws StorageError when a record is missing, or the stored trie is not the one the header names.
 */
export function loadChainRecord(store: KeyValue, statesKept: number): ChainRecord {
  const stored = store.getSync(pointersKey);
  if (stored === undefined) {
    throw new StorageError("damaged", "the database does not say which block is best: restore a copy or purge it");
  }
  const pointers = decodePointers(stored);
  const { finalized } = pointers;
  const header = store.getSync(headerKey(finalized.hash));
  if (header === undefined) {
    throw new StorageError(
      "damaged",
      `the header of ${describe(finalized)} is missing: restore a copy or purge the database`,
    );
  }
  const { stateRoot } = headerFields(header);
  let tree: StateTree;
  try {
    tree = stateTree(store, { ...finalized, stateRoot }, () => chain.pointers.oldestState);
  } catch (error) {
    if (!(error instanceof StorageError || error instanceof TrieError)) throw error;
    throw new StorageError(
      "damaged",
      `${describe(finalized)}: the stored state trie does not have the root of its header; \`subtensor verify\` says what is damaged, with --repair it writes the trie anew from the values`,
      error,
    );
  }
  const chain: ChainRecord = { store, statesKept, tree, pointers };
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

/** The place and parent of a stored block, undefined when its header is not stored. */
export function storedBlock(
  batch: Pick<StoreBatch, "get">,
  hash: Hex,
): (BlockId & { readonly parentHash: Hex; readonly stateRoot: Uint8Array }) | undefined {
  const header = batch.get(headerKey(hash));
  return header === undefined ? undefined : { hash, ...headerFields(header) };
}
