import { validateCatchUp } from "./catch-up.ts";
import { validateCommit } from "./commit.ts";
import { takeCommit } from "./past-rounds.ts";
import { checkCatchUp, checkCommit, checkVote } from "./signatures.ts";
import type { CatchUp, Commit, GossipMessage, SignedVote } from "./types.ts";
import type { Verdict } from "./voter-actions.ts";
import { finalize, roundOf, skipTo, type VoterRounds } from "./voter-rounds.ts";
import { takeVote } from "./voting-round.ts";

/** What a message is worth, and the commit that it proved. */
interface Taken {
  readonly verdict: Verdict;
  readonly commit?: Commit;
}

const good: Verdict = { kind: "good" };
const useless: Verdict = { kind: "useless" };
const invalid: Verdict = { kind: "invalid" };

/** Votes of rounds that do not run are passed over: gossip keeps those of the next one, and tells them when it begins. */
function takeVoteMessage(rounds: VoterRounds, number: bigint, vote: SignedVote): Verdict {
  const round = roundOf(rounds, number);
  if (round === undefined) return useless;
  const fault = checkVote(vote, number, rounds.context);
  if (fault !== undefined) return fault;
  takeVote(rounds.context, round, vote);
  return good;
}

/**
 * A commit makes its target final, whatever round it is of. Where that round still waits to send its own, the commit's votes
 * are counted there too.
 */
function takeCommitMessage(rounds: VoterRounds, round: bigint, commit: Commit): Taken {
  const { context } = rounds;
  const fault = checkCommit(commit, round, context);
  if (fault !== undefined) return { verdict: fault };
  if (!validateCommit(commit, context.voters, context.chain).valid) return { verdict: invalid };
  const past = rounds.past.find((other) => other.round.votes.number === round);
  if (past !== undefined) takeCommit(context, past, commit);
  return { verdict: good, commit };
}

function takeCatchUp(rounds: VoterRounds, catchUp: CatchUp): Verdict {
  const { context, best } = rounds;
  const fault = checkCatchUp(catchUp, context);
  if (fault !== undefined) return fault;
  const { voters, chain } = context;
  const round = validateCatchUp(catchUp, { voters, chain, bestRound: best.votes.number });
  if (round === undefined) return invalid;
  skipTo(rounds, round);
  return good;
}

function take(rounds: VoterRounds, message: GossipMessage): Taken {
  if (message.setId !== rounds.context.setId) return { verdict: useless };
  switch (message.type) {
    case "vote":
      return { verdict: takeVoteMessage(rounds, message.round, message.vote) };
    case "commit":
      if (message.unpaired) return { verdict: { kind: "malformed" } };
      return takeCommitMessage(rounds, message.round, message.commit);
    case "catch-up":
      return { verdict: takeCatchUp(rounds, message.catchUp) };
    default:
      return { verdict: useless };
  }
}

/** Takes a message of a peer. @returns whether it made a block final */
export function takeMessage(rounds: VoterRounds, message: GossipMessage): boolean {
  const { verdict, commit } = take(rounds, message);
  rounds.context.emit({ type: "verdict", verdict });
  return message.type === "commit" && commit !== undefined && finalize(rounds, message.round, commit);
}
