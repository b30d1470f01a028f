import type { Place } from "../../consensus/fork-tree.ts";
import type { Hex } from "../../lib/bytes.ts";
import { createRecentSet } from "../../lib/recent.ts";
import type { PeerId } from "../../network/network.ts";
import { createBlockCollection } from "../block-collection.ts";
import { createDepartedPeers } from "../departed-peers.ts";
import { createJustificationRequests } from "../justification-requests.ts";
import type { Strategy } from "../strategy.ts";
import type { ChainView } from "../types.ts";
import { addForkTarget } from "./forks.ts";
import { allowGap } from "./gap.ts";
import { addPeer, takeAnnounce, takeHeld } from "./peers.ts";
import { askPeers } from "./requests.ts";
import { blockQueued, importReady, takeAnswer } from "./responses.ts";
import { handOutAgain, removePeer, startFromChain, takeResults } from "./results.ts";
import { allow, type FullSyncOptions, type FullSyncState, mostUseless, statusOf } from "./state.ts";
import { fullSyncState, medianSeen } from "./status.ts";

/** Downloads all blocks that peers have, from many of them at once. Rust: `sc_network_sync::strategy::chain_sync ChainSync`. */
export interface FullSync extends Strategy {
  /** A block must be had, though nobody may have announced it. @param peers who has it; none: whoever may */
  wantBlock(block: Place, peers: readonly PeerId[]): void;
  /** A peer has a block whose header did not come. @returns the peer's best block, when that changed */
  peerHolds(peer: PeerId, block: Place): Place | undefined;
  /** A block needs a justification. */
  wantJustification(block: Place): void;
  clearJustificationRequests(): void;
  justificationImported(block: Place, success: boolean): void;
  finalized(block: Place): void;
  /** The chain has a new best block, made here or imported. */
  newBest(block: Place): void;
  /** Figures for logs and metrics. */
  figures(): FullSyncFigures;
}

export interface FullSyncFigures {
  /** Blocks whose import is not done. */
  readonly queued: number;
  readonly downloaded: number;
  readonly forkTargets: number;
  readonly justifications: Readonly<Record<"pending" | "active" | "failed" | "importing", number>>;
  /** The middle one of the peers' best numbers, when it is higher than what is imported and handed out. */
  readonly bestSeen?: number;
  /** The newest block under a downloaded state that is not fetched yet; absent without such a gap. */
  readonly gap?: number;
}

/** @param peers who is there already, with their best blocks */
export function createFullSync(
  chain: ChainView,
  options: FullSyncOptions,
  peers: Iterable<readonly [PeerId, Place]> = [],
): FullSync {
  const state: FullSyncState = {
    ...{ chain, options, peers: new Map(), departed: createDepartedPeers(), blocks: createBlockCollection() },
    justifications: createJustificationRequests((ancestor: Hex, block: Hex) => chain.isDescendant(ancestor, block)),
    ...{
      queue: new Map(),
      queueBytes: 0,
      forks: new Map(),
      useless: createRecentSet(mostUseless),
      allowed: new Set(),
      best: chain.best(),
      gap: undefined,
      actions: [],
    },
    downloaded: 0,
    retry: { blocks: [], times: 0, at: 0 },
    restarts: 0,
    cuts: 0,
  };
  startFromChain(state);
  for (const [peer, best] of peers) addPeer(state, peer, best);

  return {
    addPeer: (peer, best) => addPeer(state, peer, best),
    removePeer(peer, now) {
      removePeer(state, peer, now);
    },
    announced: (peer, announce) => takeAnnounce(state, peer, announce),
    answered(peer, request, bytes, now) {
      if (request.protocol === "sync") takeAnswer(state, peer, request, bytes, now);
    },
    imported: (results, now) => takeResults(state, results, now),
    actions(now) {
      handOutAgain(state, now);
      importReady(state);
      allowGap(state, now);
      askPeers(state, now);
      const { actions } = state;
      state.actions = [];
      return actions;
    },
    state: () => fullSyncState(state),
    wantBlock(block, peers) {
      if (statusOf(state, block) !== "unknown") return;
      const having = [...state.peers.values()].filter(({ best }) => best.number >= block.number).map(({ id }) => id);
      const asked = peers.length > 0 ? peers : having;
      for (const id of asked) {
        const peer = state.peers.get(id);
        if (peer === undefined || peer.activity.type === "ancestor") continue;
        if (block.number > peer.best.number) peer.best = block;
        allow(state, id);
      }
      addForkTarget(state, asked, block, undefined, peers.length === 0);
    },
    peerHolds: (peer, block) => takeHeld(state, peer, block),
    wantJustification: (block) => state.justifications.schedule(block),
    clearJustificationRequests: () => state.justifications.reset(),
    justificationImported(block, success) {
      state.justifications.imported(block, success);
      state.allowed = "all";
    },
    finalized: (block) => state.justifications.finalized(block),
    newBest: (block) => blockQueued(state, block),
    figures() {
      const seen = medianSeen(state);
      return {
        ...{ queued: state.queue.size, downloaded: state.downloaded, forkTargets: state.forks.size },
        justifications: state.justifications.counts(),
        ...(seen === undefined || seen <= state.best.number ? {} : { bestSeen: seen }),
        ...(state.gap === undefined ? {} : { gap: state.gap.next.number }),
      };
    },
  };
}
