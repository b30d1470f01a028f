import type { Hex } from "../../lib/bytes.ts";
import type { Place } from "../fork-tree.ts";

/** The two votes that count, and the primary's proposal, which is a hint. */
export type Stage = "prevote" | "precommit" | "primary";

/** A vote for a block and all its ancestors. Rust: `finality_grandpa::Message`. */
export interface Vote {
  readonly stage: Stage;
  readonly target: Place;
}

/** A vote with its voter's ed25519 key and signature (64 bytes). Rust: `finality_grandpa::SignedMessage`. */
export interface SignedVote {
  readonly vote: Vote;
  readonly signature: Uint8Array;
  readonly voter: Hex;
}

/** A vote as its voter cast it in one phase of a round. */
export interface Cast {
  readonly target: Place;
  readonly signature: Uint8Array;
}

export interface SignedPrecommit extends Cast {
  readonly voter: Hex;
}

/** Two votes of one voter in the same round and phase. Votes of different rounds are none. Rust: `finality_grandpa::Equivocation`. */
export interface Equivocation {
  readonly round: bigint;
  readonly phase: "prevote" | "precommit";
  readonly voter: Hex;
  readonly first: Cast;
  readonly second: Cast;
}

/** Precommits of one round that make a block final. Rust: `finality_grandpa::Commit`. */
export interface Commit {
  readonly target: Place;
  readonly precommits: readonly SignedPrecommit[];
}

/** A commit with the headers that lead from its lowest precommit to the others, each as it is encoded. */
export interface Justification {
  readonly round: bigint;
  readonly commit: Commit;
  readonly ancestries: readonly Uint8Array[];
}

/** All votes of a completed round, for those who are behind. Rust: `finality_grandpa::CatchUp`. */
export interface CatchUp {
  readonly round: bigint;
  readonly prevotes: readonly SignedVote[];
  readonly precommits: readonly SignedPrecommit[];
  /** A block that all votes are for, or for descendants of it. */
  readonly base: Place;
}

/** What GRANDPA's peers send each other. Rust: `sc_consensus_grandpa::communication::gossip::GossipMessage`. */
export type GossipMessage =
  | { readonly type: "vote"; readonly round: bigint; readonly setId: bigint; readonly vote: SignedVote }
  | {
      readonly type: "commit";
      readonly round: bigint;
      readonly setId: bigint;
      readonly commit: Commit;
      /** The message had more votes than signatures, or fewer: those without a partner are not in the commit. */
      readonly unpaired?: true;
    }
  | { readonly type: "neighbor"; readonly round: bigint; readonly setId: bigint; readonly finalized: number }
  | { readonly type: "catch-up-request"; readonly round: bigint; readonly setId: bigint }
  | { readonly type: "catch-up"; readonly setId: bigint; readonly catchUp: CatchUp };

/** What a round has come to. Rust: `finality_grandpa::round::State`. */
export interface RoundState {
  /** The highest block with a supermajority of prevotes. */
  readonly prevoteGhost: Place | undefined;
  readonly finalized: Place | undefined;
  /** The highest block that may have been finalized in this round, by others too. */
  readonly estimate: Place | undefined;
  /** Whether the next round may begin. */
  readonly completable: boolean;
}

/** A round that was voted to its end. Rust: `sc_consensus_grandpa::environment::CompletedRound`. */
export interface CompletedRound {
  readonly round: bigint;
  readonly state: RoundState;
  /** The block that votes of the round had to descend from. */
  readonly base: Place;
  /** Votes in the order they came, at most two of a voter and stage. */
  readonly votes: readonly SignedVote[];
}

/** The last completed rounds of a set, newest first, one at least. */
export interface CompletedRounds {
  readonly rounds: readonly CompletedRound[];
  readonly setId: bigint;
  readonly voters: readonly Hex[];
}

/** What this node voted in a round, and with which key. Rust: `sc_consensus_grandpa::environment::HasVoted::Yes`. */
export interface OwnVotes {
  readonly voter: Hex;
  readonly primary?: Place;
  readonly prevote?: Place;
  /** Only where there is a prevote too. */
  readonly precommit?: Place;
}

/** What a voter needs of the time before its start. Rust: `sc_consensus_grandpa::environment::VoterSetState`. */
export type VoterSetState =
  | {
      readonly type: "live";
      readonly completed: CompletedRounds;
      /** Rounds that run, with own votes; undefined where there is none yet. */
      readonly current: ReadonlyMap<bigint, OwnVotes | undefined>;
    }
  | { readonly type: "paused"; readonly completed: CompletedRounds };
