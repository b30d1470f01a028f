import { emptyBytes, equalBytes, type Hex, type StateKey, toHex } from "../lib/bytes.ts";
import { addJustification, putBlock, removeBody, setCanonical } from "./blocks/block-store.ts";
import { headerFields } from "./blocks/header-fields.ts";
import type { BlockId } from "./blocks/pointers.ts";
import { blocksAfter, type ChainRecord, describe, putPointers, storedBlock } from "./chain-record.ts";
import type { FinalityRecords, Finalization, NewBlock } from "./database.ts";
import { StorageError } from "./errors.ts";
import { canonicalKey, extraKey, type FlatKey, layerKey, lostKey, trieNodePrefix } from "./layout.ts";
import { isLeft, leftNoMore } from "./left-blocks.ts";
import { openLayer } from "./load-layers.ts";
import { prune } from "./prune.ts";
import { encodeChanges } from "./state/change-record.ts";
import { flatChanges, type Layer, mergeChanges } from "./state/layers.ts";
import { type StoreBatch, storeBatch } from "./store-batch.ts";
import { writeTrieNodes } from "./trie/persist.ts";
import { encodeRecord } from "./trie/stored-node.ts";
import { rootHash, type Trie } from "./trie/trie.ts";

/**
 * How the chain changes: every function gathers one batch, changes the chain in memory and hands the batch to the
 * store, all before it waits, so that nobody sees a half-done change; then waits for the disk.
 */

export async function commitBlock(chain: ChainRecord, block: NewBlock): Promise<Finalization> {
  const { parentHash, number, stateRoot } = headerFields(block.header);
  const id: BlockId = { hash: block.hash, number };
  const { tree } = chain;
  if (tree.layers.has(block.hash)) throw new StorageError("misuse", `${describe(id)} is stored already`);
  const parent = tree.layers.get(parentHash);
  if (parent === undefined)
    throw new StorageError("misuse", `${describe(id)}: the state of its parent ${parentHash} is not kept`);
  if (number !== parent.number + 1)
    throw new StorageError("misuse", `${describe(id)}: its parent has number ${parent.number}`);
  const trie = block.overlay.trie();
  const root = rootHash(trie);
  if (!equalBytes(root, stateRoot)) {
    throw new StorageError(
      "misuse",
      `${describe(id)}: its state has root ${toHex(root)}, its header says ${toHex(stateRoot)}`,
    );
  }

  const changes = block.overlay.layerChanges();
  const layer = openLayer(parent, { ...id, changes }, trie, block.overlay.childTries());
  const batch = storeBatch(chain.store);
  putBlock(batch, block);
  for (const [name, value] of block.extra ?? []) batch.set(extraKey(name), value);
  tree.layers.set(block.hash, layer);
  if (block.best || block.finalized) moveBest(chain, id, batch);
  if (block.finalized) return finalizeInto(chain, layer, batch);
  // Of blocks that become final in the same write, which is most of those that come in lists, it is never made.
  batch.set(layerKey(block.hash), () => encodeChanges(flatChanges(changes)));
  putPointers(batch, chain.pointers);
  await chain.store.write(batch.changes, { sync: true });
  return { finalized: [], dropped: [] };
}

export async function setHead(chain: ChainRecord, hash: Hex): Promise<void> {
  const layer = chain.tree.layers.get(hash);
  if (layer === undefined)
    throw new StorageError("misuse", `block ${hash} cannot become the best: its state is not kept`);
  const batch = storeBatch(chain.store);
  moveBest(chain, { hash, number: layer.number }, batch);
  putPointers(batch, chain.pointers);
  await chain.store.write(batch.changes, { sync: true });
}

/** States and bodies that the last final block may have left to forget: as many as become final in one write. */
const mostLeft = 128;

export async function finalize(
  chain: ChainRecord,
  hash: Hex,
  { justification, extra }: FinalityRecords = {},
): Promise<Finalization> {
  const layer = chain.tree.layers.get(hash);
  if (layer === undefined) {
    throw new StorageError(
      "misuse",
      `block ${hash} cannot become final: it is not known, or not after the last final one`,
    );
  }
  const batch = storeBatch(chain.store);
  if (justification !== undefined) addJustification(batch, hash, justification);
  for (const [name, value] of extra ?? []) batch.set(extraKey(name), value);
  if (layer === chain.tree.base()) {
    // What was pinned while it became final may go now.
    chain.pointers = prune(chain, layer.number, mostLeft, batch);
    putPointers(batch, chain.pointers);
    await chain.store.write(batch.changes, { sync: true });
    return { finalized: [], dropped: [] };
  }
  const best = chain.tree.layers.get(chain.pointers.best.hash) as Layer;
  if (!descends(best, layer)) moveBest(chain, longestOn(chain, layer), batch);
  return finalizeInto(chain, layer, batch);
}

/** Makes a block the best one: its chain from where it leaves the old best chain becomes the numbered one. */
function moveBest(chain: ChainRecord, best: BlockId, batch: StoreBatch): void {
  const before = chain.pointers.best.number;
  for (let number = before; number > best.number; number--) setCanonical(batch, number, undefined);
  const blocks = blocksAfter(chain.store, batch);
  let at = storedBlock(blocks, best.hash) as NonNullable<ReturnType<typeof storedBlock>>;
  for (;;) {
    // Above the old best block no number has a block.
    const canonical = at.number > before ? undefined : batch.get(canonicalKey(at.number));
    if (canonical !== undefined && toHex(canonical) === at.hash) break;
    setCanonical(batch, at.number, at.hash);
    const parent = storedBlock(blocks, at.parentHash);
    if (parent === undefined) break;
    at = parent;
  }
  chain.pointers = { ...chain.pointers, best };
}

/**
 * The highest block that descends from one, or itself. Of equals the one that was stored first, as far as this run stored
 * them: of those that lay in the database when it was opened, the one with the lowest hash.
 * Rust: `sc_client_api::blockchain: Backend::longest_containing`, which `LongestChain` asks.
 */
function longestOn({ tree }: ChainRecord, layer: Layer): BlockId {
  const highestFirst = [...tree.layers.values()].sort((a, b) => b.number - a.number);
  const { hash, number } = highestFirst.find((other) => descends(other, layer)) ?? layer;
  return { hash, number };
}

/** Whether a layer is another one or lies over it. */
function descends(layer: Layer, ancestor: Layer): boolean {
  for (let at: Layer | undefined = layer; at !== undefined && at.number >= ancestor.number; at = at.parent) {
    if (at === ancestor) return true;
  }
  return false;
}

/** The layers from the first one over the base up to this one. */
function pathTo(layer: Layer): Layer[] {
  const path: Layer[] = [];
  for (let at: Layer | undefined = layer; at?.status === "open"; at = at.parent) path.push(at);
  return path.reverse();
}

async function finalizeInto(chain: ChainRecord, target: Layer, batch: StoreBatch): Promise<Finalization> {
  const { tree, store } = chain;
  const base = tree.base();
  const path = pathTo(target);

  // The flat state, and what each block replaces in it.
  const flat = new Map<FlatKey, Uint8Array | undefined>();
  const children = new Set<StateKey>();
  const flatKeys = new Map<StateKey, FlatKey>();
  for (const layer of path) {
    const replaced = new Map<FlatKey, Uint8Array | undefined>();
    for (const [key, value] of flatChanges(layer.changes, flatKeys)) {
      replaced.set(key, flat.has(key) ? flat.get(key) : tree.flat.get(key));
      flat.set(key, value);
    }
    for (const id of layer.changes.children.keys()) children.add(id);
    tree.history.add(layer.number, replaced, batch);
    batch.set(layerKey(layer.hash), undefined);
    leftNoMore(batch, layer, (layer.parent as Layer).hash);
  }
  for (const [key, value] of flat) batch.set(key, value);

  // The stored tries.
  let written = 0;
  const writeTrie = (child: StateKey | undefined, from: Trie, to: Trie): void => {
    const prefix = trieNodePrefix(child);
    writeTrieNodes(from, to, (at, node) => {
      batch.set(prefix + at, node && (() => encodeRecord(node)));
      written++;
    });
  };
  writeTrie(undefined, base.trie as Trie, target.trie as Trie);
  for (const id of children) writeTrie(id, tree.childTrieOf(base, id), tree.childTrieOf(target, id));

  // Branches that lost: their headers stay, as in the original.
  const blocks = blocksAfter(store, batch);
  const dropped: Layer[] = [];
  for (const layer of tree.layers.values()) {
    if (layer === base || path.includes(layer) || descends(layer, target)) continue;
    dropped.push(layer);
    batch.set(layerKey(layer.hash), undefined);
    // One that was left before, and made again, can still be moved to.
    if (isLeft(batch, layer)) continue;
    if (chain.modes.blocks !== "archive") {
      chain.pins.keep(layer.hash, blocks);
      removeBody(batch, layer.hash);
    }
    chain.pins.keepBranch(layer.hash, base.number, () => ({
      ancestor: base.hash,
      changes: mergeChanges(pathTo(layer).map(({ changes }) => changes)),
    }));
    const kept = chain.modes.state === "archive" ? encodeChanges(flatChanges(layer.changes)) : emptyBytes;
    batch.set(lostKey(layer.number, layer.hash), kept);
  }

  chain.pointers = {
    ...prune(chain, target.number, path.length, batch),
    finalized: { hash: target.hash, number: target.number },
  };
  putPointers(batch, chain.pointers);

  const onDisk = store.write(batch.changes, { sync: true });
  tree.flat.refresh(flat);
  for (const layer of dropped) {
    layer.status = "dropped";
    layer.parent = undefined;
    layer.trie = undefined;
    tree.layers.delete(layer.hash);
  }
  tree.recent.add(
    { hash: base.hash, trie: base.trie as Trie },
    path.map(({ hash, trie, changes }) => ({ hash, trie: trie as Trie, keys: changes.top.size })),
  );
  tree.moveBase(path, written);
  await onDisk;
  return { finalized: path.map(({ hash }) => hash), dropped: dropped.map(({ hash }) => hash) };
}
