import { least } from "../../lib/integers.ts";
import type { PeerId } from "../../network/network.ts";
import { createBlockCollection } from "../block-collection.ts";
import { badJustification, knownBadBlock, notRequested, verificationFailed } from "../reputation.ts";
import type { ImportResult } from "../types.ts";
import { addPeer } from "./peers.ts";
import { available, drop, type FullSyncState } from "./state.ts";

/** Blocks that were handed out were imported, or not. Rust: `ChainSync::on_blocks_processed`. */
export function takeResults(state: FullSyncState, results: readonly ImportResult[], now: number): void {
  for (const { hash } of results) {
    state.queue.delete(hash);
    state.blocks.clearQueued(hash);
    state.gap?.blocks.clearQueued(hash);
  }
  for (const result of results) if (!takeResult(state, result, now)) break;
  state.allowed = "all";
}

/** @returns whether the results after it matter */
function takeResult(state: FullSyncState, { hash, number, origin, outcome }: ImportResult, now: number): boolean {
  switch (outcome.type) {
    case "imported":
      if (outcome.clearsJustificationRequests === true) state.justifications.reset();
      if (outcome.needsJustification === true) state.justifications.schedule({ hash, number });
      if (outcome.badJustification === true && origin !== undefined) drop(state, origin, badJustification);
      state.pause = { times: 0, until: 0 };
      settle(state, origin, number);
      return true;
    case "known":
      settle(state, origin, number);
      return true;
    case "invalid":
      if (origin !== undefined) drop(state, origin, verificationFailed);
      restart(state);
      return false;
    case "bad":
      if (origin !== undefined) drop(state, origin, knownBadBlock);
      restart(state);
      return false;
    case "unknown-parent":
      stray(state, origin);
      return false;
    case "failed": {
      const times = least(state.pause.times + 1, mostPauses);
      state.pause = { times, until: now + shortestPause * 2 ** times };
      restart(state);
      return false;
    }
    case "missing-state":
    case "cancelled":
      return false;
  }
}

/** A pause after a failure that is not a peer's, ms; it doubles with each, some times. */
const shortestPause = 500;
const mostPauses = 7;
/** The third time that a peer's blocks lead nowhere it is not believed any more. */
const mostStrays = 3;

/** A block of a peer's is part of the chain. */
function settle(state: FullSyncState, origin: PeerId | undefined, number: number): void {
  const peer = origin === undefined ? undefined : state.peers.get(origin);
  if (peer !== undefined) {
    peer.strays = 0;
    if (peer.common < number) peer.common = number;
  }
  if (state.gap?.last === number) state.gap = undefined;
}

/**
 * A block's parent is not known: its peer is on a fork that was not noticed, or lies. It comes last from now on, so that
 * what it makes up does not stand in the way of what others have. The original asks it again for ever.
 */
function stray(state: FullSyncState, origin: PeerId | undefined): void {
  const peer = origin === undefined ? undefined : state.peers.get(origin);
  const strays = (peer?.strays ?? 0) + 1;
  if (peer !== undefined) {
    state.peers.delete(peer.id);
    state.peers.set(peer.id, peer);
    if (strays >= mostStrays) drop(state, peer.id, notRequested);
  }
  restart(state);
  const again = origin === undefined ? undefined : state.peers.get(origin);
  if (again !== undefined) again.strays = strays;
}

/** Forgets what is downloaded, and begins anew with what the chain has. Rust: `ChainSync::restart`. */
export function restart(state: FullSyncState): void {
  state.blocks.clear();
  startFromChain(state);
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
  }
}

/** Takes over where the chain stands, and the gap it has. Rust: `reset_sync_start_point`. */
export function startFromChain(state: FullSyncState): void {
  state.best = state.chain.best();
  const gap = state.chain.gap();
  state.gap =
    gap === undefined ? undefined : { blocks: createBlockCollection(), queued: gap.first - 1, last: gap.last };
}

/** Peers that went while they were asked are asked less. Rust: `ChainSync::remove_peer`. */
export function removePeer(state: FullSyncState, id: PeerId, now: number): boolean {
  state.blocks.clearPeer(id);
  state.gap?.blocks.clearPeer(id);
  const peer = state.peers.get(id);
  state.peers.delete(id);
  if (peer !== undefined && peer.activity !== available && peer.activity.type !== "leaving") {
    const loss = state.departed.left(id, now);
    if (loss !== undefined) drop(state, id, loss);
  }
  state.justifications.peerLeft(id);
  state.allowed = "all";
  for (const [hash, { peers }] of state.forks) if (peers.delete(id) && peers.size === 0) state.forks.delete(hash);
  return peer !== undefined;
}
