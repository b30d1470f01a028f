import { greatest, least } from "../../lib/integers.ts";
import { type BlockRequest, wholeBlocks } from "../../network/messages/block-request.ts";
import { knownBadBlock, verificationFailed } from "../reputation.ts";
import type { ImportResult, IncomingBlock } from "../types.ts";
import { aheadOf, allow, available, drop, type FullSyncState, handOut, type SyncPeer } from "./state.ts";

// Blocks under a downloaded state come from the newest down, each range from the hash that the block over it names: what
// is not this chain's shows at once, and nothing ever has to be forgotten. The original asks from the oldest up, by number.

/** A peer that has not answered for so long has another asked for the same, ms. */
const patience = 5000;
/** So many blocks at most wait for their import, of whatever kind, when more of the gap are asked for: new ones come after them. */
const mostWaiting = 256;
/** A peer that does not have the blocks is asked again after so long: it may be fetching them itself, ms. */
const lackingTime = 60_000;

/** Begins where the chain has its gap. */
export function openGap(state: FullSyncState): void {
  const gap = state.chain.gap();
  const lacking = state.gap?.lacking ?? new Map();
  state.gap =
    gap === undefined ? undefined : { first: gap.first, next: gap.last, isBroken: false, turn: undefined, lacking };
}

/** Asks no more for now: what was handed out may be refused, or come again. */
export function breakGap({ gap }: FullSyncState): void {
  if (gap !== undefined) gap.isBroken = true;
}

/** Goes on where the chain is, once nothing that was handed out before is left. */
export function mendGap(state: FullSyncState): void {
  if (state.gap?.isBroken !== true) return;
  for (const { history } of state.queue.values()) if (history) return;
  // They are asked for in other pieces: the same request a third time gets a node banned.
  state.cuts++;
  openGap(state);
  state.allowed = "all";
}

/**
 * What a free peer is asked of the gap: one range at a time, of others too when it does not come. Who was fast enough is asked again.
 */
export function gapRequest(state: FullSyncState, peer: SyncPeer, now: number): BlockRequest | undefined {
  const { gap, options, cuts } = state;
  if (gap === undefined || gap.isBroken || gap.next.number < gap.first) return undefined;
  if (state.queue.size > mostWaiting || aheadOf(state) === 0) return undefined;
  const { hash, number } = gap.next;
  if (peer.best.number < number || gap.lacking.has(peer.id)) return undefined;
  const asked = askedFor(state);
  if (asked.length >= options.maxParallelDownloads || asked.some((at) => now < at + patience)) return undefined;
  const { turn } = gap;
  if (turn !== undefined && turn.peer !== peer.id && state.peers.get(turn.peer)?.activity === available)
    return undefined;
  peer.activity = { type: "gap", hash, at: now };
  return {
    fields: wholeBlocks,
    from: { hash },
    direction: "descending",
    max: greatest(least(options.maxBlocksPerRequest, number - gap.first + 1) - (cuts % 16), 1),
    multipleJustifications: true,
  };
}

/** Since when peers are asked for the next range. */
function askedFor({ gap, peers }: FullSyncState): number[] {
  return [...peers.values()].flatMap(({ activity }) =>
    activity.type === "gap" && activity.hash === gap?.next.hash ? [activity.at] : [],
  );
}

/** Lets others be asked once what was asked does not come, and those again that did not have it some time ago. */
export function allowGap(state: FullSyncState, now: number): void {
  const { gap } = state;
  if (gap === undefined) return;
  const asked = askedFor(state);
  if (asked.length > 0 && asked.every((at) => now >= at + patience)) state.allowed = "all";
  if (gap.turn !== undefined && now >= gap.turn.until) {
    gap.turn = undefined;
    state.allowed = "all";
  }
  for (const [peer, until] of gap.lacking) if (now >= until && gap.lacking.delete(peer)) allow(state, peer);
}

/** A peer does not have the blocks: it may have joined as this node did. Others are asked. */
export function lacksHistory(state: FullSyncState, peer: SyncPeer, now: number): undefined {
  const { gap } = state;
  if (gap === undefined) return;
  gap.lacking.set(peer.id, now + lackingTime);
  if (gap.turn?.peer === peer.id) gap.turn = undefined;
  state.allowed = "all";
}

/** Takes the blocks of an answer, oldest first, which begin with the one that was asked for. */
export function takeGapBlocks(
  state: FullSyncState,
  peer: SyncPeer,
  { from, max }: BlockRequest,
  blocks: readonly IncomingBlock[],
  now: number,
): void {
  const { gap } = state;
  const [oldest] = blocks;
  // Another peer may have been faster.
  if (gap === undefined || gap.isBroken || oldest === undefined) return;
  if (!("hash" in from) || from.hash !== gap.next.hash) return;
  gap.next = { hash: oldest.parentHash, number: oldest.number - 1 };
  handOut(state, blocks.toReversed(), "history");
  gap.turn = blocks.length < max ? undefined : { peer: peer.id, until: now + patience };
  if (gap.turn !== undefined) return;
  // A peer that gives less than was asked for must not be the only one that is asked.
  state.peers.delete(peer.id);
  state.peers.set(peer.id, peer);
  state.allowed = "all";
}

/**
 * What became of a block of the gap. Its hash was right: a peer that loses something gave it without its body or its
 * justification. @returns whether the results after it matter
 */
export function takeHistoryResult(
  state: FullSyncState,
  { number, origin, outcome }: ImportResult,
  isOurFault: boolean,
): boolean {
  const { gap } = state;
  if (outcome.type === "imported" || outcome.type === "known") {
    if (gap?.first === number) state.gap = undefined;
    state.retry = { ...state.retry, times: 0 };
    return true;
  }
  if (origin !== undefined && outcome.type === "invalid") drop(state, origin, verificationFailed);
  if (origin !== undefined && outcome.type === "bad") drop(state, origin, knownBadBlock);
  if (!isOurFault) breakGap(state);
  return false;
}
