import type { Place } from "../fork-tree.ts";
import type { Ancestry } from "./chain-view.ts";
import type { RoundState } from "./types.ts";
import { mergeVotes, noVotes, oneVote, type Phase, type VoteBits, weightOf } from "./vote-bits.ts";
import { createVoteGraph } from "./vote-graph.ts";
import type { VoterInfo, VoterSet } from "./voter-set.ts";

/** The weight of all who voted, by phase. */
type Weights = Readonly<Record<Phase, bigint>>;

/** What the votes of a round come to. Rust: the graph, the context and `update` of `finality_grandpa::round::Round`. */
export interface Tally {
  /** Counts the first vote of a voter. False when its block does not descend from the base. */
  count(phase: Phase, voter: VoterInfo, target: Place, chain: Ancestry): boolean;
  /** From now on the votes of this voter count for all blocks. */
  noteEquivocation(phase: Phase, voter: VoterInfo): void;
  /** Finds the state anew after a vote of this phase. */
  update(phase: Phase, weights: Weights): void;
  state(): RoundState;
  precommitGhost(weights: Weights): Place | undefined;
}

const atLeastZero = (value: bigint): bigint => (value < 0n ? 0n : value);
const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

export function createTally(voters: VoterSet, base: Place): Tally {
  const { threshold, totalWeight } = voters;
  const none = noVotes(voters);
  const graph = createVoteGraph<VoteBits>(base, { none, add: mergeVotes });
  let equivocations = none;
  let precommitGhost: Place | undefined;
  let state: RoundState = { prevoteGhost: undefined, finalized: undefined, estimate: undefined, completable: false };

  const weightAt = (votes: VoteBits, phase: Phase): bigint =>
    weightOf(equivocations === none ? votes : mergeVotes(votes, equivocations), phase, voters);
  const hasMajority = (phase: Phase) => (votes: VoteBits) => weightAt(votes, phase) >= threshold;

  /**
   * Whether a block may still get a supermajority of precommits: with all who have not voted yet, and with as many of those
   * who voted for others as may still turn out to vote twice.
   */
  const canBeFinal = (precommitted: bigint) => {
    const tolerated = totalWeight - threshold;
    const moreTwice = atLeastZero(tolerated - weightOf(equivocations, "precommit", voters));
    const missing = totalWeight - precommitted;
    return (votes: VoteBits): boolean => {
      const here = weightAt(votes, "precommit");
      return here + missing + least(atLeastZero(precommitted - here), moreTwice) >= threshold;
    };
  };

  /** The estimate, and whether no block above it can be final; asked when a supermajority has precommitted. */
  const estimateBelow = (ghost: Place, precommitted: bigint): Pick<RoundState, "estimate" | "completable"> => {
    const possible = canBeFinal(precommitted);
    const estimate = graph.findAncestor(ghost, possible);
    if (estimate === undefined) return { estimate, completable: false };
    if (estimate.hash !== ghost.hash) return { estimate, completable: true };
    const highest = graph.findGhost(estimate, possible);
    const completable = highest === undefined || (highest.hash === ghost.hash && highest.number === ghost.number);
    return { estimate, completable };
  };

  return {
    count: (phase, voter, target, chain) => graph.insert(target, oneVote(voters, voter.position, phase), chain),

    noteEquivocation(phase, voter) {
      equivocations = mergeVotes(equivocations, oneVote(voters, voter.position, phase));
    },

    update(phase, weights) {
      if (weights.prevote < threshold) return;
      const prevoteGhost =
        phase === "prevote" ? graph.findGhost(state.prevoteGhost, hasMajority("prevote")) : state.prevoteGhost;
      state = { ...state, prevoteGhost };
      if (prevoteGhost === undefined) return;
      // Before a supermajority of precommits any new block could still be final: more voters than may fail are missing.
      if (weights.precommit < threshold) state = { ...state, estimate: prevoteGhost };
      else {
        const finalized = graph.findAncestor(prevoteGhost, hasMajority("precommit"));
        state = { prevoteGhost, finalized, ...estimateBelow(prevoteGhost, weights.precommit) };
      }
    },

    state: () => state,

    precommitGhost(weights) {
      if (weights.precommit >= threshold) precommitGhost = graph.findGhost(precommitGhost, hasMajority("precommit"));
      return precommitGhost;
    },
  };
}
