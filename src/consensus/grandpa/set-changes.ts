import { binarySearch } from "../../lib/binary-search.ts";
import { AuthoritySetError } from "./authority-set-error.ts";

/** A set of voters that is past, with the number of its last block. */
export interface SetChange {
  readonly setId: bigint;
  readonly lastBlock: number;
}

/**
 * The sets that are past, in the order of their blocks. A chain that was joined by a proof knows no sets before that.
 * Rust: `sc_consensus_grandpa::authorities::AuthoritySetChanges`.
 */
export type SetChanges = readonly SetChange[];

/** The set that finalizes a block: one that is past, the latest, or unknown, since sets are missing. */
export type SetOfBlock = SetChange | "latest" | "unknown";

/** Where the set of a block is in the list, or would be put in. */
function search(changes: SetChanges, block: number): { readonly index: number; readonly found: boolean } {
  const place = binarySearch(changes, ({ lastBlock }) => lastBlock - block);
  return "found" in place ? { index: place.found, found: true } : { index: place.free, found: false };
}

/** Whether the list begins with a set that is not the first. */
const beginsLate = (changes: SetChanges): boolean => changes[0] !== undefined && changes[0].setId !== 0n;

/** Rust: `AuthoritySetChanges::get_set_id`. */
export function setOfBlock(changes: SetChanges, block: number): SetOfBlock {
  const last = changes.at(-1);
  if (last !== undefined && last.lastBlock < block) return "latest";
  const { index } = search(changes, block);
  return index === 0 && beginsLate(changes) ? "unknown" : (changes[index] ?? "unknown");
}

/**
 * The list with the change of a block that was imported late, as when old blocks are filled in.
 * Rust: `AuthoritySetChanges::insert`.
 * @throws AuthoritySetError when the list has the set that would be put in.
 */
function insertChange(changes: SetChanges, block: number): SetChanges {
  const { index } = search(changes, block);
  const before = changes[index - 1];
  const setId = before === undefined ? 0n : before.setId + 1n;
  if (changes[index]?.setId === setId) {
    throw new AuthoritySetError("inconsistent-changes", `set ${setId} has ended at block ${changes[index]?.lastBlock}`);
  }
  return changes.toSpliced(index, 0, { setId, lastBlock: block });
}

/**
 * The list with changes under a state that was taken in, once all blocks before it are there: they count from the first set.
 * Left as it is where the sets after them leave no room for so many.
 * @param blocks the numbers of the blocks that end a set
 */
export function insertChanges(changes: SetChanges, blocks: readonly number[]): SetChanges {
  try {
    return blocks.toSorted((a, b) => a - b).reduce(insertChange, changes);
  } catch (error) {
    if (error instanceof AuthoritySetError) return changes;
    throw error;
  }
}

/**
 * The sets that end after a block, in their order; undefined when sets before them are missing.
 * Rust: `AuthoritySetChanges::iter_from`.
 */
export function changesAfter(changes: SetChanges, block: number): SetChanges | undefined {
  const { index, found } = search(changes, block);
  const start = found ? index + 1 : index;
  if (start === 0 && beginsLate(changes)) return undefined;
  return changes.slice(start);
}
