import type { Place } from "../fork-tree.ts";
import { leaveRound, type PastRound, stepPast } from "./past-rounds.ts";
import { createRound, type Round } from "./round.ts";
import type { Commit, CompletedRound } from "./types.ts";
import type { VoterContext, VoterParameters } from "./voter-actions.ts";
import { genesisRoundState, lastCompleted, withCompleted } from "./voter-state.ts";
import { beginRound, completedRound, nextMoment, stepRound, takeVote, type VotingRound } from "./voting-round.ts";

/** All rounds of a voter that runs. */
export interface VoterRounds {
  readonly context: VoterContext;
  best: VotingRound;
  past: readonly PastRound[];
  /** The highest number that is final. */
  lastFinalized: number;
  /** The highest block that rounds of this voter finalized: commits of others may be ahead of them. */
  lastFinalizedInRounds: Place;
  /** What rounds finalized, and was not dealt with yet. */
  readonly found: { readonly round: bigint; readonly commit: Commit }[];
}

/**
 * The rounds that a voter starts with: the next one after the last that was completed, and that one, which may still get
 * votes. Where its votes are not known, its base counts as all that it finalized. Rust: `finality_grandpa::voter::Voter::new`.
 */
export function startRounds(
  parameters: VoterParameters,
  { now, emit }: Pick<VoterContext, "now" | "emit">,
): VoterRounds {
  const found: VoterRounds["found"] = [];
  const context: VoterContext = {
    ...parameters,
    now,
    emit,
    current: parameters.state,
    finalized: (round, commit) => {
      found.push({ round, commit });
    },
  };
  const last = lastCompleted(context.current);
  const completed = last.round === 0n ? undefined : lastRound(context);
  const before = completed?.cell ?? { state: genesisRoundState(last.base) };
  const base = firstBase(last, parameters);
  return {
    context,
    past: completed === undefined ? [] : [leaveRound(context, completed)],
    best: beginRound(context, last.round + 1n, base, before),
    lastFinalized: parameters.lastFinalized.number,
    lastFinalizedInRounds: base,
    found,
  };
}

/** How far below the last final block the first round may begin: a day of blocks. */
const mostBelow = 7200;

/**
 * The base of the first round: that of the round before it, as if this voter had not stopped. What is final by now may have
 * become so by this very round, and votes for blocks below it count in it: without them it might never be completed. Who was
 * away for long will catch up with a later round, and begins at the last final block.
 */
function firstBase({ base }: CompletedRound, { lastFinalized, chain }: VoterParameters): Place {
  const below = lastFinalized.number - base.number;
  const near = below >= 0 && below <= mostBelow && chain.isEqualOrDescendantOf(base.hash, lastFinalized.hash);
  return near ? base : lastFinalized;
}

/** The last completed round from its votes; undefined when these do not complete it. */
function lastRound(context: VoterContext): VotingRound | undefined {
  const { round: number, base, votes } = lastCompleted(context.current);
  const round = completedRound(context, createRound({ number, voters: context.voters, base }));
  for (const vote of votes) takeVote(context, round, vote);
  return round.cell.state.completable ? round : undefined;
}

/** The running round of a number. */
export function roundOf({ best, past }: VoterRounds, number: bigint): VotingRound | undefined {
  return best.votes.number === number ? best : past.find(({ round }) => round.votes.number === number)?.round;
}

/** Persists that a round is completed. Rust: `Environment::completed`. */
function persistCompleted(context: VoterContext, votes: Round): void {
  const { current } = context;
  const { number, base } = votes;
  const state = votes.state();
  if (current.type === "live") {
    const rounds = new Map(current.current);
    rounds.delete(number);
    if (!rounds.has(number + 1n)) rounds.set(number + 1n, undefined);
    const completed = { round: number, state, base, votes: [...votes.history().seen] };
    context.current = { ...current, completed: withCompleted(current.completed, completed), current: rounds };
    context.emit({ type: "persist", state: context.current });
  }
  context.emit({ type: "completed", round: number, state });
}

/** Leaves the best round for the one that follows `completed`. */
function followRound(rounds: VoterRounds, completed: VotingRound): void {
  const { context } = rounds;
  persistCompleted(context, completed.votes);
  const left = completed === rounds.best ? [completed] : [completed, rounds.best];
  rounds.best = beginRound(context, completed.votes.number + 1n, rounds.lastFinalizedInRounds, completed.cell);
  rounds.past = [...rounds.past, ...left.map((round) => leaveRound(context, round))];
}

/** Goes on after a round that others completed. */
export function skipTo(rounds: VoterRounds, votes: Round): void {
  const { finalized } = votes.state();
  followRound(rounds, completedRound(rounds.context, votes));
  // The base of the next round stays below, as if the round had been voted in here.
  if (finalized !== undefined && finalized.number > rounds.lastFinalizedInRounds.number) {
    rounds.lastFinalizedInRounds = finalized;
  }
}

/** Makes a block final. False when that is as high as what is final already. */
export function finalize(rounds: VoterRounds, round: bigint, commit: Commit): boolean {
  const { target } = commit;
  if (target.number <= rounds.lastFinalized) return false;
  rounds.lastFinalized = target.number;
  rounds.context.emit({ type: "finalize", target, round, commit });
  return true;
}

/** Deals with what rounds finalized. True when a block is made final: the rest waits. */
function takeFound(rounds: VoterRounds): boolean {
  for (let next = rounds.found.shift(); next !== undefined; next = rounds.found.shift()) {
    const { target } = next.commit;
    if (target.number > rounds.lastFinalizedInRounds.number) rounds.lastFinalizedInRounds = target;
    if (finalize(rounds, next.round, next.commit)) return true;
  }
  return false;
}

/** Does all that is due. @returns whether that ended with a block made final, so that more may be due at once */
export function runRounds(rounds: VoterRounds): boolean {
  const { context } = rounds;
  for (;;) {
    rounds.past = rounds.past.filter((past) => stepPast(context, past, rounds.lastFinalized));
    if (takeFound(rounds)) return true;
    const complete = stepRound(context, rounds.best);
    if (complete && rounds.best.step === "precommitted") followRound(rounds, rounds.best);
    else if (rounds.found.length === 0) return false;
  }
}

/** When the time is wanted next, ms; undefined when only messages and blocks are waited for. */
export function nextTimer({ context, best, past }: VoterRounds): number | undefined {
  let next: number | undefined;
  const moments = [best, ...past.map(({ round }) => round)].map((round) => nextMoment(round, context.now));
  for (const at of [...moments, ...past.map(({ commit }) => commit?.at)]) {
    if (at !== undefined && (next === undefined || at < next)) next = at;
  }
  return next;
}
