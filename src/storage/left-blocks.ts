import { emptyBytes, type Hex } from "../lib/bytes.ts";
import { removeBody } from "./blocks/block-store.ts";
import { leftLinksOf, leftToForget, linkLeft, putLeftToForget, unlinkLeft } from "./blocks/left-links.ts";
import type { BlockId } from "./blocks/pointers.ts";
import { blocksAfter, type ChainRecord } from "./chain-record.ts";
import { leftLinksKey, lostKey } from "./layout.ts";
import type { PruningModes } from "./pruning.ts";
import { encodeChanges, type FlatChanges } from "./state/change-record.ts";
import type { StoreBatch } from "./store-batch.ts";

/**
 * Blocks that the chain was moved away from (see move-to.ts). Header, body and what each changed stay, so that the chain can
 * move there again, until the state of the final block that their branch begins on is forgotten. Links between them find
 * them then; where no state is ever forgotten there are none.
 */

/** Blocks that are forgotten at most for each block that becomes final. */
const mostForgotten = 64;

/** Keeps a block that is left, with what it changed. */
export function keepLeft(
  batch: StoreBatch,
  modes: PruningModes,
  block: BlockId & { readonly parentHash: Hex },
  changes: FlatChanges,
): void {
  if (isLeft(batch, block)) return;
  batch.set(lostKey(block.number, block.hash), encodeChanges(changes));
  if (typeof modes.state === "number") linkLeft(batch, block.hash, block.parentHash);
}

/** Whether a block was left or lost, and what it changed is kept. */
export function isLeft(store: Pick<StoreBatch, "get">, { hash, number }: BlockId): boolean {
  return (store.get(lostKey(number, hash))?.length ?? 0) > 0;
}

/** A block that was left, or lost, is on the final chain again, or is taken out. What was left on it stays. */
export function leftNoMore(batch: StoreBatch, { hash, number }: BlockId, parentHash: Hex): void {
  if (batch.get(lostKey(number, hash)) === undefined) return;
  batch.set(lostKey(number, hash), undefined);
  unlinkLeft(batch, hash, parentHash);
}

/**
 * Forgets what was left on final blocks whose state is forgotten: the states, and the bodies unless all are kept. Headers
 * stay, as those of all blocks that lost. Many blocks go little by little.
 * @param from the first of these final blocks. @param to the first one that is not.
 * @param count how many blocks became final.
 */
export function forgetLeft(
  { store, modes, pins }: ChainRecord,
  from: number,
  to: number,
  count: number,
  batch: StoreBatch,
): void {
  if (typeof modes.state !== "number") return;
  const blocks = blocksAfter(store, batch);
  const waiting = leftToForget(batch);
  const takeOver = (hash: Hex | undefined): void => {
    if (hash !== undefined) waiting.push(hash);
  };
  for (let number = from; number < to; number++) {
    const hash = blocks.hashAt(number);
    if (hash === undefined) continue;
    takeOver(leftLinksOf(batch, hash).first);
    batch.set(leftLinksKey(hash), undefined);
  }
  if (waiting.length === 0) return;
  for (let left = count * mostForgotten; left > 0; left--) {
    const hash = waiting.pop();
    if (hash === undefined) break;
    const { first, after } = leftLinksOf(batch, hash);
    takeOver(after);
    takeOver(first);
    batch.set(leftLinksKey(hash), undefined);
    const number = blocks.fields(hash)?.number;
    if (number === undefined || !isLeft(batch, { hash, number })) continue;
    batch.set(lostKey(number, hash), emptyBytes);
    if (modes.blocks === "archive") continue;
    pins.keep(hash, blocks);
    removeBody(batch, hash);
  }
  putLeftToForget(batch, waiting);
}

/**
 * The number of the final block that a block's branch begins on, its own for a final block; undefined when a header is missing.
 * @param known blocks that were asked for before, to which those on the way are added.
 */
export function forkNumber(
  { store, pointers }: ChainRecord,
  hash: Hex,
  known: Map<Hex, number> = new Map(),
): number | undefined {
  const blocks = blocksAfter(store, { get: store.getSync });
  const way: Hex[] = [];
  let at = hash;
  let fork = known.get(at);
  while (fork === undefined) {
    const block = blocks.fields(at);
    if (block === undefined) return undefined;
    way.push(at);
    const isFinal = block.number <= pointers.finalized.number && blocks.hashAt(block.number) === at;
    fork = isFinal ? block.number : known.get(block.parentHash);
    at = block.parentHash;
  }
  for (const one of way) known.set(one, fork);
  return fork;
}
