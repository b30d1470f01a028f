import { prefixEnd } from "../lib/bytes.ts";
import { blockStore, removeBlock, setCanonical } from "./blocks/block-store.ts";
import { blocksAfter, type ChainRecord, describe, loadChainRecord, putPointers, storedBlock } from "./chain-record.ts";
import { StorageError } from "./errors.ts";
import { layerKey, lostBlock, lostFrom, prefixes, trieNodePrefix } from "./layout.ts";
import { isLeft, leftNoMore } from "./left-blocks.ts";
import { loadLayers } from "./load-layers.ts";
import { splitBySpace } from "./state/past-states.ts";
import { storeBatch } from "./store-batch.ts";
import { writeTrieChanges } from "./trie/persist.ts";
import type { Trie } from "./trie/trie.ts";
import { applyChanges } from "./trie/update.ts";

/**
 * Takes the newest blocks of the best chain back: first those that are not final, then final ones while the history
 * has what they replaced. Blocks of other branches that lie over them go too.
 * @returns the chain after it, and how many blocks were taken back. The chain given is of no use any more.
 */
export async function revertChain(
  chain: ChainRecord,
  count: number,
): Promise<{ chain: ChainRecord; reverted: number }> {
  const { store } = chain;
  const target = Math.max(
    chain.pointers.best.number - count,
    Math.min(chain.pointers.oldestState, chain.pointers.best.number),
  );
  const reverted = chain.pointers.best.number - target;
  if (reverted <= 0) return { chain, reverted: 0 };
  let at = chain;
  // One final block after the other, each one write: a crash in between leaves a chain that opens.
  if (target < at.pointers.finalized.number) {
    await dropOpenBlocks(at, at.pointers.finalized.number);
    while (at.pointers.finalized.number > target) {
      await takeBackFinal(at);
      at = loadChainRecord(store, chain.modes, chain.pins);
    }
  } else {
    await dropOpenBlocks(at, target);
  }
  at = loadChainRecord(store, chain.modes, chain.pins);
  await loadLayers(at, false);
  return { chain: at, reverted };
}

/** Drops all blocks over a number, and makes what is left of the best chain the best one. */
async function dropOpenBlocks(chain: ChainRecord, number: number): Promise<void> {
  const batch = storeBatch(chain.store);
  for (const layer of chain.tree.layers.values()) {
    if (layer.status !== "open" || layer.number <= number) continue;
    batch.set(layerKey(layer.hash), undefined);
    // One that was left before, and made again, goes with the final block that its branch begins on.
    if (!isLeft(batch, layer)) removeBlock(batch, layer.hash);
  }
  const blocks = blocksAfter(chain.store, batch);
  let best = storedBlock(blocks, chain.pointers.best.hash);
  for (let hash = chain.pointers.best.hash, at = chain.pointers.best.number; at > number; at--) {
    setCanonical(batch, at, undefined);
    const header = storedBlock(blockStore(chain.store), hash);
    if (header === undefined)
      throw new StorageError("damaged", `the header of block ${hash} is missing: purge the database`);
    hash = header.parentHash;
    best = storedBlock(blocks, hash);
  }
  if (best === undefined) throw new StorageError("damaged", "the header of the block to go back to is missing");
  chain.pointers = { ...chain.pointers, best: { hash: best.hash, number: best.number } };
  putPointers(batch, chain.pointers);
  await chain.store.write(batch.changes, { sync: true });
}

/** Takes the last final block back; nothing may lie over it. */
async function takeBackFinal(chain: ChainRecord): Promise<void> {
  const { store, tree } = chain;
  const { finalized } = chain.pointers;
  const batch = storeBatch(store);
  const blocks = blocksAfter(store, batch);
  const block = storedBlock(blocks, finalized.hash);
  const parent = block === undefined ? undefined : storedBlock(blocks, block.parentHash);
  if (parent === undefined) throw new StorageError("damaged", `the header before ${describe(finalized)} is missing`);
  const replaced = tree.history.replacedBy(finalized.number);
  for (const [flatKey, value] of replaced) batch.set(flatKey, value);
  const base = tree.base();
  for (const [child, changes] of splitBySpace(replaced)) {
    const from = child === undefined ? (base.trie as Trie) : tree.childTrieOf(base, child);
    const prefix = trieNodePrefix(child);
    writeTrieChanges(from, applyChanges(from, changes), (path, node) => batch.set(prefix + path, node));
  }
  tree.history.takeBack(finalized.number, batch);
  removeBlock(batch, finalized.hash);
  // Blocks that lost, there or higher, may come again.
  for await (const [key] of store.iterate(lostFrom(finalized.number), prefixEnd(prefixes.lost))) {
    const lost = lostBlock(key);
    const parentHash = blocks.fields(lost.hash)?.parentHash;
    if (parentHash !== undefined) leftNoMore(batch, lost, parentHash);
    batch.set(key, undefined);
    removeBlock(batch, lost.hash);
  }
  setCanonical(batch, finalized.number, undefined);
  const last = { hash: parent.hash, number: parent.number };
  const oldestBody = Math.min(chain.pointers.oldestBody, last.number + 1);
  putPointers(batch, { ...chain.pointers, best: last, finalized: last, oldestBody });
  await store.write(batch.changes, { sync: true });
}
