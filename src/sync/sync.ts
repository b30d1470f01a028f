import type { Place } from "../consensus/fork-tree.ts";
import type { Hex } from "../lib/bytes.ts";
import type { PeerId, ReputationChange, RequestFailure } from "../network/network.ts";
import { createAnnouncements } from "./announcements.ts";
import { createPendingRequests, lossFor } from "./pending-requests.ts";
import { createPhases, type Phases, type SyncOptions } from "./phases.ts";
import { invalidJustification } from "./reputation.ts";
import type { StrategyAction } from "./strategy.ts";
import type { ChainView, ImportResult, SyncAction, SyncState } from "./types.ts";

/** What happens to the sync. Times are given with each. */
export type SyncInput =
  /** A peer's block announces opened both ways. */
  | {
      readonly type: "peer";
      readonly peer: PeerId;
      readonly roles: "full" | "light" | "authority";
      readonly best: Place;
    }
  | { readonly type: "peer-left"; readonly peer: PeerId }
  /** A message of block announces came. */
  | { readonly type: "announcement"; readonly peer: PeerId; readonly message: Uint8Array }
  /** A peer has a block on its chain whose header did not come. */
  | { readonly type: "peer-holds"; readonly peer: PeerId; readonly block: Place }
  | { readonly type: "answer"; readonly id: number; readonly bytes: Uint8Array }
  | { readonly type: "failure"; readonly id: number; readonly failure: RequestFailure }
  /** Blocks of one list were imported, or not, in their order. */
  | { readonly type: "imported"; readonly results: readonly ImportResult[] }
  | { readonly type: "justification-imported"; readonly peer: PeerId; readonly block: Place; readonly success: boolean }
  | { readonly type: "new-best"; readonly block: Place }
  | { readonly type: "finalized"; readonly block: Place }
  /** Peers have a block whole, or get it now: it is not announced to them. */
  | { readonly type: "peers-have"; readonly hash: Hex; readonly peers: readonly PeerId[] }
  /** A block of this chain is to be told to the peers. */
  | { readonly type: "announce"; readonly hash: Hex; readonly header: Uint8Array; readonly best: boolean }
  /** A block must be had; `peers` may know of it. */
  | { readonly type: "want-block"; readonly block: Place; readonly peers: readonly PeerId[] }
  | { readonly type: "want-justification"; readonly block: Place }
  | { readonly type: "clear-justification-requests" }
  /** Time went on; every 1.1 s is often enough. */
  | { readonly type: "tick" };

/** How often time must go on for the sync, ms. Rust: `engine.rs TICK_TIMEOUT`. */
export const syncTick = 1100;

export interface SyncPeerInfo {
  readonly peer: PeerId;
  readonly roles: "full" | "light" | "authority";
  readonly best: Place;
}

/** What is downloaded from whom, and told to whom: input and time in, actions out. Rust: `sc_network_sync SyncingEngine`. */
export interface Sync {
  /** @param now ms, never less than before */
  handle(input: SyncInput, now: number): SyncAction[];
  /** Whether the node catches up: then transactions are not passed on, and no blocks are made. */
  isMajorSyncing(): boolean;
  state(): SyncState;
  /** The way of syncing that is at work, for logs and metrics. */
  current(): Phases["current"];
  peers(): SyncPeerInfo[];
  /** How many answers are waited for. */
  openRequests(): number;
}

export function createSync<Set>(chain: ChainView, options: SyncOptions<Set>): Sync {
  const peers = new Map<PeerId, SyncPeerInfo>();
  const pending = createPendingRequests();
  const announcements = createAnnouncements();
  const phases = createPhases(chain, options);
  let actions: SyncAction[] = [];

  const dropPeer = (peer: PeerId, change: ReputationChange | undefined): void => {
    pending.forgetPeer(peer);
    actions.push({ type: "disconnect", peer });
    if (change !== undefined) actions.push({ type: "report", peer, change });
  };
  const act = (action: StrategyAction): void => {
    if (action.type === "drop") dropPeer(action.peer, action.change);
    else if (action.type === "forget") {
      for (const id of pending.forgetPeer(action.peer)) actions.push({ type: "cancel", id });
    } else if (action.type === "ask") {
      const { peer, request } = action;
      if (peers.has(peer)) actions.push({ type: "request", id: pending.add(peer, request), peer, request });
    } else actions.push(action);
  };
  const takeAnnouncement = (peer: PeerId, message: Uint8Array): void => {
    const known = peers.get(peer);
    if (known === undefined) return;
    const read = announcements.take(peer, message);
    if ("loss" in read) return dropPeer(peer, read.loss);
    if (read.announce === undefined || known.roles === "light") return;
    const best = phases.announced(peer, read.announce);
    if (best !== undefined) peers.set(peer, { ...known, best });
  };

  const take = (input: SyncInput, now: number): void => {
    switch (input.type) {
      case "peer": {
        const { peer, roles, best } = input;
        peers.set(peer, { peer, roles, best });
        announcements.addPeer(peer);
        if (roles !== "light") phases.addPeer(peer, best, now);
        return;
      }
      case "peer-left":
        if (!peers.delete(input.peer)) return;
        announcements.removePeer(input.peer);
        phases.removePeer(input.peer, now);
        pending.forgetPeer(input.peer);
        return;
      case "announcement":
        return takeAnnouncement(input.peer, input.message);
      case "peer-holds": {
        const known = peers.get(input.peer);
        const best = phases.full?.peerHolds(input.peer, input.block);
        if (known !== undefined && best !== undefined) peers.set(input.peer, { ...known, best });
        return;
      }
      case "answer": {
        const asked = pending.take(input.id);
        if (asked !== undefined) phases.answered(asked.peer, asked.request, input.bytes, now);
        return;
      }
      case "failure": {
        const asked = pending.take(input.id);
        if (asked !== undefined) dropPeer(asked.peer, lossFor(input.failure));
        return;
      }
      case "imported":
        return phases.imported(input.results, now);
      case "justification-imported":
        phases.full?.justificationImported(input.block, input.success);
        if (!input.success) dropPeer(input.peer, invalidJustification);
        return;
      case "announce":
        actions = actions.concat(announcements.announce(input.hash, input.header, input.best));
        return;
      case "peers-have":
        for (const peer of input.peers) announcements.note(peer, input.hash);
        return;
      case "new-best":
        return phases.full?.newBest(input.block);
      case "finalized":
        return phases.full?.finalized(input.block);
      case "want-block":
        return phases.full?.wantBlock(input.block, input.peers);
      case "want-justification":
        return phases.full?.wantJustification(input.block);
      case "clear-justification-requests":
        return phases.full?.clearJustificationRequests();
      case "tick":
        return;
    }
  };

  return {
    handle(input, now) {
      take(input, now);
      for (const action of phases.actions(now)) act(action);
      const done = actions;
      actions = [];
      return done;
    },
    isMajorSyncing: () => phases.state().type !== "idle",
    state: () => phases.state(),
    current: () => phases.current,
    peers: () => [...peers.values()],
    openRequests: () => pending.size,
  };
}
