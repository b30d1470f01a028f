import type { Hex } from "../../lib/bytes.ts";
import type { VoterSetState } from "./types.ts";
import type { Phase } from "./vote-bits.ts";
import type { VoterAction, VoterInput, VoterParameters } from "./voter-actions.ts";
import { takeMessage } from "./voter-messages.ts";
import { nextTimer, runRounds, startRounds, type VoterRounds } from "./voter-rounds.ts";
import type { VotingRound } from "./voting-round.ts";

/** Who voted in a round so far. Rust: `finality_grandpa::voter::report::RoundState`. */
export interface RoundReport {
  readonly round: bigint;
  readonly totalWeight: bigint;
  readonly threshold: bigint;
  readonly prevoteWeight: bigint;
  readonly prevoters: readonly Hex[];
  readonly precommitWeight: bigint;
  readonly precommitters: readonly Hex[];
}

/** Rust: `finality_grandpa::voter::report::VoterState`. */
export interface VoterReport {
  readonly best: RoundReport;
  readonly background: readonly RoundReport[];
}

/**
 * A node's part in GRANDPA for one set of voters, as a voter or, without a key of the set, as one who follows.
 * Rust: `finality_grandpa::voter::Voter`.
 */
export interface Voter {
  /** The first call. Times are ms of a clock that never goes back. */
  start(now: number): readonly VoterAction[];
  handle(input: VoterInput, now: number): readonly VoterAction[];
  /** The state as it was to be persisted last. */
  state(): VoterSetState;
  /** Undefined before the start, and of a voter that is paused. */
  report(): VoterReport | undefined;
}

function reportOf({ votes }: VotingRound): RoundReport {
  const votersOf = (phase: Phase): Hex[] => [...new Set(votes.votes(phase).map(({ voter }) => voter))];
  return {
    round: votes.number,
    totalWeight: votes.voters.totalWeight,
    threshold: votes.voters.threshold,
    prevoteWeight: votes.weight("prevote"),
    prevoters: votersOf("prevote"),
    precommitWeight: votes.weight("precommit"),
    precommitters: votersOf("precommit"),
  };
}

/** A voter that is started by its first call. One whose state is paused never does anything. */
export function createVoter(parameters: VoterParameters): Voter {
  let actions: VoterAction[] = [];
  let rounds: VoterRounds | undefined;
  let announced: number | undefined;

  const emit = (action: VoterAction): void => {
    actions.push(action);
  };

  /** Ends a call: says when the next one is due, and hands out the actions. */
  const finish = (running: VoterRounds, finalized: boolean): readonly VoterAction[] => {
    const at = finalized ? running.context.now : nextTimer(running);
    if (at !== undefined && (finalized || at !== announced)) emit({ type: "timer", at });
    announced = at;
    const done = actions;
    actions = [];
    return done;
  };

  return {
    start(now) {
      if (parameters.state.type === "paused") return [];
      rounds = startRounds(parameters, { now, emit });
      return finish(rounds, runRounds(rounds));
    },

    handle(input, now) {
      if (rounds === undefined) return [];
      rounds.context.now = now;
      // A timer that was early is set again.
      if (input.type === "time") announced = undefined;
      const finalized = input.type === "message" && takeMessage(rounds, input.message);
      return finish(rounds, finalized || runRounds(rounds));
    },

    state: () => rounds?.context.current ?? parameters.state,
    report: () =>
      rounds && { best: reportOf(rounds.best), background: rounds.past.map(({ round }) => reportOf(round)) },
  };
}
