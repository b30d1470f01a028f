import type { Hex } from "../../lib/bytes.ts";
import type { Place } from "../fork-tree.ts";

/** How blocks descend from each other, as far as it is known. Rust: `finality_grandpa::Chain`. */
export interface Ancestry {
  /**
   * The blocks between two: from the parent of `block` down to the child of `base`.
   * @returns undefined when `block` does not descend from `base`, or when one of them is not known
   */
  ancestry(base: Hex, block: Hex): readonly Hex[] | undefined;
  isEqualOrDescendantOf(base: Hex, block: Hex): boolean;
}

/** A voter's chain. Rust: `finality_grandpa::voter::Environment`. */
export interface ChainView extends Ancestry {
  /**
   * The block to prevote for: the best one whose chain contains `base`, as far as changes of the voters and voting rules
   * allow; `base` itself when no better one is known.
   * @returns undefined when `base` is not known, or when this set votes no more
   */
  bestChainContaining(base: Hex): Place | undefined;
}

/** Whether both are the same block, or both none. */
export function samePlace(a: Place | undefined, b: Place | undefined): boolean {
  return a?.hash === b?.hash && a?.number === b?.number;
}
