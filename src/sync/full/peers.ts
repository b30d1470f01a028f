import type { Place } from "../../consensus/fork-tree.ts";
import { least } from "../../lib/integers.ts";
import type { BlockAnnounce } from "../../network/messages/block-announce.ts";
import type { PeerId } from "../../network/network.ts";
import { newAncestorSearch } from "../ancestor-search.ts";
import { genesisMismatch, knownBadBlock } from "../reputation.ts";
import { placeOf } from "../strategy.ts";
import { addForkTarget, isDownloading } from "./forks.ts";
import { ancestorRequest, ask } from "./requests.ts";
import { allow, drop, type FullSyncState, freePeer, majorSyncBlocks, raiseCommon, statusOf } from "./state.ts";
import { isMajor } from "./status.ts";

/** A peer came with a best block. Rust: `ChainSync::add_peer_inner`. */
export function addPeer(state: FullSyncState, id: PeerId, best: Place): void {
  const own = state.best;
  const status = statusOf(state, best);
  if (status === "bad") return drop(state, id, knownBadBlock);
  if (status !== "unknown") {
    const common = least(own.number, best.number);
    state.peers.set(id, freePeer(id, best, common));
    return allow(state, id);
  }
  if (best.number === 0) return drop(state, id, genesisMismatch);
  if (state.queue.size > majorSyncBlocks) {
    // In the middle of catching up the peer is taken to share what is being imported.
    state.peers.set(id, freePeer(id, best, own.number));
    return;
  }
  allow(state, id);
  if (own.number === 0) {
    state.peers.set(id, freePeer(id, best, 0));
    return;
  }
  const current = least(own.number, best.number);
  const activity = { type: "ancestor", start: own.number, current, search: newAncestorSearch } as const;
  state.peers.set(id, { ...freePeer(id, best, 0), activity });
  ask(state, id, ancestorRequest(current));
}

/**
 * A peer announced a block. @returns the peer's best block, when that changed
 * Rust: `ChainSync::on_validated_block_announce`.
 */
export function takeAnnounce(state: FullSyncState, id: PeerId, announce: BlockAnnounce): Place | undefined {
  const peer = state.peers.get(id);
  const place = placeOf(announce);
  if (peer === undefined) return place;
  if (peer.activity.type === "ancestor") {
    // The original forgets it; where blocks are rare, it would be long until the next one is told.
    if (!announce.best) return undefined;
    peer.best = place;
    return place;
  }
  const { hash, number } = place;
  const { parentHash } = announce.header;
  const parent = statusOf(state, { hash: parentHash, number: number - 1 });
  const known = statusOf(state, place) !== "unknown";
  if (announce.best) {
    peer.best = place;
    if (known && state.best.number >= number) raiseCommon(state, id, number);
    else if (parentHash === state.best.hash || (parent !== "unknown" && state.best.number >= number)) {
      raiseCommon(state, id, number - 1);
    }
  }
  allow(state, id);
  const changed = announce.best ? place : undefined;
  if (known || isDownloading(state, hash)) {
    state.forks.get(hash)?.peers.add(id);
    return changed;
  }
  if (parent !== "pruned" && !isMajor(state)) addForkTarget(state, [id], place, parentHash);
  return changed;
}

/** A peer has a block, of which only the place is known. @returns the peer's best block, when that changed */
export function takeHeld(state: FullSyncState, id: PeerId, place: Place): Place | undefined {
  const peer = state.peers.get(id);
  if (peer === undefined) return undefined;
  const isBest = place.number > peer.best.number;
  if (isBest) peer.best = place;
  const changed = isBest ? place : undefined;
  if (peer.activity.type === "ancestor") return changed;
  allow(state, id);
  const { hash } = place;
  if (statusOf(state, place) !== "unknown") return changed;
  if (isDownloading(state, hash)) state.forks.get(hash)?.peers.add(id);
  else if (!isMajor(state)) addForkTarget(state, [id], place, undefined);
  return changed;
}
