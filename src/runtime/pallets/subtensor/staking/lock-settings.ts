import { ensure, fail } from "../../../frame/dispatch-error.ts";
import type { WriteState } from "../../../frame/state.ts";
import type { AccountId } from "../../../types/account-id.ts";
import type { NetUid } from "../../../types/balances.ts";
import { errors } from "../errors.ts";
import { events } from "../events.ts";
import { storage } from "../storage.ts";
import { getCurrentBlockAsU64 } from "../utils/misc.ts";
import {
  insertLockState,
  isPerpetualLock,
  isSubnetOwnerHotkey,
  lockRates,
  readConvictionModel,
  rollForward,
  saveConvictionModel,
} from "./conviction-model.ts";
import { getOwningColdkeyForHotkey, hotkeyAccountExists } from "./helpers.ts";
import { rollForwardLock } from "./lock-state.ts";
import { addAggregateLock, reduceAggregateLock } from "./transfer-lock.ts";

/** The first bit of an account's flags: it takes in alpha that is locked. */
const acceptsLockedAlpha = 1n;

/**
 * Moves a coldkey's lock on a subnet to another hotkey. Its conviction starts anew unless both hotkeys
 * have one owner.
 * @throws HotKeyAccountNotExists, NoExistingLock.
 * Rust: `pallets/subtensor/src/staking/lock.rs do_move_lock`.
 */
export function doMoveLock(state: WriteState, coldkey: AccountId, destinationHotkey: AccountId, netuid: NetUid): void {
  ensure(hotkeyAccountExists(state, destinationHotkey), errors.HotKeyAccountNotExists);
  const now = getCurrentBlockAsU64(state);
  const rates = lockRates(state);
  const { hotkey, model } = readConvictionModel(state, coldkey, netuid, now) ?? fail(errors.NoExistingLock);
  rollForward(model, now, rates);
  const removed = model.individual;
  const sameOwner = getOwningColdkeyForHotkey(state, hotkey) === getOwningColdkeyForHotkey(state, destinationHotkey);
  const { lock } = rollForwardLock(sameOwner ? removed : { ...removed, conviction: 0n }, now, rates, {
    owner: isSubnetOwnerHotkey(state, netuid, destinationHotkey),
    perpetual: isPerpetualLock(state, coldkey, netuid),
  });
  storage.Lock.at(coldkey, netuid, hotkey).remove(state);
  storage.LockingColdkeys.at(netuid, hotkey, coldkey).remove(state);
  insertLockState(state, coldkey, netuid, destinationHotkey, lock);
  reduceAggregateLock(state, coldkey, hotkey, netuid, removed.locked_mass, removed.conviction);
  addAggregateLock(state, coldkey, destinationHotkey, netuid, lock);
  state.emit(events.LockMoved({ coldkey, origin_hotkey: hotkey, destination_hotkey: destinationHotkey, netuid }));
}

/**
 * Makes a coldkey's lock on a subnet perpetual, or decaying again; it changes its aggregate.
 * Rust: `pallets/subtensor/src/staking/lock.rs do_set_perpetual_lock`.
 */
export function doSetPerpetualLock(state: WriteState, coldkey: AccountId, netuid: NetUid, enabled: boolean): void {
  const now = getCurrentBlockAsU64(state);
  const changes = isPerpetualLock(state, coldkey, netuid) !== enabled;
  const before = readConvictionModel(state, coldkey, netuid, now);
  if (before !== undefined) {
    const { hotkey, model } = before;
    rollForward(model, now, lockRates(state));
    const { locked_mass, conviction } = model.individual;
    saveConvictionModel(state, coldkey, netuid, hotkey, model);
    if (changes) reduceAggregateLock(state, coldkey, hotkey, netuid, locked_mass, conviction);
  }
  const decaying = storage.DecayingLock.at(coldkey, netuid);
  if (enabled) decaying.set(state, false);
  else decaying.remove(state);
  const after = changes ? readConvictionModel(state, coldkey, netuid, now) : undefined;
  if (after !== undefined) addAggregateLock(state, coldkey, after.hotkey, netuid, after.model.individual);
  state.emit(events.PerpetualLockUpdated({ coldkey, netuid, enabled }));
}

/**
 * Whether an account takes in locked alpha; flags that all are off are not stored.
 * Rust: `pallets/subtensor/src/staking/lock.rs set_accept_locked_alpha`.
 */
export function setAcceptLockedAlpha(state: WriteState, coldkey: AccountId, enabled: boolean): void {
  const entry = storage.AccountFlags.at(coldkey);
  const others = entry.get(state) & ~acceptsLockedAlpha;
  const flags = enabled ? others | acceptsLockedAlpha : others;
  if (flags === 0n) entry.remove(state);
  else entry.set(state, flags);
}

/** Rust: `pallets/subtensor/src/macros/dispatches.rs set_reject_locked_alpha`. */
export function doSetRejectLockedAlpha(state: WriteState, coldkey: AccountId, enabled: boolean): void {
  setAcceptLockedAlpha(state, coldkey, !enabled);
  state.emit(events.RejectLockedAlphaUpdated({ coldkey, enabled }));
}
