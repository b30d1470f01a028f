import type { Hex } from "../lib/bytes.ts";
import { setCanonical } from "./blocks/block-store.ts";
import type { HeaderFields } from "./blocks/header-fields.ts";
import type { BlockId } from "./blocks/pointers.ts";
import { blocksAfter, type ChainRecord, describe, putPointers, storedBlock } from "./chain-record.ts";
import type { ChainMove } from "./database.ts";
import { StorageError } from "./errors.ts";
import { bodyKey, extraKey, type FlatKey, gapKey, layerKey, lostKey } from "./layout.ts";
import { forkNumber, keepLeft, leftNoMore } from "./left-blocks.ts";
import { changeTries } from "./move-tries.ts";
import { pruneBodies } from "./prune.ts";
import { decodeChanges, type FlatChanges } from "./state/change-record.ts";
import { flatChanges } from "./state/layers.ts";
import { type StoreBatch, storeBatch } from "./store-batch.ts";

type StoredBlock = BlockId & HeaderFields;

/** The way from the last final block to another block: back to one that both lie on, then forward. */
interface Way {
  readonly target: StoredBlock;
  readonly ancestor: BlockId;
  /** The blocks after the ancestor up to the target, oldest first, with what each changed. */
  readonly forward: readonly { readonly block: StoredBlock; readonly changes: FlatChanges }[];
}

/**
 * Makes a block the best and the last final one, wherever it is, in one write. What is left is kept (left-blocks.ts).
 * @throws StorageError (`misuse`, `gone`) when the block is not known or its state is not kept; nothing is changed then.
 */
export async function moveTo(
  chain: ChainRecord,
  hash: Hex,
  extra?: ReadonlyMap<string, Uint8Array | undefined>,
): Promise<ChainMove> {
  const { store, tree } = chain;
  const way = findWay(chain, hash);
  const { target, ancestor, forward } = way;
  const batch = storeBatch(store);
  for (const [name, value] of extra ?? []) batch.set(extraKey(name), value);
  const move = changeNumbers(chain, way, batch);

  const values = new Map<FlatKey, Uint8Array | undefined>();
  const valueOf = (key: FlatKey): Uint8Array | undefined => (values.has(key) ? values.get(key) : tree.flat.get(key));
  const takenBack = leaveFinal(chain, ancestor, values, valueOf, batch);
  leaveOpen(chain, new Set(forward.map(({ block }) => block.hash)), batch);
  for (const { block, changes } of forward) {
    const replaced = new Map<FlatKey, Uint8Array | undefined>();
    for (const [key, value] of changes) {
      replaced.set(key, valueOf(key));
      values.set(key, value);
    }
    tree.history.add(block.number, replaced, batch);
    batch.set(layerKey(block.hash), undefined);
    leftNoMore(batch, block, block.parentHash);
  }
  for (const [key, value] of values) batch.set(key, value);
  const { trie, written } = changeTries(chain, target, values, batch);

  const id = { hash, number: target.number };
  const oldestBody = bodiesFrom(chain, way, batch);
  chain.pointers = { ...chain.pointers, best: id, finalized: id, oldestBody };
  putPointers(batch, chain.pointers);

  const onDisk = store.write(batch.changes, { sync: true });
  tree.flat.refresh(values);
  const enacted = new Set(forward.map(({ block }) => block.hash));
  tree.replaceBase({ id, trie, enacted, takenBack, written });
  const known = new Map<Hex, number>();
  chain.pins.moved(ancestor.number, (one) => forkNumber(chain, one, known));
  await onDisk;
  return move;
}

/** Finds the way to a block. @throws StorageError when there is none. */
function findWay(chain: ChainRecord, hash: Hex): Way {
  const { store, tree, pointers } = chain;
  const blocks = blocksAfter(store, { get: store.getSync });
  const target = storedBlock(blocks, hash);
  if (target === undefined) {
    const why =
      store.getSync(gapKey) === undefined
        ? "it is not known"
        : "it is not known, or lies before the first block that is kept here";
    throw new StorageError("misuse", `the chain cannot move to block ${hash}: ${why}`);
  }
  const forward: { block: StoredBlock; changes: FlatChanges }[] = [];
  let at = target;
  while (at.number > pointers.finalized.number || blocks.hashAt(at.number) !== at.hash) {
    const layer = tree.layers.get(at.hash);
    const changes = layer === undefined ? leftChanges(chain, at) : flatChanges(layer.changes);
    const parent = changes === undefined ? undefined : storedBlock(blocks, at.parentHash);
    if (changes === undefined || parent === undefined) throw notKept(chain, target, at);
    forward.push({ block: at, changes });
    at = parent;
  }
  if (at.number < pointers.oldestState) throw notKept(chain, target, at);
  return { target, ancestor: { hash: at.hash, number: at.number }, forward: forward.reverse() };
}

/** What a block that was left, or lost, changed; undefined when it is not kept. */
function leftChanges({ store }: ChainRecord, block: BlockId): FlatChanges | undefined {
  const record = store.getSync(lostKey(block.number, block.hash));
  if (record === undefined || record.length === 0) return undefined;
  return store.decode(`what ${describe(block)} changed`, () => decodeChanges(record));
}

function notKept({ store, pointers }: ChainRecord, target: BlockId, at: BlockId): StorageError {
  const whose = at.hash === target.hash ? "its state" : `the state of ${describe(at)}, which it lies on,`;
  const why =
    store.getSync(gapKey) === undefined ? "is not kept any more" : "is not there, since a later one was taken in";
  return new StorageError(
    "gone",
    `the chain cannot move to ${describe(target)}: ${whose} ${why}; the oldest state is that of block ${pointers.oldestState}`,
  );
}

/** Numbers the blocks up to the target. @returns what left the best chain and what came onto it. */
function changeNumbers({ store, pointers }: ChainRecord, { target, forward }: Way, batch: StoreBatch): ChainMove {
  const blocks = blocksAfter(store, batch);
  const enacted = forward.map(({ block }) => block).filter(({ number, hash }) => blocks.hashAt(number) !== hash);
  const fork = enacted[0] === undefined ? target.number : enacted[0].number - 1;
  const retracted: Hex[] = [];
  for (let number = pointers.best.number; number > fork; number--) {
    const hash = blocks.hashAt(number);
    if (hash === undefined) throw missing({ store }, number);
    retracted.push(hash);
    setCanonical(batch, number, undefined);
  }
  for (const { hash, number } of enacted) setCanonical(batch, number, hash);
  return { retracted, enacted: enacted.map(({ hash }) => hash) };
}

/**
 * Takes the final blocks after the ancestor back, and keeps what each changed.
 * @param values takes the values at the ancestor.
 * @returns whether there were any.
 */
function leaveFinal(
  { store, tree, modes, pointers }: ChainRecord,
  ancestor: BlockId,
  values: Map<FlatKey, Uint8Array | undefined>,
  valueOf: (key: FlatKey) => Uint8Array | undefined,
  batch: StoreBatch,
): boolean {
  const blocks = blocksAfter(store, { get: store.getSync });
  let { hash } = pointers.finalized;
  for (let { number } = pointers.finalized; number > ancestor.number; number--) {
    const block = storedBlock(blocks, hash);
    if (block === undefined) throw missing({ store }, number);
    const changes = new Map<FlatKey, Uint8Array | undefined>();
    for (const [key, value] of tree.history.replacedBy(number)) {
      changes.set(key, valueOf(key));
      values.set(key, value);
    }
    keepLeft(batch, modes, block, changes);
    tree.history.takeBack(number, batch);
    hash = block.parentHash;
  }
  return pointers.finalized.number > ancestor.number;
}

/** Keeps the open blocks that are not on the way. */
function leaveOpen({ tree, modes }: ChainRecord, onWay: ReadonlySet<Hex>, batch: StoreBatch): void {
  for (const layer of tree.layers.values()) {
    if (layer.parent === undefined || onWay.has(layer.hash)) continue;
    keepLeft(batch, modes, { ...layer, parentHash: layer.parent.hash }, flatChanges(layer.changes));
    batch.set(layerKey(layer.hash), undefined);
  }
}

function missing({ store }: Pick<ChainRecord, "store">, number: number): StorageError {
  return store.damaged(
    `block ${number} is missing: \`subtensor verify\` says what else is; restore a copy, or remove the database with purge-chain`,
  );
}

/** From which block on all bodies are there; those before it are pruned. */
function bodiesFrom(chain: ChainRecord, { ancestor, forward }: Way, batch: StoreBatch): number {
  const first = Math.min(chain.pointers.oldestBody, ancestor.number + 1);
  let oldest = first;
  for (const { block } of forward) if (batch.get(bodyKey(block.hash)) === undefined) oldest = block.number + 1;
  if (oldest > first) pruneBodies(chain, first, oldest, batch);
  return oldest;
}
