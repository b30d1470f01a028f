import type { BlockRequest } from "../../network/messages/block-request.ts";
import { blockFields } from "../../network/messages/block-request.ts";
import type { PeerId, ReputationChange } from "../../network/network.ts";
import { nextInSearch } from "../ancestor-search.ts";
import { checkBlocks, type DownloadedBlock, readBlocks } from "../downloaded-blocks.ts";
import { badJustification, genesisMismatch, noBlock, notRequested, unknownAncestor } from "../reputation.ts";
import type { IncomingBlock } from "../types.ts";
import { addForkTarget, lacksFork, takeForkBlocks } from "./forks.ts";
import { lacksHistory, takeGapBlocks } from "./gap.ts";
import { addPeer } from "./peers.ts";
import { ancestorRequest, ask } from "./requests.ts";
import {
  type Activity,
  allow,
  available,
  contradictionCounts,
  drop,
  type FullSyncState,
  handOut,
  mostStrays,
  type SyncPeer,
} from "./state.ts";
import { isMajor } from "./status.ts";

/** A peer answered a request of blocks. Rust: `ChainSync::on_block_response`. */
export function takeAnswer(
  state: FullSyncState,
  id: PeerId,
  request: BlockRequest,
  bytes: Uint8Array,
  now: number,
): void {
  const peer = state.peers.get(id);
  if (peer === undefined) return;
  const blocks = readBlocks(bytes, request);
  const loss = Array.isArray(blocks) ? takeBlocks(state, peer, request, blocks, now) : (blocks as ReputationChange);
  if (loss === undefined) return;
  state.blocks.clearPeer(id);
  drop(state, id, loss);
}

function takeBlocks(
  state: FullSyncState,
  peer: SyncPeer,
  request: BlockRequest,
  blocks: readonly DownloadedBlock[],
  now: number,
): ReputationChange | undefined {
  const { activity } = peer;
  allow(state, peer.id);
  if (request.fields === blockFields.justification) return takeJustification(state, peer, activity, blocks, now);
  state.downloaded += blocks.length;
  if (activity.type === "ancestor") return compareBlock(state, peer, activity, blocks);
  peer.activity = available;
  if (activity.type === "fork" && blocks.length === 0)
    return lacksFork(state, peer.id, activity.hash) ? noBlock : undefined;
  if (activity.type === "gap" && blocks.length === 0) return lacksHistory(state, peer, now);
  const checked = checkBlocks(blocks, request, peer.id);
  if (!Array.isArray(checked)) return checked as ReputationChange;
  if (activity.type === "new") {
    state.blocks.clearPeer(peer.id);
    if (!followsShared(peer, checked)) return contradicts(state, peer);
    state.blocks.insert(checked);
  } else if (activity.type === "fork") importBlocks(state, takeForkBlocks(state, activity.hash, checked));
  else if (activity.type === "gap") takeGapBlocks(state, peer, request, checked, now);
  return undefined;
}

/** Whether blocks follow the one that the peer showed to be shared, when they begin right after it. */
function followsShared({ shared }: SyncPeer, [first]: readonly IncomingBlock[]): boolean {
  return first === undefined || shared?.number !== first.number - 1 || shared.hash === first.parentHash;
}

/** A peer's blocks do not follow what it showed before: its best chain changed meanwhile, or it lies. */
function contradicts(state: FullSyncState, peer: SyncPeer): ReputationChange | undefined {
  const { id, best, strays } = peer;
  state.cuts++;
  if (strays + contradictionCounts >= mostStrays) return notRequested;
  addPeer(state, id, best);
  const again = state.peers.get(id);
  if (again !== undefined) again.strays = strays + contradictionCounts;
  return undefined;
}

/** Hands out the downloaded blocks that follow what was handed out before. */
export function importReady(state: FullSyncState): void {
  const blocks = state.blocks.ready(state.best.number + 1);
  if (blocks.length > 0) importBlocks(state, blocks);
}

/** Rust: `validate_and_queue_blocks`. */
function importBlocks(state: FullSyncState, all: readonly IncomingBlock[]): void {
  const blocks = all.filter(({ hash }) => !state.queue.has(hash));
  const last = blocks.at(-1);
  if (last === undefined) return;
  const origin = isMajor(state) ? "initial" : "broadcast";
  blockQueued(state, last);
  handOut(state, blocks, origin);
}

/** A block was handed out, or made here. Rust: `on_block_queued`. */
export function blockQueued(state: FullSyncState, { hash, number }: Pick<IncomingBlock, "hash" | "number">): void {
  state.forks.delete(hash);
  if (number > state.best.number) {
    state.best = { hash, number };
    for (const peer of state.peers.values()) {
      if (peer.activity.type === "ancestor" || peer.forked) continue;
      peer.common = peer.best.number >= number ? number : peer.best.number;
    }
  }
  state.allowed = "all";
}

function compareBlock(
  state: FullSyncState,
  peer: SyncPeer,
  activity: Activity & { readonly type: "ancestor" },
  [block]: readonly DownloadedBlock[],
): ReputationChange | undefined {
  if (block === undefined) return unknownAncestor;
  const { current, start, search } = activity;
  const { best } = state;
  if (block.header?.hash !== block.hash || block.header.number !== current) return notRequested;
  const same = state.chain.hashAt(current) === block.hash;
  if (same) {
    peer.shared = { hash: block.hash, number: current };
    // Who has the block that was the best when the search began has those that came since, in all likelihood.
    const movedOn = !peer.forked && start < best.number && best.number <= peer.best.number;
    if (movedOn) peer.common = best.number;
    else if (peer.common < current) peer.common = current;
  } else if (current === 0) return genesisMismatch;
  else peer.forked = true;
  const next = nextInSearch(search, current, same);
  if (next !== undefined) {
    peer.activity = { type: "ancestor", start, current: next.number, search: next.search };
    ask(state, peer.id, ancestorRequest(next.number));
    return undefined;
  }
  if (peer.common < peer.best.number && peer.best.number < best.number) {
    addForkTarget(state, [peer.id], peer.best, undefined);
  }
  peer.activity = available;
  return undefined;
}

/** Rust: `on_block_justification`. */
function takeJustification(
  state: FullSyncState,
  peer: SyncPeer,
  activity: Activity,
  [block]: readonly DownloadedBlock[],
  now: number,
): ReputationChange | undefined {
  if (activity.type !== "justification") return undefined;
  peer.activity = available;
  if (block !== undefined && block.hash !== activity.hash) return badJustification;
  const justifications = block?.justifications;
  const wanted = state.justifications.answered(peer.id, justifications, now);
  if (wanted === undefined || justifications === undefined) return undefined;
  state.actions.push({ type: "import-justifications", peer: peer.id, block: wanted, justifications });
  return undefined;
}
