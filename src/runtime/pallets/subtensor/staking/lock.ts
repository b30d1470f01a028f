import { addU64, subU64 } from "../../../../lib/integers.ts";
import { ensure, okOr } from "../../../frame/dispatch-error.ts";
import type { ReadState, WriteState } from "../../../frame/state.ts";
import type { AccountId } from "../../../types/account-id.ts";
import type { AlphaBalance, NetUid } from "../../../types/balances.ts";
import { errors } from "../errors.ts";
import { events } from "../events.ts";
import { storage } from "../storage.ts";
import { getCurrentBlockAsU64 } from "../utils/misc.ts";
import { getStakeForHotkeyAndColdkeyOnSubnet } from "./alpha-shares.ts";
import {
  addToAggregate,
  forceReduceIndividual,
  lockRates,
  readConvictionModel,
  readConvictionModelForHotkey,
  rollForward,
  rollForwardAggregate,
  saveConvictionModel,
  setRolledIndividual,
} from "./conviction-model.ts";
import { hotkeyAccountExists } from "./helpers.ts";
import type { LockState } from "./lock-state.ts";

/** The first bit of an account's flags: it takes in alpha that is locked. */
const acceptsLockedAlpha = 1n;

/**
 * Whether locked alpha may not be transferred to an account; so until it says otherwise.
 * Rust: `pallets/subtensor/src/staking/lock.rs account_rejects_locked_alpha`.
 */
function accountRejectsLockedAlpha(state: ReadState, coldkey: AccountId): boolean {
  return (storage.AccountFlags.at(coldkey).get(state) & acceptsLockedAlpha) === 0n;
}

/** @throws AccountRejectsLockedAlpha. Rust: `lock.rs ensure_can_receive_locked_alpha`; amount in alpha rao. */
export function ensureCanReceiveLockedAlpha(state: ReadState, coldkey: AccountId, amount: AlphaBalance): void {
  ensure(amount === 0n || !accountRejectsLockedAlpha(state, coldkey), errors.AccountRejectsLockedAlpha);
}

/**
 * All alpha (rao) of a coldkey on a subnet.
 * Rust: `pallets/subtensor/src/staking/lock.rs total_coldkey_alpha_on_subnet`.
 */
export function totalColdkeyAlphaOnSubnet(state: ReadState, coldkey: AccountId, netuid: NetUid): AlphaBalance {
  return storage.StakingHotkeys.at(coldkey)
    .get(state)
    .reduce((sum, hotkey) => addU64(sum, getStakeForHotkeyAndColdkeyOnSubnet(state, hotkey, coldkey, netuid)), 0n);
}

/**
 * The lock of a coldkey on a subnet as it is now.
 * Rust: `pallets/subtensor/src/staking/lock.rs get_coldkey_lock`.
 */
export function getColdkeyLock(state: ReadState, coldkey: AccountId, netuid: NetUid): LockState | undefined {
  const now = getCurrentBlockAsU64(state);
  const found = readConvictionModel(state, coldkey, netuid, now);
  if (found === undefined) return undefined;
  rollForward(found.model, now, lockRates(state));
  return found.model.individual;
}

/** Alpha (rao) a coldkey has locked on a subnet. Rust: `lock.rs get_current_locked`. */
export function getCurrentLocked(state: ReadState, coldkey: AccountId, netuid: NetUid): AlphaBalance {
  return getColdkeyLock(state, coldkey, netuid)?.locked_mass ?? 0n;
}

/** The conviction of a coldkey's lock on a subnet, U64F64 bits. Rust: `lock.rs get_conviction`. */
export function getConviction(state: ReadState, coldkey: AccountId, netuid: NetUid): bigint {
  return getColdkeyLock(state, coldkey, netuid)?.conviction ?? 0n;
}

/**
 * What a coldkey has on a subnet, alpha rao: all, what is locked, and what can be unstaked.
 * Rust: `pallets/subtensor/src/staking/lock.rs stake_availability`.
 */
export function stakeAvailability(
  state: ReadState,
  coldkey: AccountId,
  netuid: NetUid,
): [total: AlphaBalance, locked: AlphaBalance, available: AlphaBalance] {
  const total = totalColdkeyAlphaOnSubnet(state, coldkey, netuid);
  const locked = getCurrentLocked(state, coldkey, netuid);
  return [total, locked, subU64(total, locked)];
}

/** Rust: `pallets/subtensor/src/staking/lock.rs available_to_unstake`; alpha rao. */
function availableToUnstake(state: ReadState, coldkey: AccountId, netuid: NetUid): AlphaBalance {
  return stakeAvailability(state, coldkey, netuid)[2];
}

/**
 * @throws StakeUnavailable when less than that (alpha rao) is free to leave.
 * Rust: `pallets/subtensor/src/staking/lock.rs ensure_available_to_unstake`.
 */
export function ensureAvailableToUnstake(
  state: ReadState,
  coldkey: AccountId,
  netuid: NetUid,
  amount: AlphaBalance,
): void {
  ensure(availableToUnstake(state, coldkey, netuid) >= amount, errors.StakeUnavailable);
}

/**
 * Locks alpha (rao) of a coldkey on a hotkey, on top of what it has locked there.
 * @throws AmountTooLow, HotKeyAccountNotExists, LockHotkeyMismatch, InsufficientStakeForLock
 * Rust: `pallets/subtensor/src/staking/lock.rs do_lock_stake`.
 */
export function doLockStake(
  state: WriteState,
  coldkey: AccountId,
  netuid: NetUid,
  hotkey: AccountId,
  amount: AlphaBalance,
): void {
  ensure(amount > 0n, errors.AmountTooLow);
  ensure(hotkeyAccountExists(state, hotkey), errors.HotKeyAccountNotExists);
  const total = totalColdkeyAlphaOnSubnet(state, coldkey, netuid);
  const now = getCurrentBlockAsU64(state);
  const rates = lockRates(state);
  const found = readConvictionModel(state, coldkey, netuid, now);
  ensure(found === undefined || found.hotkey === hotkey, errors.LockHotkeyMismatch);
  const model = found?.model ?? readConvictionModelForHotkey(state, coldkey, netuid, hotkey, now);
  rollForward(model, now, rates);
  const { locked_mass, conviction } = model.individual;
  const fresh = locked_mass === 0n && conviction === 0n;
  const locked = addU64(locked_mass, amount);
  ensure(total >= locked, errors.InsufficientStakeForLock);
  const lock = fresh
    ? { locked_mass: locked, conviction: 0n, last_update: now }
    : { ...model.individual, locked_mass: locked };
  setRolledIndividual(model, lock, now, rates);
  rollForwardAggregate(model, now, rates);
  addToAggregate(model, { locked_mass: amount, conviction: 0n, last_update: now });
  rollForwardAggregate(model, now, rates);
  saveConvictionModel(state, coldkey, netuid, hotkey, model);
  state.emit(events.StakeLocked({ coldkey, hotkey, netuid, amount }));
}

/**
 * Takes alpha (rao) out of a coldkey's lock, as far as it goes.
 * Rust: `pallets/subtensor/src/staking/lock.rs force_reduce_lock`.
 */
export function forceReduceLock(state: WriteState, coldkey: AccountId, netuid: NetUid, amount: AlphaBalance): void {
  const now = getCurrentBlockAsU64(state);
  const found = readConvictionModel(state, coldkey, netuid, now);
  if (found === undefined) return;
  const { hotkey, model } = found;
  const rates = lockRates(state);
  rollForward(model, now, rates);
  rollForwardAggregate(model, now, rates);
  forceReduceIndividual(model, amount, now);
  saveConvictionModel(state, coldkey, netuid, hotkey, model);
}

/**
 * Rolls a coldkey's lock forward, which ends it when nothing is left.
 * Rust: `pallets/subtensor/src/staking/lock.rs cleanup_lock_if_zero`.
 */
export function cleanupLockIfZero(state: WriteState, coldkey: AccountId, netuid: NetUid): void {
  const now = getCurrentBlockAsU64(state);
  const found = readConvictionModel(state, coldkey, netuid, now);
  if (found === undefined) return;
  rollForward(found.model, now, lockRates(state));
  saveConvictionModel(state, coldkey, netuid, found.hotkey, found.model);
}

/**
 * Locks the owner's cut (alpha rao) where the subnet wants that: on the hotkey of the owner's lock, or on the owner
 * hotkey. What cannot be locked stays free.
 * Rust: `pallets/subtensor/src/staking/lock.rs auto_lock_owner_cut`.
 */
export function autoLockOwnerCut(state: WriteState, netuid: NetUid, amount: AlphaBalance): void {
  if (!storage.OwnerCutAutoLockEnabled.at(netuid).get(state)) return;
  const coldkey = storage.SubnetOwner.at(netuid).get(state);
  const found = readConvictionModel(state, coldkey, netuid, getCurrentBlockAsU64(state));
  const hotkey = found?.hotkey ?? storage.SubnetOwnerHotkey.at(netuid).get(state);
  okOr(() => doLockStake(state, coldkey, netuid, hotkey, amount));
}

/**
 * Forgets all locks of a subnet.
 * Rust: `pallets/subtensor/src/staking/lock.rs destroy_lock_maps`.
 */
export function destroyLockMaps(state: WriteState, netuid: NetUid): void {
  for (const [, hotkey, coldkey] of [...storage.LockingColdkeys.keys(state, netuid)])
    storage.Lock.at(coldkey, netuid, hotkey).remove(state);
  storage.LockingColdkeys.clear(state, netuid);
  storage.HotkeyLock.clear(state, netuid);
  storage.DecayingHotkeyLock.clear(state, netuid);
  storage.OwnerLock.at(netuid).remove(state);
  storage.DecayingOwnerLock.at(netuid).remove(state);
  for (const [[coldkey, of]] of [...storage.DecayingLock.entries(state)])
    if (of === netuid) storage.DecayingLock.at(coldkey, netuid).remove(state);
}
