import type { Commit } from "./types.ts";
import type { VoterContext } from "./voter-actions.ts";
import { withCompleted } from "./voter-state.ts";
import { countVote, stepRound, type VotingRound } from "./voting-round.ts";

/**
 * A round that another one followed. It runs until what could be final in it is final, and this node sends its commit where
 * nobody else's came. Rust: `finality_grandpa::voter::past_rounds`.
 */
export interface PastRound {
  readonly round: VotingRound;
  /** Until the commit is sent: when that is, ms, and the last one of others. */
  commit: { readonly at: number; seen: Commit | undefined } | undefined;
}

/** A round that is left now. Its commit waits for a random time, so that few nodes send one. */
export function leaveRound({ now, random, gossipDuration }: VoterContext, round: VotingRound): PastRound {
  return { round, commit: { at: now + random(2 * gossipDuration), seen: undefined } };
}

/** Counts the precommits of a valid commit of others, as long as this node has not sent its own. */
export function takeCommit(context: VoterContext, { round, commit: own }: PastRound, commit: Commit): void {
  const { finalized } = round.votes.state();
  if (own === undefined || (finalized !== undefined && commit.target.number < finalized.number)) return;
  for (const precommit of commit.precommits) countVote(context, round, "precommit", precommit);
  own.seen = commit;
}

/** Whether this node has a say in the set, so that its commits are sent. */
const isVoter = ({ voters, hasKey }: VoterContext): boolean => voters.voters.some(({ key }) => hasKey(key));

/** Sends the commit when its time has come, and nobody sent one that finalizes as much. */
function sendCommit(context: VoterContext, past: PastRound): void {
  const { commit: own, round } = past;
  if (own === undefined || context.now < own.at) return;
  past.commit = undefined;
  const { best, votes } = round;
  const finalized = votes.state().finalized;
  if (best === undefined || finalized === undefined || !isVoter(context)) return;
  if (own.seen !== undefined && own.seen.target.number >= finalized.number) return;
  const message = { type: "commit", round: votes.number, setId: context.setId, commit: best } as const;
  context.emit({ type: "send", message });
}

/** Persists what votes a round got after it was completed. Rust: `Environment::concluded`. */
function conclude(context: VoterContext, { votes }: VotingRound): void {
  const { current } = context;
  const state = votes.state();
  if (current.type === "live") {
    const known = current.completed.rounds.find(({ round }) => round === votes.number);
    const seen = known === undefined ? [] : votes.history().seen.slice(known.votes.length);
    const completed =
      known === undefined
        ? current.completed
        : withCompleted(current.completed, { ...known, state, votes: [...known.votes, ...seen] });
    const rounds = new Map(current.current);
    rounds.delete(votes.number);
    context.current = { ...current, completed, current: rounds };
    context.emit({ type: "persist", state: context.current });
  }
  context.emit({ type: "concluded", round: votes.number, state });
}

/**
 * Does what is due in a past round.
 * @param lastFinalized the highest number that is final
 * @returns whether the round goes on
 */
export function stepPast(context: VoterContext, past: PastRound, lastFinalized: number): boolean {
  stepRound(context, past.round);
  sendCommit(context, past);
  const { estimate } = past.round.votes.state();
  // Rounds without an estimate were left behind by a catch-up, and may never be completed.
  if (past.commit !== undefined || (estimate !== undefined && estimate.number > lastFinalized)) return true;
  conclude(context, past.round);
  return false;
}
