import type { Place } from "../consensus/fork-tree.ts";
import type { BlockAnnounce } from "../network/messages/block-announce.ts";
import type { PeerId, ReputationChange } from "../network/network.ts";
import type { ImportResult, SyncAction, SyncRequest, SyncState } from "./types.ts";

/** What a way of syncing wants done; of each peer it asks one thing at a time. */
export type StrategyAction =
  | Exclude<SyncAction, { readonly type: "request" | "cancel" | "report" | "disconnect" | "announce" }>
  | { readonly type: "ask"; readonly peer: PeerId; readonly request: SyncRequest }
  /** The answer of a peer is not waited for any more. */
  | { readonly type: "forget"; readonly peer: PeerId }
  /** A peer is to go, and loses standing. */
  | { readonly type: "drop"; readonly peer: PeerId; readonly change: ReputationChange };

/** A way of syncing: warp, state or full. Rust: `sc_network_sync SyncingStrategy`. Times are ms. */
export interface Strategy {
  addPeer(peer: PeerId, best: Place, now: number): void;
  removePeer(peer: PeerId, now: number): void;
  /** A peer announced a block that it has. @returns the peer's best block, when that changed */
  announced(peer: PeerId, announce: BlockAnnounce): Place | undefined;
  /** A peer answered what it was asked. */
  answered(peer: PeerId, request: SyncRequest, bytes: Uint8Array, now: number): void;
  imported(results: readonly ImportResult[], now: number): void;
  /** What is to be done now. */
  actions(now: number): StrategyAction[];
  state(): SyncState;
}

/** Place of an announced block. */
export const placeOf = ({ hash, header }: BlockAnnounce): Place => ({ hash, number: header.number });
