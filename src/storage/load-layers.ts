import { blake2Hex } from "../crypto/hashing.ts";
import { equalBytes, type Hex, keyToHex, prefixEnd, type StateKey, toHex } from "../lib/bytes.ts";
import { removeBlock, setCanonical } from "./blocks/block-store.ts";
import { headerFields } from "./blocks/header-fields.ts";
import type { BlockId } from "./blocks/pointers.ts";
import { type ChainRecord, describe, putPointers } from "./chain-record.ts";
import { RecordError, StorageError } from "./errors.ts";
import type { KeyValue } from "./kv/key-value.ts";
import { canonicalKey, headerKey, layerKey, prefixes } from "./layout.ts";
import { isLeft } from "./left-blocks.ts";
import { decodeChanges } from "./state/change-record.ts";
import { applyLayer, type Layer, type LayerChanges, layerChanges } from "./state/layers.ts";
import { storeBatch } from "./store-batch.ts";
import { rootHash, type Trie } from "./trie/trie.ts";

/** A block that is not final, as it is stored. */
export interface StoredLayer extends BlockId {
  readonly parentHash: Hex;
  readonly stateRoot: Uint8Array;
  readonly changes: LayerChanges;
}

/**
 * Makes the layers of all blocks that are not final from their journals and checks each one's state root.
 * @param dropDamaged drop blocks whose state is wrong, and all after them, instead of refusing.
 * @throws StorageError that names the first damaged block and what repairs it.
 */
export async function loadLayers(chain: ChainRecord, dropDamaged: boolean): Promise<void> {
  const { store, tree } = chain;
  const stored: StoredLayer[] = [];
  const damaged: BlockId[] = [];
  for await (const [key, record] of store.iterate(prefixes.layer, prefixEnd(prefixes.layer))) {
    const hash = keyToHex(key.slice(1));
    const layer = readLayer(store, hash, record);
    if (typeof layer === "object") {
      stored.push(layer);
      continue;
    }
    if (!dropDamaged)
      throw new StorageError(
        "damaged",
        `${layer} of block ${hash}: \`subtensor revert\` goes back to the block before`,
      );
    damaged.push({ hash, number: 0 });
  }
  stored.sort((a, b) => a.number - b.number);
  for (const block of stored) {
    const parent = tree.layers.get(block.parentHash);
    const layer = parent === undefined ? undefined : createLayer(chain, parent, block);
    const root = layer?.trie === undefined ? undefined : rootHash(layer.trie);
    if (layer !== undefined && root !== undefined && equalBytes(root, block.stateRoot)) {
      tree.layers.set(block.hash, layer);
    } else if (dropDamaged) {
      damaged.push(block);
    } else {
      const cause =
        root === undefined
          ? "its parent is missing"
          : `its stored state has root ${toHex(root)}, its header says ${toHex(block.stateRoot)}`;
      throw new StorageError(
        "damaged",
        `${describe(block)}: ${cause}; \`subtensor revert\` goes back to the block before`,
      );
    }
  }
  if (damaged.length > 0) await dropBlocks(chain, damaged);
  if (!tree.layers.has(chain.pointers.best.hash)) {
    throw new StorageError(
      "damaged",
      `the best one, ${describe(chain.pointers.best)}, has no state: run \`subtensor revert\``,
    );
  }
}

/** What is stored of a block that is not final, or what of it is missing or damaged. */
export function readLayer(store: Pick<KeyValue, "getSync">, hash: Hex, record: Uint8Array): StoredLayer | string {
  const header = store.getSync(headerKey(hash));
  if (header === undefined) return "the header is missing";
  if (blake2Hex(header) !== hash) return "the header is damaged";
  try {
    return { hash, ...headerFields(header), changes: layerChanges(decodeChanges(record)) };
  } catch (error) {
    if (error instanceof RecordError || error instanceof RangeError) return "the journal is damaged";
    throw error;
  }
}

/** A layer over its parent, its tries made from the changes. */
export function createLayer(
  chain: ChainRecord,
  parent: Layer,
  block: BlockId & { readonly changes: LayerChanges },
): Layer {
  const { changes } = block;
  const childTries = new Map<StateKey, Trie>();
  for (const [id, own] of changes.children) childTries.set(id, applyLayer(chain.tree.childTrieOf(parent, id), own));
  return openLayer(parent, block, applyLayer(parent.trie as Trie, changes.top), childTries);
}

/** A layer over its parent whose tries are known. */
export function openLayer(
  parent: Layer,
  block: BlockId & { readonly changes: LayerChanges },
  trie: Trie,
  childTries: ReadonlyMap<StateKey, Trie>,
): Layer {
  const { hash, number, changes } = block;
  const depth = parent.status === "open" ? parent.depth + 1 : 1;
  return { hash, number, status: "open", parent, changes, trie, childTries, depth, merged: undefined };
}

async function dropBlocks(chain: ChainRecord, blocks: readonly BlockId[]): Promise<void> {
  const { store, tree } = chain;
  const batch = storeBatch(store);
  for (const block of blocks) {
    batch.set(layerKey(block.hash), undefined);
    if (!isLeft(batch, block)) removeBlock(batch, block.hash);
  }
  const { pointers } = chain;
  if (!tree.layers.has(pointers.best.hash)) {
    // The highest block that is left of the best chain.
    let best: BlockId = pointers.finalized;
    for (const layer of tree.layers.values()) {
      const canonical = batch.get(canonicalKey(layer.number));
      if (canonical !== undefined && toHex(canonical) === layer.hash && layer.number > best.number) best = layer;
    }
    for (let number = pointers.best.number; number > best.number; number--) setCanonical(batch, number, undefined);
    chain.pointers = { ...pointers, best: { hash: best.hash, number: best.number } };
    putPointers(batch, chain.pointers);
  }
  await store.write(batch.changes, { sync: true });
}
