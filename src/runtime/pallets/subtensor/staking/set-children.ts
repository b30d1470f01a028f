import { addU64, greatest, maxU64 } from "../../../../lib/integers.ts";
import { ensure, fail, okOr } from "../../../frame/dispatch-error.ts";
import { ensureSigned, type Origin } from "../../../frame/origin.ts";
import type { ReadState, WriteState } from "../../../frame/state.ts";
import type { AccountId } from "../../../types/account-id.ts";
import { type NetUid, rootNetuid } from "../../../types/balances.ts";
import { errors } from "../errors.ts";
import { events } from "../events.ts";
import { storage } from "../storage.ts";
import { ifSubnetExist } from "../subnets/subnet.ts";
import { noUse } from "../utils/db-use.ts";
import { getCurrentBlockAsU64 } from "../utils/misc.ts";
import { passesRateLimitOnSubnet, setLastBlockOnSubnet } from "../utils/rate-limiting.ts";
import {
  type Edge,
  ensurePendingConsistency,
  loadChildParentRelations,
  loadRelationsFromPending,
  persistChildParentRelations,
} from "./child-relations.ts";
import { coldkeyOwnsHotkey, getOwningColdkeyForHotkey } from "./helpers.ts";
import { getTotalStakeForHotkey } from "./total-stake.ts";

/**
 * The children of a hotkey on a subnet, proportions in parts of 2^64 - 1.
 * Rust: `pallets/subtensor/src/staking/set_children.rs get_children`.
 */
export function getChildren(state: ReadState, hotkey: AccountId, netuid: NetUid): Edge[] {
  return storage.ChildKeys.at(hotkey, netuid).get(state);
}

/**
 * The parents of a hotkey on a subnet, proportions in parts of 2^64 - 1.
 * Rust: `pallets/subtensor/src/staking/set_children.rs get_parents`.
 */
export function getParents(state: ReadState, child: AccountId, netuid: NetUid): Edge[] {
  return storage.ParentKeys.at(child, netuid).get(state);
}

/**
 * What a child keeps of its parents' dividends on a subnet, in parts of 65535; at least what the chain and the subnet ask for.
 * Rust: `pallets/subtensor/src/staking/set_children.rs get_childkey_take`.
 */
export function getChildkeyTake(state: ReadState, hotkey: AccountId, netuid: NetUid): number {
  const take = storage.ChildkeyTake.at(hotkey, netuid).get(state);
  return greatest(take, getEffectiveMinChildkeyTake(state, netuid));
}

/**
 * The least take of children on a subnet, in parts of 65535.
 * Rust: `pallets/subtensor/src/utils/misc.rs get_effective_min_childkey_take`.
 */
export function getEffectiveMinChildkeyTake(state: ReadState, netuid: NetUid): number {
  return greatest(storage.MinChildkeyTake.get(state), storage.MinChildkeyTakePerSubnet.at(netuid).get(state));
}

/**
 * Gives a hotkey new children on a subnet: at once before `start_call`, later with the first epoch after a time.
 * @throws BadOrigin, TxRateLimitExceeded, RegistrationNotPermittedOnRootSubnet, SubnetNotExists, NonAssociatedColdKey,
 * DuplicateChild, InvalidChild, TooManyChildren, ProportionOverflow, ChildParentInconsistency,
 * NotEnoughStakeToSetChildkeys.
 * Rust: `pallets/subtensor/src/staking/set_children.rs do_schedule_children`.
 */
export function doScheduleChildren(
  state: WriteState,
  origin: Origin,
  hotkey: AccountId,
  netuid: NetUid,
  children: readonly Edge[],
): void {
  scheduleChildren(state, ensureSigned(origin), hotkey, netuid, children);
}

function scheduleChildren(
  state: WriteState,
  coldkey: AccountId,
  hotkey: AccountId,
  netuid: NetUid,
  children: readonly Edge[],
): void {
  ensure(passesRateLimitOnSubnet(state, "SetChildren", hotkey, netuid), errors.TxRateLimitExceeded);
  ensure(netuid !== rootNetuid, errors.RegistrationNotPermittedOnRootSubnet);
  ensure(ifSubnetExist(state, netuid), errors.SubnetNotExists);
  ensure(coldkeyOwnsHotkey(state, coldkey, hotkey), errors.NonAssociatedColdKey);
  ensure(new Set(children.map(([, child]) => child)).size === children.length, errors.DuplicateChild);
  ensurePendingConsistency(loadChildParentRelations(state, hotkey, netuid), children);
  ensure(
    children.length === 0 ||
      getTotalStakeForHotkey(state, hotkey) >= storage.StakeThreshold.get(state) ||
      storage.SubnetOwnerHotkey.at(netuid).find(state) === hotkey,
    errors.NotEnoughStakeToSetChildkeys,
  );
  setLastBlockOnSubnet(state, "SetChildren", hotkey, netuid, getCurrentBlockAsU64(state));
  scheduleOrApplyCk(state, netuid, hotkey, children);
}

/** Rust: `pallets/subtensor/src/staking/set_children.rs schedule_or_apply_ck`. */
function scheduleOrApplyCk(state: WriteState, netuid: NetUid, hotkey: AccountId, children: readonly Edge[]): void {
  if (!storage.SubtokenEnabled.at(netuid).get(state)) {
    persistPendingChildrenOk(state, netuid, hotkey, children);
    return;
  }
  const cooldownBlock = addU64(getCurrentBlockAsU64(state), storage.PendingChildKeyCooldown.get(state));
  storage.PendingChildKeys.at(netuid, hotkey).set(state, [[...children], cooldownBlock]);
  state.emit(events.SetChildrenScheduled(hotkey, netuid, cooldownBlock, [...children]));
}

/** Writes new children; where they no longer fit nothing happens. Rust: persist_pending_chidren_ok. */
function persistPendingChildrenOk(
  state: WriteState,
  netuid: NetUid,
  hotkey: AccountId,
  children: readonly Edge[],
): void {
  const relations = okOr(() => loadRelationsFromPending(state, hotkey, children, netuid));
  if ("failure" in relations) return;
  persistChildParentRelations(state, relations.ok, netuid, noUse());
  state.emit(events.SetChildren(hotkey, netuid, [...children]));
}

/**
 * Applies the waiting children of a subnet whose time has come; all of them before `start_call`.
 * Rust: `pallets/subtensor/src/staking/set_children.rs do_set_pending_children`.
 */
export function doSetPendingChildren(state: WriteState, netuid: NetUid): void {
  const now = getCurrentBlockAsU64(state);
  const started = storage.SubtokenEnabled.at(netuid).get(state);
  const applied: AccountId[] = [];
  for (const [[, hotkey], [children, cooldownBlock]] of storage.PendingChildKeys.entries(state, netuid)) {
    if (started && cooldownBlock >= now) continue;
    persistPendingChildrenOk(state, netuid, hotkey, children);
    applied.push(hotkey);
  }
  for (const hotkey of applied) storage.PendingChildKeys.at(netuid, hotkey).remove(state);
}

/**
 * Makes every root validator that did not say otherwise a parent, with all its stake, of a new subnet's owner hotkey.
 * Those that cannot be are left out. @throws RegistrationNotPermittedOnRootSubnet, SubnetNotExists
 * Rust: `pallets/subtensor/src/staking/set_children.rs do_set_root_validators_for_subnet`.
 */
export function doSetRootValidatorsForSubnet(state: WriteState, netuid: NetUid): void {
  ensure(netuid !== rootNetuid, errors.RegistrationNotPermittedOnRootSubnet);
  ensure(ifSubnetExist(state, netuid), errors.SubnetNotExists);
  const ownerHotkey = storage.SubnetOwnerHotkey.at(netuid).find(state) ?? fail(errors.SubnetNotExists);
  for (const [, validator] of storage.Keys.entries(state, rootNetuid)) {
    if (validator === ownerHotkey || !storage.AutoParentDelegationEnabled.at(validator).get(state)) continue;
    const coldkey = getOwningColdkeyForHotkey(state, validator);
    okOr(() => scheduleChildren(state, coldkey, validator, netuid, [[maxU64, ownerHotkey]]));
  }
}
