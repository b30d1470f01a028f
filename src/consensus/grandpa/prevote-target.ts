import type { Hex } from "../../lib/bytes.ts";
import type { Place } from "../fork-tree.ts";
import { type Ancestry, samePlace } from "./chain-view.ts";
import type { RoundState } from "./types.ts";

/**
 * The block that a prevote must build on: the estimate of the round before, or the primary's block where that lies between
 * the estimate and the prevote ghost of the round before. Rust: `finality_grandpa::voter::voting_round::construct_prevote`.
 */
export function prevoteBase(
  estimate: Place,
  { prevoteGhost }: RoundState,
  primaryBlock: Place | undefined,
  chain: Ancestry,
): Hex {
  if (primaryBlock === undefined || prevoteGhost === undefined) return estimate.hash;
  if (samePlace(primaryBlock, prevoteGhost)) return primaryBlock.hash;
  const between = chain.ancestry(estimate.hash, prevoteGhost.hash);
  return between?.[prevoteGhost.number - primaryBlock.number - 1] === primaryBlock.hash
    ? primaryBlock.hash
    : estimate.hash;
}
