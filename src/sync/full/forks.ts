import type { Place } from "../../consensus/fork-tree.ts";
import type { Hex } from "../../lib/bytes.ts";
import { type BlockRequest, wholeBlocks } from "../../network/messages/block-request.ts";
import type { PeerId } from "../../network/network.ts";
import { sizeOf } from "../block-collection.ts";
import type { IncomingBlock } from "../types.ts";
import { type FullSyncState, mostAhead, mostHeldBytes, type SyncPeer, statusOf } from "./state.ts";

/** A peer is taken to have so many blocks of forks at most; it may invent them. */
const mostForksOfPeer = 128;

/** Adds peers to those that have a fork's block. @param guessed whether they are only asked on the chance */
export function addForkTarget(
  state: FullSyncState,
  peers: Iterable<PeerId>,
  { hash, number }: Place,
  parentHash: Hex | undefined,
  guessed = false,
): void {
  if (state.useless.has(hash)) return;
  const target = state.forks.get(hash) ?? { number, parentHash, peers: new Set(), guesses: new Set(), held: [] };
  for (const peer of peers) {
    if (!guessed) target.guesses.delete(peer);
    if (target.peers.has(peer) || forksOf(state, peer) >= mostForksOfPeer) continue;
    target.peers.add(peer);
    if (guessed) target.guesses.add(peer);
  }
  if (target.peers.size > 0) state.forks.set(hash, target);
}

/**
 * A peer does not have a fork's block. @returns whether it said that it had: one that was asked on the chance did nothing
 * wrong. A vote for a block that there is not makes a node ask all its peers; in the original all of them lose standing.
 */
export function lacksFork(state: FullSyncState, peer: PeerId, hash: Hex): boolean {
  const target = state.forks.get(hash);
  if (target?.guesses.has(peer) !== true) return true;
  target.guesses.delete(peer);
  target.peers.delete(peer);
  if (target.peers.size === 0) state.forks.delete(hash);
  return false;
}

function forksOf({ forks }: FullSyncState, peer: PeerId): number {
  let count = 0;
  for (const { peers } of forks.values()) if (peers.has(peer)) count++;
  return count;
}

/**
 * Asks for a fork down to what is final, or for its last block when the parent is known; for what lies before the blocks
 * that came already. Rust: `chain_sync.rs fork_sync_request`.
 */
export function forkRequest(
  state: FullSyncState,
  peer: SyncPeer,
  finalized: number,
): { readonly hash: Hex; readonly request: BlockRequest } | undefined {
  for (const [hash, { number }] of state.forks) {
    if (number <= finalized || statusOf(state, { hash, number }) !== "unknown") state.forks.delete(hash);
  }
  for (const [hash, target] of state.forks) {
    const { number, parentHash, peers, held } = target;
    if (!peers.has(peer.id)) continue;
    const isFar = number > state.best.number && number - state.best.number >= state.options.maxBlocksPerRequest;
    if (isFar && !peer.forked) continue;
    const [first] = held;
    if (first !== undefined && isDownloading(state, hash)) continue;
    const from = first?.parentHash ?? hash;
    const last = first === undefined ? number : first.number - 1;
    const parentKnown =
      first === undefined &&
      parentHash !== undefined &&
      statusOf(state, { hash: parentHash, number: number - 1 }) !== "unknown";
    const max = parentKnown ? 1 : last - finalized;
    if (max <= 0) {
      // It leaves the chain before what is final.
      state.forks.delete(hash);
      state.useless.add(hash);
      continue;
    }
    const rest = { direction: "descending", max, multipleJustifications: true } as const;
    return { hash, request: { fields: wholeBlocks, from: { hash: from }, ...rest } };
  }
  return undefined;
}

/**
 * Blocks of a fork came. @returns those that can be imported: none while what lies before them is not known. The
 * original imports an answer in any case, and asks for the same without end when it is cut short.
 */
export function takeForkBlocks(state: FullSyncState, hash: Hex, blocks: readonly IncomingBlock[]): IncomingBlock[] {
  const target = state.forks.get(hash);
  const held = target?.held ?? [];
  // Another peer may have been faster with the same.
  if (held[0] !== undefined && blocks.at(-1)?.hash !== held[0].parentHash) return [];
  const all = [...blocks, ...held];
  const [first] = all;
  if (first === undefined || statusOf(state, { hash: first.parentHash, number: first.number - 1 }) !== "unknown")
    return all;
  if (target === undefined) return [];
  state.forks.set(hash, { ...target, held: all });
  if (all.length > mostAhead || heldBytes(state) > mostHeldBytes) state.forks.delete(hash);
  return [];
}

/** Whether somebody is asked for a fork's block. */
export function isDownloading({ peers }: FullSyncState, hash: Hex): boolean {
  return [...peers.values()].some(({ activity }) => activity.type === "fork" && activity.hash === hash);
}

function heldBytes({ forks }: FullSyncState): number {
  let bytes = 0;
  for (const { held } of forks.values()) for (const block of held) bytes += sizeOf(block);
  return bytes;
}
