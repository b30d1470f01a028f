import type { Hex } from "../../lib/bytes.ts";
import type { Place } from "../fork-tree.ts";
import type { Ancestry } from "./chain-view.ts";
import { createRound, type Round } from "./round.ts";
import type { CatchUp } from "./types.ts";
import type { Phase } from "./vote-bits.ts";
import type { VoterSet } from "./voter-set.ts";

/**
 * The round that a catch-up completes, with all its votes. Signatures are checked elsewhere.
 * Rust: `finality_grandpa::voter::validate_catch_up`.
 * @returns undefined when the round is not beyond `bestRound`, when a supermajority of either vote is missing, when a vote is
 * by a voter who is not in the set or not above the base, when the votes do not complete the round, and when the base is
 * not at the height that it is said to have: nobody signed that, and the block would be taken for final there. The original
 * does not ask.
 */
export function validateCatchUp(
  catchUp: CatchUp,
  { voters, chain, bestRound }: { readonly voters: VoterSet; readonly chain: Ancestry; readonly bestRound: bigint },
): Round | undefined {
  if (catchUp.round <= bestRound) return undefined;
  const prevotes = catchUp.prevotes.map(({ vote, ...auth }) => ({ target: vote.target, ...auth }));
  const phases: readonly [Phase, typeof prevotes | typeof catchUp.precommits][] = [
    ["prevote", prevotes],
    ["precommit", catchUp.precommits],
  ];
  for (const [, votes] of phases) {
    const who = new Set<Hex>(votes.map(({ voter }) => voter));
    let weight = 0n;
    for (const voter of who) {
      const info = voters.byKey.get(voter);
      if (info === undefined) return undefined;
      weight += info.weight;
    }
    if (weight < voters.threshold) return undefined;
  }
  if (!prevotes.every(({ target }) => isHeightOf(catchUp.base, target, chain))) return undefined;
  const round = createRound({ number: catchUp.round, voters, base: catchUp.base });
  for (const [phase, votes] of phases) {
    for (const vote of votes) {
      if (round.importVote(phase, vote, chain).kind === "not above the base") return undefined;
    }
  }
  return round.state().completable ? round : undefined;
}

/** Whether a block's height is its base's and the blocks between them. That of a vote's target is known to be right. */
function isHeightOf(base: Place, target: Place, chain: Ancestry): boolean {
  if (base.hash === target.hash) return base.number === target.number;
  const between = chain.ancestry(base.hash, target.hash);
  return between !== undefined && base.number + between.length + 1 === target.number;
}
