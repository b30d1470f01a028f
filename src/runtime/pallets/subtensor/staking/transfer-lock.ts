import { addU64, least, subU64 } from "../../../../lib/integers.ts";
import { U64F64 } from "../../../fixed/formats.ts";
import { ensure } from "../../../frame/dispatch-error.ts";
import type { WriteState } from "../../../frame/state.ts";
import type { AccountId } from "../../../types/account-id.ts";
import type { AlphaBalance, NetUid } from "../../../types/balances.ts";
import { errors } from "../errors.ts";
import { getCurrentBlockAsU64 } from "../utils/misc.ts";
import {
  addToAggregate,
  insertLockState,
  isPerpetualLock,
  isSubnetOwnerHotkey,
  lockRates,
  readConvictionModel,
  readConvictionModelForHotkey,
  reduceAggregate,
  rollForward,
  rollForwardAggregate,
  saveConvictionModel,
} from "./conviction-model.ts";
import { ensureCanReceiveLockedAlpha, totalColdkeyAlphaOnSubnet } from "./lock.ts";
import { emptyLock, type LockState, rollForwardLock } from "./lock-state.ts";

/**
 * Adds a lock, with the conviction it has, to the aggregate of a coldkey's locks on a hotkey.
 * Rust: `pallets/subtensor/src/staking/lock.rs add_aggregate_lock`.
 */
export function addAggregateLock(
  state: WriteState,
  coldkey: AccountId,
  hotkey: AccountId,
  netuid: NetUid,
  added: LockState,
): void {
  const now = getCurrentBlockAsU64(state);
  const rates = lockRates(state);
  const model = readConvictionModelForHotkey(state, coldkey, netuid, hotkey, now);
  rollForwardAggregate(model, now, rates);
  addToAggregate(model, added);
  rollForwardAggregate(model, now, rates);
  saveConvictionModel(state, coldkey, netuid, hotkey, model);
}

/**
 * Takes alpha (rao) and conviction (U64F64 bits) out of that aggregate.
 * Rust: `pallets/subtensor/src/staking/lock.rs reduce_aggregate_lock`.
 */
export function reduceAggregateLock(
  state: WriteState,
  coldkey: AccountId,
  hotkey: AccountId,
  netuid: NetUid,
  amount: AlphaBalance,
  conviction: bigint,
): void {
  const now = getCurrentBlockAsU64(state);
  const model = readConvictionModelForHotkey(state, coldkey, netuid, hotkey, now);
  rollForwardAggregate(model, now, lockRates(state));
  reduceAggregate(model, amount, conviction);
  saveConvictionModel(state, coldkey, netuid, hotkey, model);
}

/** The part of a lock that goes with `mass` of it. */
function partOf(lock: LockState, mass: AlphaBalance, now: bigint): LockState {
  const proportion = U64F64.safeDiv(U64F64.fromNum(mass), U64F64.fromNum(lock.locked_mass));
  return { locked_mass: mass, conviction: U64F64.saturatingMul(lock.conviction, proportion), last_update: now };
}

/** Writes a coldkey's lock as it is now. */
function saveRolled(
  state: WriteState,
  coldkey: AccountId,
  netuid: NetUid,
  hotkey: AccountId,
  lock: LockState,
  now: bigint,
): void {
  const kind = {
    owner: isSubnetOwnerHotkey(state, netuid, hotkey),
    perpetual: isPerpetualLock(state, coldkey, netuid),
  };
  insertLockState(state, coldkey, netuid, hotkey, rollForwardLock(lock, now, lockRates(state), kind).lock);
}

/**
 * Moves what of a transfer between coldkeys (alpha rao) is more than the origin has free: that much of its lock, with
 * its part of the conviction. The destination must take it in, and have no lock on another hotkey.
 * @throws LockHotkeyMismatch, AccountRejectsLockedAlpha
 * Rust: `pallets/subtensor/src/staking/lock.rs transfer_lock`.
 */
export function transferLock(
  state: WriteState,
  originColdkey: AccountId,
  destinationColdkey: AccountId,
  netuid: NetUid,
  amount: AlphaBalance,
): void {
  if (originColdkey === destinationColdkey || amount === 0n) return;
  const now = getCurrentBlockAsU64(state);
  const total = totalColdkeyAlphaOnSubnet(state, originColdkey, netuid);
  const source = readConvictionModel(state, originColdkey, netuid, now);
  if (source === undefined) return;
  const rates = lockRates(state);
  rollForward(source.model, now, rates);
  const lock = source.model.individual;
  const destination = readConvictionModel(state, destinationColdkey, netuid, now);
  if (destination !== undefined) rollForward(destination.model, now, rates);
  const destinationLock = destination?.model.individual ?? emptyLock(now);
  const destinationHotkey = destination?.hotkey ?? source.hotkey;

  const rest = subU64(amount, subU64(total, lock.locked_mass));
  let moved = emptyLock(now);
  if (rest > 0n) {
    ensure(destinationHotkey === source.hotkey, errors.LockHotkeyMismatch);
    moved = partOf(lock, least(rest, lock.locked_mass), now);
  }
  ensureCanReceiveLockedAlpha(state, destinationColdkey, moved.locked_mass);
  const kept = {
    ...lock,
    locked_mass: subU64(lock.locked_mass, moved.locked_mass),
    conviction: U64F64.saturatingSub(lock.conviction, moved.conviction),
  };
  const grown = {
    ...destinationLock,
    locked_mass: addU64(destinationLock.locked_mass, moved.locked_mass),
    conviction: U64F64.saturatingAdd(destinationLock.conviction, moved.conviction),
  };
  saveRolled(state, originColdkey, netuid, source.hotkey, kept, now);
  saveRolled(state, destinationColdkey, netuid, destinationHotkey, grown, now);
  if (moved.locked_mass === 0n) return;
  reduceAggregateLock(state, originColdkey, source.hotkey, netuid, moved.locked_mass, moved.conviction);
  addAggregateLock(state, destinationColdkey, destinationHotkey, netuid, moved);
}
