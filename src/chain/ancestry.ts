import type { Place } from "../consensus/fork-tree.ts";
import type { Hex } from "../lib/bytes.ts";
import type { DatabaseReader } from "../storage/database.ts";

/** How the stored blocks descend from each other. */
export interface StoredAncestry {
  parentOf(hash: Hex): Place | undefined;
  /** Whether the second block descends from the first, at any distance; false for the same block or an unknown one. */
  isDescendant(ancestor: Hex, block: Hex): boolean;
  /** The ancestor of that number, or the block itself. */
  ancestorAt(block: Hex, number: number): Hex | undefined;
}

/** Walks over headers only where a block is not on the best chain. */
export function createStoredAncestry(
  database: Pick<DatabaseReader, "parentHash" | "numberOf" | "isCanonical" | "hashAt">,
): StoredAncestry {
  const parentOf = (hash: Hex): Place | undefined => {
    const [parent, number] = [database.parentHash(hash), database.numberOf(hash)];
    return parent === undefined || number === undefined ? undefined : { hash: parent, number: number - 1 };
  };
  const ancestorAt = (block: Hex, number: number): Hex | undefined => {
    const own = database.numberOf(block);
    if (own === undefined) return undefined;
    for (let at: Place | undefined = { hash: block, number: own }; at !== undefined; at = parentOf(at.hash)) {
      if (at.number <= number) return at.number === number ? at.hash : undefined;
      if (database.isCanonical(at.hash)) return database.hashAt(number);
    }
    return undefined;
  };
  return {
    parentOf,
    ancestorAt,
    isDescendant(ancestor, block) {
      const number = database.numberOf(ancestor);
      return number !== undefined && ancestor !== block && ancestorAt(block, number) === ancestor;
    },
  };
}
