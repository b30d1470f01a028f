import { ensure } from "../../../frame/dispatch-error.ts";
import type { ReadState, WriteState } from "../../../frame/state.ts";
import type { AccountId } from "../../../types/account-id.ts";
import type { NetUid } from "../../../types/balances.ts";
import { errors } from "../errors.ts";
import { storage } from "../storage.ts";
import { addUse, type DbUse } from "../utils/db-use.ts";
import { getCurrentBlockAsU64 } from "../utils/misc.ts";
import {
  aggregateEntry,
  insertAggregate,
  insertLockState,
  isPerpetualLock,
  isSubnetOwnerHotkey,
  lockRates,
} from "./conviction-model.ts";
import { ensureCanReceiveLockedAlpha } from "./lock.ts";
import { type LockKind, type LockState, rollForwardLock } from "./lock-state.ts";
import { addAggregateLock, reduceAggregateLock } from "./transfer-lock.ts";

interface FoundLock {
  readonly netuid: NetUid;
  readonly hotkey: AccountId;
  readonly kind: LockKind;
  /** Rolled forward. */
  readonly lock: LockState;
}

/** All locks of a coldkey as they are now, in key order. */
function locksOf(state: ReadState, coldkey: AccountId): FoundLock[] {
  const now = getCurrentBlockAsU64(state);
  const rates = lockRates(state);
  return [...storage.Lock.entries(state, coldkey)].map(([[, netuid, hotkey], stored]) => {
    const kind = {
      owner: isSubnetOwnerHotkey(state, netuid, hotkey),
      perpetual: isPerpetualLock(state, coldkey, netuid),
    };
    return { netuid, hotkey, kind, lock: rollForwardLock(stored, now, rates, kind).lock };
  });
}

/** @throws ActiveLockExists. Rust: `pallets/subtensor/src/staking/lock.rs ensure_no_active_locks`. */
function ensureNoActiveLocks(state: ReadState, coldkey: AccountId): void {
  for (const { lock } of locksOf(state, coldkey)) ensure(lock.locked_mass === 0n, errors.ActiveLockExists);
}

/**
 * Moves all locks of a coldkey to another one that has none, with what it said about locks.
 * @throws ActiveLockExists, AccountRejectsLockedAlpha.
 * Rust: `pallets/subtensor/src/staking/lock.rs swap_coldkey_locks`.
 */
export function swapColdkeyLocks(state: WriteState, oldColdkey: AccountId, newColdkey: AccountId): void {
  ensureNoActiveLocks(state, newColdkey);
  const decaying = [...storage.DecayingLock.entries(state, oldColdkey)].map(([[, netuid]]) => netuid);
  const locks = locksOf(state, oldColdkey);
  for (const { lock } of locks) ensureCanReceiveLockedAlpha(state, newColdkey, lock.locked_mass);
  // Which aggregate a lock counts in depends on the coldkey's settings: it leaves the old one before they move.
  for (const { netuid, hotkey, lock } of locks) {
    storage.Lock.at(oldColdkey, netuid, hotkey).remove(state);
    storage.LockingColdkeys.at(netuid, hotkey, oldColdkey).remove(state);
    reduceAggregateLock(state, oldColdkey, hotkey, netuid, lock.locked_mass, lock.conviction);
  }
  for (const netuid of decaying) {
    const setting = storage.DecayingLock.at(oldColdkey, netuid).take(state);
    if (setting !== undefined) storage.DecayingLock.at(newColdkey, netuid).set(state, setting);
  }
  const flags = storage.AccountFlags.at(oldColdkey).take(state);
  if (flags === 0n) storage.AccountFlags.at(newColdkey).remove(state);
  else storage.AccountFlags.at(newColdkey).set(state, flags);
  const now = getCurrentBlockAsU64(state);
  const rates = lockRates(state);
  for (const { netuid, hotkey, kind, lock } of locks) {
    const moved = rollForwardLock(lock, now, rates, kind).lock;
    insertLockState(state, newColdkey, netuid, hotkey, moved);
    addAggregateLock(state, newColdkey, hotkey, netuid, moved);
  }
}

/** A subnet where locks on a hotkey have to move, and whether they count as the owner's before and after. */
interface Move {
  readonly netuid: NetUid;
  readonly wasOwner: boolean;
  readonly becomesOwner: boolean;
}

function movesOf(state: ReadState, oldHotkey: AccountId, newHotkey: AccountId, netuid: NetUid): Move[] {
  const wasOwner = isSubnetOwnerHotkey(state, netuid, oldHotkey);
  const becomesOwner = wasOwner || isSubnetOwnerHotkey(state, netuid, newHotkey);
  const moves =
    becomesOwner ||
    storage.HotkeyLock.at(netuid, oldHotkey).exists(state) ||
    storage.DecayingHotkeyLock.at(netuid, oldHotkey).exists(state);
  return moves ? [{ netuid, wasOwner, becomesOwner }] : [];
}

/**
 * Moves all locks on a hotkey to another one, on these subnets; counts what of the database it uses.
 * Rust: `pallets/subtensor/src/staking/lock.rs swap_hotkey_locks_for_netuids`, which is swap_hotkey_locks
 * for all subnets and swap_hotkey_locks_on_subnet for one.
 */
export function swapHotkeyLocks(
  state: WriteState,
  oldHotkey: AccountId,
  newHotkey: AccountId,
  netuids: readonly NetUid[],
  use: DbUse,
): void {
  const now = getCurrentBlockAsU64(state);
  const rates = lockRates(state);
  addUse(use, 5 * netuids.length, 0);
  const moves = netuids.flatMap((netuid) => movesOf(state, oldHotkey, newHotkey, netuid));
  const rolledTwice = (lock: LockState, { wasOwner, becomesOwner }: Move, perpetual: boolean): LockState => {
    const before = rollForwardLock(lock, now, rates, { owner: wasOwner, perpetual }).lock;
    return rollForwardLock(before, now, rates, { owner: becomesOwner, perpetual }).lock;
  };

  const found: [move: Move, coldkey: AccountId, lock: LockState][] = [];
  for (const move of moves) {
    for (const [, , coldkey] of [...storage.LockingColdkeys.keys(state, move.netuid, oldHotkey)]) {
      const lock = storage.Lock.at(coldkey, move.netuid, oldHotkey).get(state);
      addUse(use, 1, lock === undefined ? 1 : 0);
      if (lock !== undefined) found.push([move, coldkey, lock]);
      else storage.LockingColdkeys.at(move.netuid, oldHotkey, coldkey).remove(state);
    }
  }
  for (const [move, coldkey, lock] of found) {
    const moved = rolledTwice(lock, move, isPerpetualLock(state, coldkey, move.netuid));
    storage.Lock.at(coldkey, move.netuid, oldHotkey).remove(state);
    storage.LockingColdkeys.at(move.netuid, oldHotkey, coldkey).remove(state);
    insertLockState(state, coldkey, move.netuid, newHotkey, moved);
    addUse(use, 0, 2);
  }
  for (const move of moves) {
    const { netuid, wasOwner, becomesOwner } = move;
    const taken = [true, false].map((perpetual) => ({
      perpetual,
      lock: aggregateEntry(netuid, oldHotkey, { owner: wasOwner, perpetual }).take(state),
    }));
    for (const { perpetual, lock } of taken) {
      if (lock === undefined) continue;
      const entry = aggregateEntry(netuid, newHotkey, { owner: becomesOwner, perpetual });
      insertAggregate(state, entry, rolledTwice(lock, move, perpetual));
    }
    addUse(use, 0, 6);
  }
}
