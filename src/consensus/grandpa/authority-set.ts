import { binarySearch } from "../../lib/binary-search.ts";
import type { Hex } from "../../lib/bytes.ts";
import type { Voter } from "../finality.ts";
import type { Place } from "../fork-tree.ts";
import { AuthoritySetError } from "./authority-set-error.ts";
import {
  addToTree,
  type ChangeTree,
  filterTree,
  finalizeInTree,
  finalizesChange,
  flatTree,
  noChanges,
} from "./change-tree.ts";
import { effectiveNumber, type IsDescendent, type PendingChange } from "./pending-changes.ts";
import type { SetChanges } from "./set-changes.ts";

/** Who votes, and who will. A value: every change makes a new one. Rust: `sc_consensus_grandpa::authorities::AuthoritySet`. */
export interface AuthoritySet {
  readonly authorities: readonly Voter[];
  readonly setId: bigint;
  readonly standard: ChangeTree;
  /** At most one on each chain, by the block that applies it and then by the block that announced it. */
  readonly forced: readonly PendingChange[];
  readonly past: SetChanges;
}

/** Whether a list can vote: somebody is in it, and each has a weight. */
const canVote = (authorities: readonly Voter[]): boolean =>
  authorities.length > 0 && authorities.every(([, weight]) => weight > 0n);

/** A set without pending changes; undefined when its list is empty or a weight is 0. Rust: `AuthoritySet::genesis, new`. */
export function authoritySet(authorities: readonly Voter[], setId = 0n): AuthoritySet | undefined {
  return canVote(authorities) ? { authorities, setId, standard: noChanges, forced: [], past: [] } : undefined;
}

/**
 * Notes a change that a block announces. Changes of one chain come in their order. Rust: `AuthoritySet::add_pending_change`.
 * @throws AuthoritySetError
 */
export function addPendingChange(set: AuthoritySet, change: PendingChange, isDescendent: IsDescendent): AuthoritySet {
  if (!canVote(change.authorities)) {
    throw new AuthoritySetError("invalid-authorities", "the announced voters are none, or one has no weight");
  }
  if (change.kind.type === "standard") return { ...set, standard: addToTree(set.standard, change, isDescendent) };
  const { hash, number } = change.announced;
  for (const { announced } of set.forced) {
    if (announced.hash === hash) {
      throw new AuthoritySetError("duplicate", `block ${number} (${hash}) has announced its change already`);
    }
    if (isDescendent(announced.hash, hash)) {
      throw new AuthoritySetError("multiple-forced", `the forced change of block ${announced.number} is still pending`);
    }
  }
  const effective = effectiveNumber(change);
  const place = binarySearch(
    set.forced,
    (other) => effectiveNumber(other) - effective || other.announced.number - number,
  );
  return { ...set, forced: set.forced.toSpliced("found" in place ? place.found : place.free, 0, change) };
}

/** All changes that are announced: the standard ones, each before those that follow it, then the forced ones. */
export function pendingChanges({ standard, forced }: AuthoritySet): PendingChange[] {
  return [...flatTree(standard).map(({ change }) => change), ...forced];
}

/**
 * The block that announced the next change on the chain of `best`; undefined without one.
 * Rust: `AuthoritySet::next_change`.
 */
export function nextChange(set: AuthoritySet, best: Hex, isDescendent: IsDescendent): Place | undefined {
  const onChain = ({ announced }: PendingChange): boolean => isDescendent(announced.hash, best);
  const forced = set.forced.find(onChain)?.announced;
  const standard = set.standard.roots.find(({ change }) => onChain(change))?.change.announced;
  if (forced === undefined || standard === undefined) return forced ?? standard;
  return forced.number < standard.number ? forced : standard;
}

/**
 * The lowest block, from `least` on, that applies a standard change of any chain: nobody votes beyond it.
 * Rust: `AuthoritySet::current_limit`.
 */
export function voteLimit({ standard }: AuthoritySet, least: number): number | undefined {
  let limit: number | undefined;
  for (const { change } of standard.roots) {
    const number = effectiveNumber(change);
    if (number >= least && (limit === undefined || number < limit)) limit = number;
  }
  return limit;
}

/** A set that took over by force. Its voter starts at the lower of the median and what is final here. */
export interface ForcedSet {
  readonly set: AuthoritySet;
  readonly medianLastFinalized: number;
}

/**
 * The set that takes over at an imported block by a forced change; undefined when there is none at it.
 * Rust: `AuthoritySet::apply_forced_changes`.
 * @throws AuthoritySetError when standard changes have to be applied before.
 */
export function applyForcedChanges(set: AuthoritySet, best: Place, isDescendent: IsDescendent): ForcedSet | undefined {
  for (const change of set.forced) {
    const { announced, kind } = change;
    if (effectiveNumber(change) !== best.number || kind.type !== "forced") continue;
    if (announced.hash !== best.hash && !isDescendent(announced.hash, best.hash)) continue;
    const { medianLastFinalized } = kind;
    checkDependencies(set, change, medianLastFinalized, isDescendent);
    const past = [...set.past, { setId: set.setId, lastBlock: medianLastFinalized }];
    const { authorities } = change;
    return { medianLastFinalized, set: { authorities, setId: set.setId + 1n, standard: noChanges, forced: [], past } };
  }
  return undefined;
}

/** @throws AuthoritySetError for a standard change that takes effect at or before the median. */
function checkDependencies(set: AuthoritySet, forced: PendingChange, median: number, isDescendent: IsDescendent): void {
  for (const { change } of set.standard.roots) {
    const number = effectiveNumber(change);
    if (number > median || !isDescendent(change.announced.hash, forced.announced.hash)) continue;
    throw new AuthoritySetError(
      "unsatisfied-dependency",
      `the forced change of block ${forced.announced.number} has to wait for the standard change at block ${number}`,
    );
  }
}

/** What a finalized block does to a set. */
export interface StandardSet {
  readonly set: AuthoritySet;
  /** Whether anything was applied or dropped, and the set has to be stored. */
  readonly changed: boolean;
  /** Whether other voters took over. */
  readonly handedOver: boolean;
}

/**
 * The set after a block was finalized: with a standard change applied, and without changes of other chains.
 * Rust: `AuthoritySet::apply_standard_changes`.
 * @throws AuthoritySetError when that skips a change that comes before.
 */
export function applyStandardChanges(set: AuthoritySet, block: Place, isDescendent: IsDescendent): StandardSet {
  const done = finalizeInTree(set.standard, block, isDescendent, (change) => effectiveNumber(change) <= block.number);
  if (!done.changed) return { set: { ...set, standard: done.tree }, changed: false, handedOver: false };
  const forced = set.forced.filter(
    (change) => effectiveNumber(change) > block.number && isDescendent(block.hash, change.announced.hash),
  );
  const kept = { ...set, standard: done.tree, forced };
  if (done.applied === undefined) return { set: kept, changed: true, handedOver: false };
  const past = [...set.past, { setId: set.setId, lastBlock: block.number }];
  const handed = { ...kept, authorities: done.applied.authorities, setId: set.setId + 1n, past };
  return { set: handed, changed: true, handedOver: true };
}

/**
 * Whether finalizing a block hands over to other voters: true at once, false after others did; undefined when it does not.
 * Rust: `AuthoritySet::enacts_standard_change`.
 * @throws AuthoritySetError
 */
export function enactsStandardChange(
  { standard }: AuthoritySet,
  block: Place,
  isDescendent: IsDescendent,
): boolean | undefined {
  return finalizesChange(standard, block, isDescendent, (change) => effectiveNumber(change) === block.number);
}

/** The set without the changes that were announced after a block. Rust: `AuthoritySet::revert`. */
export function revertChanges(set: AuthoritySet, to: Place, isDescendent: IsDescendent): AuthoritySet {
  const standard = filterTree(set.standard, ({ announced: { hash, number } }) => {
    if (number <= to.number && (hash === to.hash || isDescendent(hash, to.hash))) return "look below";
    return number > to.number && isDescendent(to.hash, hash) ? "drop all" : "keep all";
  });
  return { ...set, standard, forced: set.forced.filter(({ announced }) => !isDescendent(to.hash, announced.hash)) };
}
