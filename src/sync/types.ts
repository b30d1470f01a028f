import type { Place } from "../consensus/fork-tree.ts";
import type { Hex, StateKey } from "../lib/bytes.ts";
import type { BlockRequest } from "../network/messages/block-request.ts";
import type { StateRequest } from "../network/messages/state-request.ts";
import type { PeerId, ReputationChange } from "../network/network.ts";
import type { Block, Justification } from "../primitives/block.ts";

/** The own chain, as far as it is asked what to download. Answers are of the moment. */
export interface ChainView {
  best(): Place;
  finalized(): Place;
  /**
   * `pruned`: known, and its state is not kept, so that nothing can be put on it. `bad`: ruled out by the specification,
   * which may depend on the number.
   */
  statusOf(hash: Hex, number: number): "unknown" | "known" | "pruned" | "bad";
  /** The block of that number on the best chain. */
  hashAt(number: number): Hex | undefined;
  /** Whether the second block lies on the first, at any distance; false for the same block. Both are known. */
  isDescendant(ancestor: Hex, block: Hex): boolean;
  /** The blocks that are missing under a state that was downloaded, both ends included; the last one is known by its hash. */
  gap(): MissingBlocks | undefined;
}

/** Blocks from a number up to a block, both included. */
export interface MissingBlocks {
  readonly first: number;
  readonly last: Place;
}

/** A block to be imported, and who sent it. */
export interface IncomingBlock extends Block {
  readonly origin: PeerId;
}

/** A question to a peer. */
export type SyncRequest =
  | ({ readonly protocol: "sync" } & BlockRequest)
  | ({ readonly protocol: "state" } & StateRequest)
  | { readonly protocol: "warp"; readonly begin: Hex };

/** Keys and values of one trie, in key order. The top trie's do not hold the roots of child tries. */
export interface StatePart {
  /** The id of a child trie; absent for the top trie. */
  readonly child?: StateKey;
  /** A child trie given before that has the same entries, which are not repeated. */
  readonly sameAs?: StateKey;
  readonly entries: readonly (readonly [StateKey, Uint8Array])[];
}

/** What a range proof shows; `next` is where the next range begins, absent at the end of the state. */
export interface ProvenRange {
  readonly parts: readonly StatePart[];
  readonly next: readonly StateKey[] | undefined;
}

/**
 * Checks a part of a state against its root: compact nodes, and the keys after which it begins.
 * @returns undefined when it proves nothing
 */
export type VerifyRange = (
  root: Hex,
  nodes: readonly Uint8Array[],
  start: readonly StateKey[],
) => ProvenRange | undefined;

/** What the sync wants done. */
export type SyncAction =
  /** To be asked, with an answer or a failure under that id. */
  | { readonly type: "request"; readonly id: number; readonly peer: PeerId; readonly request: SyncRequest }
  /** The answer is of no interest any more; one that comes nevertheless is ignored. */
  | { readonly type: "cancel"; readonly id: number }
  /**
   * Blocks to import one after the other, each on the one before; the rest of a list is `cancelled` after a failure.
   * `initial`: while the node catches up, when nobody is told of single blocks.
   */
  | {
      readonly type: "import";
      readonly origin: "initial" | "broadcast";
      readonly blocks: readonly IncomingBlock[];
    }
  /** Blocks under a downloaded state, newest first: stored without being executed. */
  | { readonly type: "import-history"; readonly blocks: readonly IncomingBlock[] }
  | {
      readonly type: "import-justifications";
      readonly peer: PeerId;
      readonly block: Place;
      readonly justifications: readonly Justification[];
    }
  /** A part of the state of a block whose root proved it. Parts follow each other in key order, child tries whole. */
  | { readonly type: "state-part"; readonly block: Place; readonly parts: readonly StatePart[] }
  /** All parts were given: the block is to become the best and final one, with that state. */
  | { readonly type: "import-state"; readonly block: Block }
  | { readonly type: "report"; readonly peer: PeerId; readonly change: ReputationChange }
  | { readonly type: "disconnect"; readonly peer: PeerId }
  /** A message of block announces. */
  | { readonly type: "announce"; readonly peer: PeerId; readonly message: Uint8Array };

/** What became of a block that was to be imported. */
export type ImportOutcome =
  | {
      readonly type: "imported";
      /** It changes who votes, and brought nothing that proves it final. */
      readonly needsJustification?: boolean;
      /** It brought a justification that proves nothing. */
      readonly badJustification?: boolean;
      /** What was asked for before does not matter any more: a forced change of authorities. */
      readonly clearsJustificationRequests?: boolean;
    }
  | { readonly type: "known" }
  /** It breaks the rules. */
  | { readonly type: "invalid" }
  /** The specification rules it out. */
  | { readonly type: "bad" }
  | { readonly type: "unknown-parent" }
  /** The state of its parent is not kept: the block is too old to matter. */
  | { readonly type: "missing-state" }
  /** Not the block's fault. */
  | { readonly type: "failed" }
  /** A block before it in its list failed. */
  | { readonly type: "cancelled" };

export interface ImportResult {
  readonly hash: Hex;
  readonly number: number;
  readonly origin: PeerId | undefined;
  readonly outcome: ImportOutcome;
}

/** Whether the node catches up with its peers. `importing`: all blocks are there, and not all of them are imported. */
export type SyncState =
  | { readonly type: "idle" }
  | { readonly type: "downloading" | "importing"; readonly target: number };
