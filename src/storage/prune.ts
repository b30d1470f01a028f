import type { Hex } from "../lib/bytes.ts";
import { authorityChangeDelays } from "../primitives/authority-changes.ts";
import { decodeHeader } from "../primitives/header.ts";
import { removeBody } from "./blocks/block-store.ts";
import type { IndexSweep, Pointers } from "./blocks/pointers.ts";
import { blocksAfter, type ChainRecord } from "./chain-record.ts";
import { bodyKey, justificationsKey, pendingChangesKey } from "./layout.ts";
import { forgetLeft } from "./left-blocks.ts";
import { blocksKept } from "./pruning.ts";
import { segmentOf } from "./state/history.ts";
import type { StoreBatch } from "./store-batch.ts";

/**
 * What a finalization forgets. It is part of the finalization's batch, so a crash leaves either all of it or nothing,
 * and its cost for a block is bounded: a smaller number than before is caught up with little by little.
 */

/** Old states, and old bodies, that one finalization forgets at most besides as many as blocks became final. */
const mostForgotten = 32;

/** Keys that lose the index of their old changes at most for each block that becomes final. */
const mostSwept = 500;

/**
 * Forgets what the modes do not keep once `finalized` is the last final block.
 * @param count how many blocks became final.
 * @returns the pointers after it.
 */
export function prune(chain: ChainRecord, finalized: number, count: number, batch: StoreBatch): Pointers {
  const { modes, pins, pointers } = chain;
  const most = count + mostForgotten;
  const wanted = Math.min(finalized - blocksKept(modes.state) + 1, pins.lowest(pointers.oldestState));
  const oldestState = catchUp(pointers.oldestState, wanted, most);
  for (let number = pointers.oldestState + 1; number <= oldestState; number++)
    chain.tree.history.forgetOldest(number, batch);
  forgetLeft(chain, pointers.oldestState, oldestState, count, batch);
  const oldestBody = catchUp(pointers.oldestBody, finalized - blocksKept(modes.blocks) + 1, most);
  if (oldestBody > pointers.oldestBody) pruneBodies(chain, pointers.oldestBody, oldestBody, batch);
  return { ...pointers, oldestState, oldestBody, sweep: sweepIndex(chain, oldestState, count * mostSwept, batch) };
}

function catchUp(from: number, wanted: number, most: number): number {
  return Math.max(from, Math.min(wanted, from + most));
}

/** Removes the index of one more part of the history that is forgotten. */
function sweepIndex({ tree, pointers }: ChainRecord, oldestState: number, most: number, batch: StoreBatch): IndexSweep {
  const { segment, keys } = pointers.sweep;
  if (segment >= segmentOf(oldestState + 1)) return pointers.sweep;
  const next = tree.history.sweepSegment(segment, keys, most, batch);
  return next === undefined ? { segment: segment + 1, keys: 0 } : { segment, keys: next };
}

/**
 * Removes the bodies of the final blocks from `from` up to but without `to`, and their justifications but for those
 * that show a change of GRANDPA's voters: without these nobody can follow the voters from the genesis on.
 */
export function pruneBodies(
  { store, pins }: Pick<ChainRecord, "store" | "pins">,
  from: number,
  to: number,
  batch: StoreBatch,
): void {
  const blocks = blocksAfter(store, batch);
  const before = pendingChanges(batch);
  let pending = before;
  for (let number = from; number < to; number++) {
    const hash = blocks.hashAt(number);
    const header = hash === undefined ? undefined : blocks.header(hash);
    if (hash === undefined || header === undefined)
      throw store.damaged(
        `block ${number} is missing: \`subtensor verify\` says what else is; restore a copy, or remove the database with purge-chain`,
      );
    pins.keep(hash, blocks);
    const delays = authorityChangeDelays(decodeHeader(header));
    // A change takes effect so many blocks later: the first justification from there on shows it.
    for (const delay of delays) if (delay > 0) pending = [...pending, number + delay];
    const due = pending.some((change) => change <= number);
    if (delays.length === 0 && !due) removeBody(batch, hash);
    else {
      batch.set(bodyKey(hash), undefined);
      if (due && isJustified(batch, hash)) pending = pending.filter((change) => change > number);
    }
  }
  if (pending !== before) batch.set(pendingChangesKey, encodeNumbers(pending));
}

function isJustified(batch: StoreBatch, hash: Hex): boolean {
  return batch.get(justificationsKey(hash)) !== undefined;
}

function pendingChanges(batch: StoreBatch): readonly number[] {
  const bytes = batch.get(pendingChangesKey);
  if (bytes === undefined) return [];
  const numbers = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.length >> 2 }, (_, index) => numbers.getUint32(4 * index, true));
}

/** Numbers as u32 little-endian; undefined for none. */
function encodeNumbers(values: readonly number[]): Uint8Array | undefined {
  if (values.length === 0) return undefined;
  const bytes = new Uint8Array(4 * values.length);
  const numbers = new DataView(bytes.buffer);
  values.forEach((value, index) => {
    numbers.setUint32(4 * index, value, true);
  });
  return bytes;
}
