import type { Place } from "../fork-tree.ts";
import type { Ancestry } from "./chain-view.ts";
import { createTally, type Tally } from "./tally.ts";
import type { Equivocation, RoundState, SignedPrecommit, SignedVote } from "./types.ts";
import type { Phase } from "./vote-bits.ts";
import { compareVote, createVoteTracker, trackedVotes, trackVote } from "./vote-tracker.ts";
import type { VoterSet } from "./voter-set.ts";

/** What became of a vote. */
export type Imported =
  | { readonly kind: "counted" | "duplicate" | "unknown voter" | "not above the base" }
  /** The third different vote of a voter, or a later one. */
  | { readonly kind: "ignored" }
  | { readonly kind: "equivocation"; readonly equivocation: Equivocation };

/** The votes that were counted, in the order they came, and how many had come when this node cast its own. */
export interface HistoricalVotes {
  readonly seen: readonly SignedVote[];
  readonly prevoted: number | undefined;
  readonly precommitted: number | undefined;
}

/** Votes of one round. Rust: `finality_grandpa::round::Round`. */
export interface Round {
  readonly number: bigint;
  readonly voters: VoterSet;
  /** The block that votes descend from. */
  readonly base: Place;
  /** Counts a prevote or precommit whose signature is good. */
  importVote(phase: Phase, vote: SignedPrecommit, chain: Ancestry): Imported;
  state(): RoundState;
  /** The highest block with a supermajority of precommits. */
  precommitGhost(): Place | undefined;
  /** Precommits for the finalized block and for those above it, both of who voted twice; undefined when none is final. */
  finalizingPrecommits(chain: Ancestry): readonly SignedPrecommit[] | undefined;
  votes(phase: Phase): readonly SignedPrecommit[];
  /** The weight of all who voted. */
  weight(phase: Phase): bigint;
  history(): HistoricalVotes;
  /** Notes that this node cast its vote now. */
  noteOwnVote(phase: Phase): void;
}

export function createRound({
  number,
  voters,
  base,
}: {
  readonly number: bigint;
  readonly voters: VoterSet;
  readonly base: Place;
}): Round {
  const tally: Tally = createTally(voters, base);
  const trackers = { prevote: createVoteTracker(), precommit: createVoteTracker() };
  const seen: SignedVote[] = [];
  const own: { prevote?: number; precommit?: number } = {};
  const weights = () => ({ prevote: trackers.prevote.weight, precommit: trackers.precommit.weight });

  const votes = (phase: Phase): SignedPrecommit[] =>
    trackedVotes(trackers[phase], voters).flatMap(({ voter, casts }) => casts.map((cast) => ({ ...cast, voter })));

  return {
    number,
    voters,
    base,

    importVote(phase, { target, signature, voter }, chain) {
      const info = voters.byKey.get(voter);
      if (info === undefined) return { kind: "unknown voter" };
      const tracker = trackers[phase];
      const cast = { target, signature };
      const rank = compareVote(tracker, voter, cast);
      if (rank === "duplicate") return { kind: "duplicate" };
      if (rank === "third") return { kind: "ignored" };
      if (rank === "first" && !tally.count(phase, info, target, chain)) return { kind: "not above the base" };
      // Votes of who votes twice count for all blocks; the first one need not be taken back.
      if (rank === "second") tally.noteEquivocation(phase, info);
      const [first] = tracker.casts.get(voter) ?? [];
      trackVote(tracker, info, cast);
      seen.push({ vote: { stage: phase, target }, signature, voter });
      tally.update(phase, weights());
      if (first === undefined) return { kind: "counted" };
      return { kind: "equivocation", equivocation: { round: number, phase, voter, first, second: cast } };
    },

    state: () => tally.state(),
    precommitGhost: () => tally.precommitGhost(weights()),

    finalizingPrecommits(chain) {
      const { finalized } = tally.state();
      if (finalized === undefined) return undefined;
      return votes("precommit").filter(
        ({ target, voter }) =>
          trackers.precommit.casts.get(voter)?.length === 2 || chain.isEqualOrDescendantOf(finalized.hash, target.hash),
      );
    },

    votes,
    weight: (phase) => trackers[phase].weight,
    history: () => ({ seen, prevoted: own.prevote, precommitted: own.precommit }),
    noteOwnVote: (phase) => {
      own[phase] = seen.length;
    },
  };
}
