import { maxU64 } from "../../../../lib/integers.ts";
import { ensure } from "../../../frame/dispatch-error.ts";
import type { ReadState, WriteState } from "../../../frame/state.ts";
import type { AccountId } from "../../../types/account-id.ts";
import type { NetUid } from "../../../types/balances.ts";
import { byAccount } from "../by-account.ts";
import { errors } from "../errors.ts";
import { storage } from "../storage.ts";
import { addUse, type DbUse } from "../utils/db-use.ts";

/** A child or a parent with its proportion, in parts of 2^64 - 1. */
export type Edge = [proportion: bigint, hotkey: AccountId];

/** The children and parents of one hotkey on a subnet, by ascending account. Rust: `PCRelations`. */
export interface ChildParentRelations {
  readonly pivot: AccountId;
  readonly children: ReadonlyMap<AccountId, bigint>;
  readonly parents: ReadonlyMap<AccountId, bigint>;
}

/** Edges by account; of several to one account the last counts, and those to `except` do not. */
function edgesByAccount(edges: readonly Edge[], except?: AccountId): Map<AccountId, bigint> {
  return byAccount(edges.filter(([, who]) => who !== except).map(([proportion, who]) => [who, proportion] as const));
}

/**
 * @throws ProportionOverflow when proportions add up to more than the whole.
 * Rust: `pallets/subtensor/src/staking/set_children.rs ensure_total_proportions`.
 */
function ensureTotalProportions(children: ReadonlyMap<AccountId, bigint>): void {
  let total = 0n;
  for (const proportion of children.values()) total += proportion;
  ensure(total <= maxU64, errors.ProportionOverflow);
}

/**
 * @throws ChildParentInconsistency when somebody is both a child and a parent.
 * Rust: `pallets/subtensor/src/staking/set_children.rs ensure_bipartite_separation`.
 */
function ensureBipartiteSeparation(
  children: ReadonlyMap<AccountId, bigint>,
  parents: ReadonlyMap<AccountId, bigint>,
): void {
  for (const child of children.keys()) ensure(!parents.has(child), errors.ChildParentInconsistency);
}

/** The given children of a hotkey with its stored parents. @throws ProportionOverflow, ChildParentInconsistency */
function relationsOf(
  state: ReadState,
  pivot: AccountId,
  netuid: NetUid,
  children: readonly Edge[],
): ChildParentRelations {
  const byChild = edgesByAccount(children, pivot);
  ensureTotalProportions(byChild);
  const parents = edgesByAccount(storage.ParentKeys.at(pivot, netuid).get(state), pivot);
  ensureBipartiteSeparation(byChild, parents);
  return { pivot, children: byChild, parents };
}

/**
 * The stored children and parents of a hotkey. @throws ProportionOverflow, ChildParentInconsistency
 * Rust: `pallets/subtensor/src/staking/set_children.rs load_child_parent_relations`.
 */
export function loadChildParentRelations(state: ReadState, hotkey: AccountId, netuid: NetUid): ChildParentRelations {
  return relationsOf(state, hotkey, netuid, storage.ChildKeys.at(hotkey, netuid).get(state));
}

/**
 * New children of a hotkey with its stored parents. @throws ProportionOverflow, ChildParentInconsistency
 * Rust: `pallets/subtensor/src/staking/set_children.rs load_relations_from_pending`.
 */
export function loadRelationsFromPending(
  state: ReadState,
  pivot: AccountId,
  pendingChildren: readonly Edge[],
  netuid: NetUid,
): ChildParentRelations {
  return relationsOf(state, pivot, netuid, pendingChildren);
}

/**
 * Whether these may become the children of a hotkey.
 * @throws InvalidChild for itself, TooManyChildren above five, ProportionOverflow, ChildParentInconsistency.
 * Rust: `pallets/subtensor/src/staking/set_children.rs ensure_pending_consistency`.
 */
export function ensurePendingConsistency({ pivot, parents }: ChildParentRelations, pending: readonly Edge[]): void {
  const children = edgesByAccount(pending);
  ensure(!children.has(pivot), errors.InvalidChild);
  ensure(children.size <= 5, errors.TooManyChildren);
  ensureTotalProportions(children);
  ensureBipartiteSeparation(children, parents);
}

/**
 * The same relations around another hotkey. @throws InvalidChild when it is among them.
 * Rust: `pallets/subtensor/src/staking/set_children.rs rebind_pivot`.
 */
function rebindPivot(relations: ChildParentRelations, newPivot: AccountId): ChildParentRelations {
  ensure(!relations.children.has(newPivot) && !relations.parents.has(newPivot), errors.InvalidChild);
  return { ...relations, pivot: newPivot };
}

type Side = typeof storage.ChildKeys;

/** Writes edges; there are no empty lists in the state. */
function setEdges(state: WriteState, side: Side, hotkey: AccountId, netuid: NetUid, edges: Edge[]): void {
  const entry = side.at(hotkey, netuid);
  if (edges.length === 0) entry.remove(state);
  else entry.set(state, edges);
}

/**
 * Adds an edge to `to`, or changes the one that is there.
 * Rust: `pallets/subtensor/src/staking/set_children.rs upsert_edge`.
 */
function upsertEdge(
  state: WriteState,
  side: Side,
  hotkey: AccountId,
  netuid: NetUid,
  proportion: bigint,
  to: AccountId,
): void {
  const edges = side.at(hotkey, netuid).get(state);
  const at = edges.findIndex(([, who]) => who === to);
  const upserted: Edge[] = at < 0 ? [...edges, [proportion, to]] : edges.with(at, [proportion, to]);
  setEdges(state, side, hotkey, netuid, upserted);
}

/** Takes away all edges to `to`. Rust: `pallets/subtensor/src/staking/set_children.rs remove_edge`. */
function removeEdge(state: WriteState, side: Side, hotkey: AccountId, netuid: NetUid, to: AccountId): void {
  const left = side
    .at(hotkey, netuid)
    .get(state)
    .filter(([, who]) => who !== to);
  setEdges(state, side, hotkey, netuid, left);
}

/** Writes one side of the pivot, and the other ends of what was added, kept and removed there; tells how many. */
function persistSide(
  state: WriteState,
  netuid: NetUid,
  pivot: AccountId,
  edges: ReadonlyMap<AccountId, bigint>,
  side: Side,
  otherSide: Side,
): number {
  const previous = edgesByAccount(side.at(pivot, netuid).get(state));
  setEdges(
    state,
    side,
    pivot,
    netuid,
    [...edges].map(([who, proportion]) => [proportion, who]),
  );
  for (const [who, proportion] of edges)
    if (!previous.has(who)) upsertEdge(state, otherSide, who, netuid, proportion, pivot);
  for (const [who, proportion] of edges)
    if (previous.has(who)) upsertEdge(state, otherSide, who, netuid, proportion, pivot);
  const removed = [...previous.keys()].filter((who) => !edges.has(who));
  for (const who of removed) removeEdge(state, otherSide, who, netuid, pivot);
  return edges.size + removed.length;
}

/**
 * Writes the relations of a hotkey, both ways; counts what of the database it uses.
 * Rust: `pallets/subtensor/src/staking/set_children.rs persist_child_parent_relations`.
 */
export function persistChildParentRelations(
  state: WriteState,
  relations: ChildParentRelations,
  netuid: NetUid,
  use: DbUse,
): void {
  const { pivot, children, parents } = relations;
  const forChildren = persistSide(state, netuid, pivot, children, storage.ChildKeys, storage.ParentKeys);
  const forParents = persistSide(state, netuid, pivot, parents, storage.ParentKeys, storage.ChildKeys);
  // The lists of parents themselves go uncounted.
  addUse(use, 1 + forChildren + forParents, 1 + forChildren + forParents);
}

/**
 * Moves all relations of a hotkey to another one; counts what of the database it uses.
 * @throws InvalidChild, TooManyChildren, ProportionOverflow, ChildParentInconsistency
 * Rust: `pallets/subtensor/src/staking/set_children.rs parent_child_swap_hotkey`.
 */
export function parentChildSwapHotkey(
  state: WriteState,
  oldHotkey: AccountId,
  newHotkey: AccountId,
  netuid: NetUid,
  use: DbUse,
): void {
  const old = loadChildParentRelations(state, oldHotkey, netuid);
  const edges = old.children.size + old.parents.size;
  addUse(use, 2 + edges, 2 + edges);
  for (const child of old.children.keys()) removeEdge(state, storage.ParentKeys, child, netuid, oldHotkey);
  // Here the original leaves an empty list, as it does for the old hotkey itself.
  for (const parent of old.parents.keys())
    storage.ChildKeys.at(parent, netuid).mutate(state, (edges) => edges.filter(([, who]) => who !== oldHotkey));
  storage.ChildKeys.at(oldHotkey, netuid).set(state, []);
  storage.ParentKeys.at(oldHotkey, netuid).remove(state);
  const relations = rebindPivot(old, newHotkey);
  const pending = storage.PendingChildKeys.at(netuid, oldHotkey);
  if (pending.exists(state)) {
    const queued = pending.get(state);
    ensurePendingConsistency(relations, queued[0]);
    pending.remove(state);
    storage.PendingChildKeys.at(netuid, newHotkey).set(state, queued);
    addUse(use, 1, 2);
  }
  persistChildParentRelations(state, relations, netuid, use);
}
