import type { Hex } from "../lib/bytes.ts";

/** A block by its place. */
export interface Place {
  readonly hash: Hex;
  readonly number: number;
}

/** The way from one block to another: down to the block they share, and up again. */
export interface TreeRoute {
  /** Blocks that are left, newest first. */
  readonly retracted: readonly Hex[];
  /** The newest block of both chains. */
  readonly common: Hex;
  /** Blocks that are joined, oldest first. */
  readonly enacted: readonly Hex[];
}

/**
 * The way between two blocks. Rust: `sp_blockchain::tree_route`.
 * @param parentOf hash and number of a block's parent; undefined ends the search.
 */
export function treeRoute(from: Place, to: Place, parentOf: (hash: Hex) => Place | undefined): TreeRoute {
  const retracted: Hex[] = [];
  const enacted: Hex[] = [];
  let [left, right]: [Place, Place] = [from, to];
  while (left.hash !== right.hash) {
    if (left.number >= right.number) {
      retracted.push(left.hash);
      left = parentOf(left.hash) ?? noWay(left);
    } else {
      enacted.push(right.hash);
      right = parentOf(right.hash) ?? noWay(right);
    }
  }
  return { retracted, common: left.hash, enacted: enacted.reverse() };
}

function noWay({ hash, number }: Place): never {
  throw new RangeError(`block ${number} (${hash}) has no known parent`);
}

/** Whether a new block takes the place of the best one: only when its chain is longer. Rust: `LongestChain`. */
export function isBetter(candidate: Place, best: Place): boolean {
  return candidate.number > best.number;
}
