import type { Place } from "../../consensus/fork-tree.ts";
import { least } from "../../lib/integers.ts";
import type { PeerId } from "../../network/network.ts";
import { badJustification, knownBadBlock, notRequested, verificationFailed } from "../reputation.ts";
import type { ImportResult } from "../types.ts";
import { breakGap, mendGap, openGap, takeHistoryResult } from "./gap.ts";
import { addPeer } from "./peers.ts";
import { available, dequeue, drop, enqueue, type FullSyncState, type HandedOut, handOut, mostStrays } from "./state.ts";
import { isMajor } from "./status.ts";

/** Blocks that were handed out were imported, or not. Rust: `ChainSync::on_blocks_processed`. */
export function takeResults(state: FullSyncState, results: readonly ImportResult[], now: number): void {
  const handed = results.map(({ hash }) => dequeue(state, hash));
  for (const { hash } of results) state.blocks.clearQueued(hash);
  for (const [index, result] of results.entries()) {
    if (takeResult(state, result, handed[index])) continue;
    if (isOurFault(state, result)) retryLater(state, handed.slice(index), now);
    break;
  }
  mendGap(state);
  state.allowed = "all";
}

/** @returns whether the results after it matter */
function takeResult(state: FullSyncState, result: ImportResult, handed: HandedOut | undefined): boolean {
  const { hash, number, origin, outcome } = result;
  if (handed?.history === true) return takeHistoryResult(state, result, isOurFault(state, result));
  switch (outcome.type) {
    case "imported":
      if (outcome.clearsJustificationRequests === true) state.justifications.reset();
      if (outcome.needsJustification === true) state.justifications.schedule({ hash, number });
      if (outcome.badJustification === true && origin !== undefined) drop(state, origin, badJustification);
      state.retry = { ...state.retry, times: 0 };
      settle(state, result);
      return true;
    case "known":
      settle(state, result);
      return true;
    case "invalid":
      if (origin !== undefined) drop(state, origin, verificationFailed);
      restartOnce(state, handed);
      return false;
    case "bad":
      if (origin !== undefined) drop(state, origin, knownBadBlock);
      restartOnce(state, handed);
      return false;
    case "unknown-parent":
      if (!isOurFault(state, result)) stray(state, result);
      return false;
    case "missing-state":
      // It stands on what this chain left behind: what its origin shares with it is not what was taken for it.
      stray(state, result);
      return false;
    case "failed":
    case "cancelled":
      return false;
  }
}

/** A pause after a failure that is not a peer's, ms; it doubles with each, some times. */
const shortestPause = 500;
const mostPauses = 7;

/** Whether a block may be right: its import failed here, or one before it waits for that reason. */
const isOurFault = ({ retry }: FullSyncState, { outcome }: ImportResult): boolean =>
  outcome.type === "failed" || (outcome.type === "unknown-parent" && retry.blocks.length > 0);

/** Keeps blocks to hand them out again; they are not downloaded again, since peers ban who asks the same thrice. */
function retryLater(state: FullSyncState, handed: readonly (HandedOut | undefined)[], now: number): void {
  const blocks = handed.filter((one) => one !== undefined);
  for (const one of blocks) enqueue(state, one);
  const { retry } = state;
  if (retry.blocks.length > 0) {
    state.retry = { ...retry, blocks: [...retry.blocks, ...blocks] };
    return;
  }
  const times = least(retry.times + 1, mostPauses);
  state.retry = { blocks, times, at: now + shortestPause * 2 ** times };
}

/** Hands out again what failed, when its time has come. */
export function handOutAgain(state: FullSyncState, now: number): void {
  const { retry } = state;
  if (retry.blocks.length === 0 || now < retry.at) return;
  state.retry = { ...retry, blocks: [] };
  const of = (history: boolean) => retry.blocks.filter((one) => one.history === history).map(({ block }) => block);
  handOut(state, of(true), "history");
  handOut(state, of(false), isMajor(state) ? "initial" : "broadcast");
}

/** A block of a peer's is part of the chain. */
function settle(state: FullSyncState, { hash, number, origin }: ImportResult): void {
  const peer = origin === undefined ? undefined : state.peers.get(origin);
  if (peer !== undefined) {
    peer.strays = 0;
    if (peer.common < number) peer.common = number;
    if (state.chain.hashAt(number) === hash) {
      peer.forked = false;
      if (peer.shared === undefined || peer.shared.number < number) peer.shared = { hash, number };
    }
  }
}

/**
 * A block's parent is not known. Where this chain has another block in the parent's place, the peer is on a fork that was
 * not noticed, or lies: what it shares is looked for anew, and it comes last from now on, so that what it makes up does
 * not stand in the way of what others have. The original begins anew with all peers; two forks then keep each other from
 * ever being fetched whole.
 */
function stray(state: FullSyncState, { number, origin }: ImportResult): void {
  state.cuts++;
  state.best = highest(state);
  // What was taken to be shared when these blocks were handed out is not.
  for (const one of state.peers.values()) one.common = least(one.common, state.best.number);
  const peer = origin === undefined ? undefined : state.peers.get(origin);
  if (peer === undefined || state.chain.best().number < number - 1) return;
  const strays = peer.strays + 1;
  if (strays >= mostStrays) return drop(state, peer.id, notRequested);
  if (peer.activity.type === "leaving" || peer.activity.type === "justification") return;
  if (peer.activity !== available) state.actions.push({ type: "forget", peer: peer.id });
  state.blocks.clearPeer(peer.id);
  state.peers.delete(peer.id);
  addPeer(state, peer.id, peer.best);
  const again = state.peers.get(peer.id);
  if (again !== undefined) again.strays = strays;
}

/** The highest block of those that the chain has and those handed out. */
function highest({ chain, queue }: FullSyncState): Place {
  let best = chain.best();
  for (const { block, history } of queue.values()) {
    if (!history && block.number > best.number) best = { hash: block.hash, number: block.number };
  }
  return best;
}

/** Begins anew, unless that was done since the block was handed out. */
function restartOnce(state: FullSyncState, handed: HandedOut | undefined): void {
  if (handed === undefined || handed.restarts === state.restarts) restart(state);
}

/** Forgets what is downloaded, and begins anew with what the chain has. Rust: `ChainSync::restart`. */
function restart(state: FullSyncState): void {
  state.blocks.clear();
  state.restarts++;
  state.cuts++;
  state.best = state.chain.best();
  breakGap(state);
  state.allowed = "all";
  const peers = [...state.peers.values()];
  state.peers.clear();
  for (const peer of peers) {
    if (peer.activity.type === "justification" || peer.activity.type === "leaving") {
      peer.common = state.best.number;
      state.peers.set(peer.id, peer);
      continue;
    }
    if (peer.activity !== available) state.actions.push({ type: "forget", peer: peer.id });
    addPeer(state, peer.id, peer.best);
    const again = state.peers.get(peer.id);
    if (again !== undefined) again.strays = peer.strays;
  }
}

/** Takes over where the chain stands, and the gap it has. Rust: `reset_sync_start_point`. */
export function startFromChain(state: FullSyncState): void {
  state.best = state.chain.best();
  openGap(state);
}

/** Peers that went while they were asked are asked less. Rust: `ChainSync::remove_peer`. */
export function removePeer(state: FullSyncState, id: PeerId, now: number): void {
  state.blocks.clearPeer(id);
  state.gap?.lacking.delete(id);
  const peer = state.peers.get(id);
  state.peers.delete(id);
  if (peer !== undefined && peer.activity !== available && peer.activity.type !== "leaving") {
    const loss = state.departed.left(id, now);
    if (loss !== undefined) drop(state, id, loss);
  }
  state.justifications.peerLeft(id);
  state.allowed = "all";
  for (const [hash, { peers }] of state.forks) if (peers.delete(id) && peers.size === 0) state.forks.delete(hash);
}
