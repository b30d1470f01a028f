import { type Ancestry, samePlace } from "./chain-view.ts";
import { createRound } from "./round.ts";
import type { Commit, SignedPrecommit } from "./types.ts";
import type { VoterSet } from "./voter-set.ts";

/** What a look at a commit found. Rust: `finality_grandpa::CommitValidationResult`. */
export interface CommitCheck {
  /** Whether it makes its target final. */
  readonly valid: boolean;
  readonly precommits: number;
  readonly duplicates: number;
  readonly equivocations: number;
  readonly unknownVoters: number;
}

/** The precommit for the lowest block, the first of them: all others must descend from its block. */
export function lowestPrecommit(precommits: readonly SignedPrecommit[]): SignedPrecommit | undefined {
  let [lowest] = precommits;
  for (const precommit of precommits) {
    if (lowest === undefined || precommit.target.number < lowest.target.number) lowest = precommit;
  }
  return lowest;
}

/**
 * Whether a commit makes its target final: the precommits must come together there, and not higher. Their signatures are
 * checked elsewhere. Votes of unknown voters and repeated ones are passed over. Rust: `finality_grandpa::validate_commit`.
 */
export function validateCommit(commit: Commit, voters: VoterSet, chain: Ancestry): CommitCheck {
  const known = commit.precommits.filter(({ voter }) => voters.byKey.has(voter));
  const found = {
    valid: false,
    precommits: commit.precommits.length,
    duplicates: 0,
    equivocations: 0,
    unknownVoters: commit.precommits.length - known.length,
  };
  const base = lowestPrecommit(known)?.target;
  if (base === undefined || !known.every(({ target }) => chain.isEqualOrDescendantOf(base.hash, target.hash))) {
    return found;
  }
  const round = createRound({ number: 0n, voters, base });
  for (const precommit of known) {
    const { kind } = round.importVote("precommit", precommit, chain);
    if (kind === "not above the base") return found;
    if (kind === "duplicate") found.duplicates++;
    if (kind === "equivocation") found.equivocations++;
  }
  const ghost = round.precommitGhost();
  return { ...found, valid: ghost !== undefined && samePlace(ghost, commit.target) };
}
