import type { Hex } from "../../lib/bytes.ts";
import type { Place } from "../fork-tree.ts";
import type { CompletedRound, CompletedRounds, RoundState, VoterSetState } from "./types.ts";

/** Of how many completed rounds the votes are kept, for those who ask to catch up. */
const keptRounds = 2;

/** The state of a round that nobody voted in: its base is final, and nothing else can be. */
export function genesisRoundState(base: Place): RoundState {
  return { prevoteGhost: base, finalized: base, estimate: base, completable: true };
}

/**
 * The state of a set that begins: round 0 is completed, and round 1 runs. Rust: `VoterSetState::live`.
 * @param base the genesis block, or the block with which the set changed
 */
export function liveState({
  setId,
  voters,
  base,
}: {
  readonly setId: bigint;
  readonly voters: readonly Hex[];
  readonly base: Place;
}): VoterSetState {
  const genesis = { round: 0n, state: genesisRoundState(base), base, votes: [] };
  return { type: "live", completed: { rounds: [genesis], setId, voters }, current: new Map([[1n, undefined]]) };
}

/** The round that was completed last. */
export function lastCompleted({ completed }: VoterSetState): CompletedRound {
  return completed.rounds[0] as CompletedRound;
}

/** The completed rounds with one more, or with a new account of one that is there; the oldest falls out. */
export function withCompleted(completed: CompletedRounds, round: CompletedRound): CompletedRounds {
  const others = completed.rounds.filter((other) => other.round !== round.round);
  const rounds = [...others, round].sort((a, b) => (a.round > b.round ? -1 : 1)).slice(0, keptRounds);
  return { ...completed, rounds };
}
