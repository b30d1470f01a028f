import type { Place } from "../../consensus/fork-tree.ts";
import type { Hex } from "../../lib/bytes.ts";
import type { RecentSet } from "../../lib/recent.ts";
import type { PeerId, ReputationChange } from "../../network/network.ts";
import type { AncestorSearch } from "../ancestor-search.ts";
import { type BlockCollection, sizeOf } from "../block-collection.ts";
import type { DepartedPeers } from "../departed-peers.ts";
import type { JustificationRequests } from "../justification-requests.ts";
import type { StrategyAction } from "../strategy.ts";
import type { ChainView, IncomingBlock } from "../types.ts";

/** What a peer is asked for at the moment. Rust: `chain_sync.rs PeerSyncState`. */
export type Activity =
  | { readonly type: "available" }
  /** `start`: the own best block when the search began. */
  | { readonly type: "ancestor"; readonly start: number; readonly current: number; readonly search: AncestorSearch }
  | { readonly type: "new" }
  | { readonly type: "fork"; readonly hash: Hex }
  | { readonly type: "justification"; readonly hash: Hex }
  /** `hash`: the block that it is asked to begin with; `at`: since when (ms). */
  | { readonly type: "gap"; readonly hash: Hex; readonly at: number }
  /** It is on its way out, and asked nothing any more. */
  | { readonly type: "leaving" };

export const available: Activity = { type: "available" };

export interface SyncPeer {
  readonly id: PeerId;
  /** The newest block known to be shared. */
  common: number;
  best: Place;
  activity: Activity;
  /** The newest block that it showed to be the same as here. */
  shared: Place | undefined;
  /** It showed another block than there is here: what comes here need not be there. */
  forked: boolean;
  /** What its blocks that led nowhere count since one became part of the chain. */
  strays: number;
}

/** A block that was announced, or asked for, and is no child of the best one. */
export interface ForkTarget {
  readonly number: number;
  readonly parentHash: Hex | undefined;
  /** Who has it. */
  readonly peers: Set<PeerId>;
  /** Those of them that are only asked on the chance, and never told of it. */
  readonly guesses: Set<PeerId>;
  /** Its last blocks, each the parent of the next, while those before them are not known: an answer holds 128 at most. */
  readonly held: readonly IncomingBlock[];
}

/** Blocks under a downloaded state that are being fetched, from the newest down. */
export interface GapSync {
  readonly first: number;
  /** The newest one that did not come yet: the parent of the last that did. */
  next: Place;
  /** A block was refused: nothing more is asked until the import has seen what was handed out; then it goes on where the chain is. */
  isBroken: boolean;
  /** Who answered last, and in full: it is asked again before others, until a time (ms). */
  turn: { readonly peer: PeerId; readonly until: number } | undefined;
  /** Who said that it does not have the blocks, and when it is asked again (ms). */
  readonly lacking: Map<PeerId, number>;
}

export interface FullSyncOptions {
  /** How many peers may be asked for the same range, when the node does not catch up. */
  readonly maxParallelDownloads: number;
  /** At most 128. */
  readonly maxBlocksPerRequest: number;
}

export interface HandedOut {
  readonly block: IncomingBlock;
  /** It lies under a downloaded state. */
  readonly history: boolean;
  /** How often everything downloaded had been forgotten by then: what went wrong before is settled with that. */
  readonly restarts: number;
}

/** All that the machine of full sync knows. Rust: `ChainSync`. */
export interface FullSyncState {
  readonly chain: ChainView;
  readonly options: FullSyncOptions;
  readonly peers: Map<PeerId, SyncPeer>;
  readonly departed: DepartedPeers;
  readonly blocks: BlockCollection;
  readonly justifications: JustificationRequests;
  /** Blocks handed out whose import is not done. */
  readonly queue: Map<Hex, HandedOut>;
  /** The bytes of those. */
  queueBytes: number;
  readonly forks: Map<Hex, ForkTarget>;
  /** The last blocks that cannot become part of the chain: they are not fetched again. */
  readonly useless: RecentSet<Hex>;
  /** Whom something may be asked that could not be before; "all" after anything that matters to all. */
  allowed: Set<PeerId> | "all";
  /** The best block among those imported and handed out. */
  best: Place;
  gap: GapSync | undefined;
  actions: StrategyAction[];
  downloaded: number;
  /** Blocks whose import failed by no fault of theirs: they are handed out again at some time (ms). */
  retry: { blocks: readonly HandedOut[]; readonly times: number; readonly at: number };
  /** How often everything downloaded was forgotten. */
  restarts: number;
  /** How often ranges may have to be asked for again. */
  cuts: number;
}

/** At most this many handed out blocks wait for their import. Rust: `MAX_IMPORTING_BLOCKS`. */
export const mostImporting = 2048;
/** A range begins at most this many blocks after the first that is missing. Rust: `MAX_DOWNLOAD_AHEAD`. */
export const mostAhead = 2048;
/** A peer that seems to share nothing of so many blocks is asked again what it shares. Rust: `MAX_BLOCKS_TO_LOOK_BACKWARDS`. */
export const mostBackwards = mostAhead / 2;
/** Blocks of so many bytes may wait; then only what the first of them wait for is fetched. A peer may send large ones. */
export const mostHeldBytes = 256 * 1024 * 1024;
/** So many blocks are remembered as useless. A peer may make up any number of them. */
export const mostUseless = 1024;
/** A peer whose blocks count more goes: each that leads nowhere counts one, what contradicts what it showed counts four. */
export const mostStrays = 12;
export const contradictionCounts = 4;
/** The node catches up when it is more blocks behind. Rust: `MAJOR_SYNC_BLOCKS`. */
export const majorSyncBlocks = 5;

/** Ends a peer's streams, and takes from its standing. Rust: `SyncingAction::DropPeer`. */
export function drop(state: FullSyncState, peer: PeerId, change: ReputationChange): void {
  const known = state.peers.get(peer);
  if (known !== undefined) known.activity = { type: "leaving" };
  state.actions.push({ type: "drop", peer, change });
}

/** Hands blocks out to be imported. */
export function handOut(
  state: FullSyncState,
  blocks: readonly IncomingBlock[],
  how: "initial" | "broadcast" | "history",
): void {
  if (blocks.length === 0) return;
  const { restarts } = state;
  for (const block of blocks) enqueue(state, { block, history: how === "history", restarts });
  state.actions.push(how === "history" ? { type: "import-history", blocks } : { type: "import", origin: how, blocks });
}

export function enqueue(state: FullSyncState, handed: HandedOut): void {
  const { hash } = handed.block;
  if (!state.queue.has(hash)) state.queueBytes += sizeOf(handed.block);
  state.queue.set(hash, handed);
}

/** Takes a block out of those whose import is not done. */
export function dequeue(state: FullSyncState, hash: Hex): HandedOut | undefined {
  const handed = state.queue.get(hash);
  if (handed !== undefined && state.queue.delete(hash)) state.queueBytes -= sizeOf(handed.block);
  return handed;
}

/** How far after the first missing range a range may begin. */
export function aheadOf({ queueBytes, blocks }: FullSyncState): number {
  return queueBytes + blocks.bytes() > mostHeldBytes ? 0 : mostAhead;
}

/** Notes that something may be asked of one peer. */
export function allow(state: FullSyncState, peer: PeerId): void {
  if (state.allowed !== "all") state.allowed.add(peer);
}

/** Whether, and how, a block is known; those handed out count. */
export function statusOf(state: FullSyncState, { hash, number }: Place): ReturnType<ChainView["statusOf"]> {
  return state.queue.has(hash) ? "known" : state.chain.statusOf(hash, number);
}

/** Notes that a peer shares the chain at least up to there. */
export function raiseCommon(state: FullSyncState, peer: PeerId, common: number): void {
  const known = state.peers.get(peer);
  if (known !== undefined && known.common < common) known.common = common;
}

/** A peer with nothing asked of it. */
export const freePeer = (id: PeerId, best: Place, common: number): SyncPeer => ({
  ...{ id, common, best },
  ...{ activity: available, shared: undefined, forked: false, strays: 0 },
});
