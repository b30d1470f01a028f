import type { Hex } from "../../lib/bytes.ts";
import { greatest, least } from "../../lib/integers.ts";
import { type BlockRequest, blockFields, wholeBlocks } from "../../network/messages/block-request.ts";
import type { PeerId } from "../../network/network.ts";
import { newAncestorSearch } from "../ancestor-search.ts";
import type { NumberRange } from "../block-collection.ts";
import { addForkTarget, forkRequest } from "./forks.ts";
import { gapRequest } from "./gap.ts";
import {
  aheadOf,
  available,
  type FullSyncState,
  majorSyncBlocks,
  mostAhead,
  mostBackwards,
  mostImporting,
  type SyncPeer,
} from "./state.ts";
import { isMajor } from "./status.ts";

/** Asks for one block by its number, to compare it. Rust: `ancestry_request`. */
export function ancestorRequest(number: number): BlockRequest {
  return {
    fields: blockFields.header | blockFields.justification,
    from: { number },
    direction: "ascending",
    max: 1,
    multipleJustifications: true,
  };
}

/** Asks the peers that are free for what is missing. Rust: `ChainSync::block_requests`, `justification_requests`. */
export function askPeers(state: FullSyncState, now: number): void {
  askForBlocks(state, now);
  const free = [...state.peers.values()].filter(({ activity }) => activity === available);
  const peers = free.map(({ id, best }) => ({ peer: id, bestNumber: best.number }));
  for (const { peer, block } of state.justifications.match(peers, now)) {
    (state.peers.get(peer) as SyncPeer).activity = { type: "justification", hash: block.hash };
    ask(state, peer, {
      fields: blockFields.justification,
      from: { hash: block.hash },
      direction: "ascending",
      max: 1,
      multipleJustifications: true,
    });
  }
}

export function ask(state: FullSyncState, peer: PeerId, request: BlockRequest): void {
  state.actions.push({ type: "ask", peer, request: { protocol: "sync", ...request } });
}

function askForBlocks(state: FullSyncState, now: number): void {
  if (state.allowed !== "all" && state.allowed.size === 0) return;
  if (state.queue.size > mostImporting) return;
  const { allowed } = state;
  const finalized = least(state.best.number, state.chain.finalized().number);
  const parallel = isMajor(state) ? 1 : state.options.maxParallelDownloads;
  let asked = false;
  for (const peer of state.peers.values()) {
    if (peer.activity !== available || (allowed !== "all" && !allowed.has(peer.id))) continue;
    if (!state.departed.available(peer.id, now)) continue;
    const request = requestFor(state, peer, { finalized, parallel, now });
    if (request === undefined) continue;
    ask(state, peer.id, request);
    asked = true;
  }
  if (asked) state.allowed = new Set();
}

/** What a free peer is asked; it counts as busy with it. */
function requestFor(
  state: FullSyncState,
  peer: SyncPeer,
  { finalized, parallel, now }: { readonly finalized: number; readonly parallel: number; readonly now: number },
): BlockRequest | undefined {
  const { best } = state;
  if (sharesTooLittle(state, peer, finalized)) {
    const current = least(peer.best.number, best.number);
    peer.activity = { type: "ancestor", start: best.number, current, search: newAncestorSearch };
    return ancestorRequest(current);
  }
  // Blocks that are asked for again are asked for in other pieces: the same request a third time gets a node banned, and
  // others may have caused it.
  const count = greatest(state.options.maxBlocksPerRequest - (state.cuts % 16), 1);
  const ahead = best.number < peer.best.number;
  // Ranges go by numbers alone: of peers on several forks they would be mixed.
  const asFork = ahead && peer.forked && peer.best.number - peer.common <= mostAhead;
  if (asFork) addForkTarget(state, [peer.id], peer.best, undefined);
  else if (ahead) {
    const wanted = {
      peer: peer.id,
      count,
      peerBest: peer.best.number,
      common: peer.common,
      parallel,
      ahead: aheadOf(state),
    };
    const range = state.blocks.needed(wanted);
    if (range !== undefined) {
      peer.activity = { type: "new" };
      return rangeRequest(range, peer.best.number === range.end - 1 ? peer.best.hash : undefined);
    }
  }
  const fork = forkRequest(state, peer, finalized);
  if (fork !== undefined) {
    peer.activity = { type: "fork", hash: fork.hash };
    return fork.request;
  }
  return gapRequest(state, peer, now);
}

/** Whether it should be looked again what a peer shares: what is known of it is far behind. */
function sharesTooLittle({ best, queue }: FullSyncState, peer: SyncPeer, finalized: number): boolean {
  return (
    best.number - peer.common > mostBackwards &&
    best.number < peer.best.number &&
    peer.common < finalized &&
    queue.size <= majorSyncBlocks
  );
}

/** From the newest of a range downward, so that its blocks belong together. Rust: `peer_block_request`. */
function rangeRequest({ start, end }: NumberRange, last: Hex | undefined): BlockRequest {
  return {
    fields: wholeBlocks,
    from: last === undefined ? { number: end - 1 } : { hash: last },
    direction: "descending",
    max: end - start,
    multipleJustifications: true,
  };
}
