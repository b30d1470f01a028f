import type { Hex } from "../../lib/bytes.ts";
import type { Place } from "../fork-tree.ts";
import { samePlace } from "./chain-view.ts";
import { castVote } from "./own-votes.ts";
import { prevoteBase } from "./prevote-target.ts";
import { createRound, type Round } from "./round.ts";
import type { Commit, RoundState, SignedPrecommit, SignedVote, Stage } from "./types.ts";
import type { Phase } from "./vote-bits.ts";
import type { VoterContext } from "./voter-actions.ts";
import { primaryOf } from "./voter-set.ts";

/** A round's state, which changes while others hold it. */
export interface StateCell {
  state: RoundState;
}

/** How far this node's part in a round has come; observers go the same steps without voting. */
export type Step = "start" | "proposed" | "prevoted" | "precommitted" | "never votes";

/** A round in which this node votes, or watches. Rust: `finality_grandpa::voter::voting_round::VotingRound`. */
export interface VotingRound {
  readonly votes: Round;
  /** The round before; absent where this one was completed by others. */
  readonly before: StateCell | undefined;
  readonly cell: StateCell;
  readonly prevoteAt: number;
  readonly precommitAt: number;
  /** The key to vote with; undefined for observers. */
  voter: Hex | undefined;
  step: Step;
  /** The block that the primary proposed. */
  primaryBlock: Place | undefined;
  /** The highest block that the round was seen to finalize, with its precommits. */
  best: Commit | undefined;
}

/** A round that begins now. */
export function beginRound(context: VoterContext, number: bigint, base: Place, before: StateCell): VotingRound {
  const { voters, hasKey, now, gossipDuration } = context;
  const votes = createRound({ number, voters, base });
  context.emit({ type: "round", round: number });
  return {
    votes,
    before,
    cell: { state: votes.state() },
    prevoteAt: now + 2 * gossipDuration,
    precommitAt: now + 4 * gossipDuration,
    voter: voters.voters.find(({ key }) => hasKey(key))?.key,
    step: "start",
    primaryBlock: undefined,
    best: undefined,
  };
}

/** A round that others completed: no vote is cast in it. */
export function completedRound(context: VoterContext, votes: Round): VotingRound {
  context.emit({ type: "round", round: votes.number });
  return {
    votes,
    before: undefined,
    cell: { state: votes.state() },
    prevoteAt: context.now,
    precommitAt: context.now,
    voter: undefined,
    step: "never votes",
    primaryBlock: undefined,
    best: undefined,
  };
}

/** Counts a prevote or precommit, and notes when its voter voted twice. */
export function countVote(context: VoterContext, round: VotingRound, phase: Phase, vote: SignedPrecommit): void {
  const result = round.votes.importVote(phase, vote, context.chain);
  round.cell.state = round.votes.state();
  if (result.kind !== "equivocation") return;
  const own = result.equivocation.voter === round.voter;
  context.emit({ type: "equivocation", equivocation: result.equivocation, own });
}

/** Takes a vote whose signature is good; one for a block below the round's base is passed over. */
export function takeVote(context: VoterContext, round: VotingRound, { vote, signature, voter }: SignedVote): void {
  const { votes } = round;
  if (!context.chain.isEqualOrDescendantOf(votes.base.hash, vote.target.hash)) return;
  if (vote.stage !== "primary") countVote(context, round, vote.stage, { target: vote.target, signature, voter });
  else if (voter === primaryOf(votes.voters, votes.number).key) round.primaryBlock = vote.target;
}

/** Casts a vote. False when that could not be: this node is an observer for the rest of the round. */
function cast(context: VoterContext, round: VotingRound, stage: Stage, target: Place): boolean {
  const { voter, votes } = round;
  if (voter === undefined) return true;
  const signed = castVote(context, { round: votes.number, stage, target, voter });
  if (signed === undefined) {
    context.emit({ type: "unsigned", round: votes.number, voter });
    round.voter = undefined;
    return false;
  }
  if (stage !== "primary") votes.noteOwnVote(stage);
  takeVote(context, round, signed);
  return true;
}

/** The primary's hint: what the round before may have finalized, where it is not known to have. */
function propose(context: VoterContext, round: VotingRound, { estimate, finalized }: RoundState): void {
  const { votes, voter } = round;
  if (round.step !== "start" || voter !== primaryOf(votes.voters, votes.number).key) return;
  if (estimate === undefined || (finalized !== undefined && estimate.number <= finalized.number)) return;
  if (cast(context, round, "primary", estimate)) round.step = "proposed";
}

/** The prevote, when its time has come or when the round needs it no more. */
function prevote(context: VoterContext, round: VotingRound, before: RoundState): void {
  const { votes } = round;
  if (round.step !== "start" && round.step !== "proposed") return;
  if (context.now < round.prevoteAt && !votes.state().completable) return;
  if (round.voter !== undefined) {
    if (before.estimate === undefined) return;
    const { chain } = context;
    // Without a target the vote waits: the next input asks again.
    const target = chain.bestChainContaining(prevoteBase(before.estimate, before, round.primaryBlock, chain));
    if (target === undefined) return;
    cast(context, round, "prevote", target);
  }
  round.step = "prevoted";
}

/** The precommit, for the prevote ghost, once that is the estimate of the round before or descends from it. */
function precommit(context: VoterContext, round: VotingRound, { estimate }: RoundState): void {
  const { completable, prevoteGhost } = round.votes.state();
  if (round.step !== "prevoted" || prevoteGhost === undefined || estimate === undefined) return;
  if (!context.chain.isEqualOrDescendantOf(estimate.hash, prevoteGhost.hash)) return;
  if (context.now < round.precommitAt && !completable) return;
  cast(context, round, "precommit", prevoteGhost);
  round.step = "precommitted";
}

/**
 * Tells what the round finalized. Only once this node has cast its votes: a node that starts again must not run the same
 * round on a base that was finalized in it.
 */
function tellFinalized(context: VoterContext, round: VotingRound): void {
  const { completable, finalized } = round.votes.state();
  const voted = round.step === "precommitted" || round.before === undefined;
  if (!completable || !voted || finalized === undefined || samePlace(finalized, round.best?.target)) return;
  const precommits = round.votes.finalizingPrecommits(context.chain) ?? [];
  round.best = { target: finalized, precommits };
  context.finalized(round.votes.number, round.best);
}

/**
 * Casts the votes that are due, and tells what the round finalized.
 * @returns whether the round is complete: the next one may begin when this node has cast its votes
 */
export function stepRound(context: VoterContext, round: VotingRound): boolean {
  const before = round.before?.state;
  if (before !== undefined) {
    propose(context, round, before);
    prevote(context, round, before);
    precommit(context, round, before);
  }
  tellFinalized(context, round);
  const { completable, finalized } = round.votes.state();
  if (!completable) return false;
  if (before === undefined) return true;
  if (before.estimate === undefined || before.finalized === undefined) return false;
  const { number } = before.estimate;
  return number <= before.finalized.number || (finalized !== undefined && number <= finalized.number);
}

/** When the round wants the time; undefined when it waits for votes or is past. */
export function nextMoment({ step, before, prevoteAt, precommitAt }: VotingRound, now: number): number | undefined {
  const at = step === "prevoted" ? precommitAt : step === "start" || step === "proposed" ? prevoteAt : now;
  return before === undefined || at <= now ? undefined : at;
}
