import { subU64 } from "../../../../lib/integers.ts";
import { U64F64 } from "../../../fixed/formats.ts";
import type { ReadState, WriteState } from "../../../frame/state.ts";
import type { Entry } from "../../../frame/storage.ts";
import type { AccountId } from "../../../types/account-id.ts";
import type { AlphaBalance, NetUid } from "../../../types/balances.ts";
import { storage } from "../storage.ts";
import {
  emptyLock,
  type LockKind,
  type LockRates,
  type LockState,
  lockIsZero,
  mergeLock,
  reduceLock,
  rollForwardLock,
} from "./lock-state.ts";

/**
 * The lock of one coldkey on a hotkey, with the aggregate it is part of: one for each hotkey, or for the subnet's owner
 * hotkey whichever that is, and of each a perpetual and a decaying one. Only what was touched is saved.
 * Rust: `pallets/subtensor/src/staking/lock.rs ConvictionModel`.
 */
export interface ConvictionModel {
  readonly kind: LockKind;
  individual: LockState;
  individualTouched: boolean;
  aggregate: LockState;
  aggregateTouched: boolean;
}

/** The blocks in which locks shrink, and convictions come nearer to them, by a factor of e. */
export function lockRates(state: ReadState): LockRates {
  return { unlock: storage.UnlockRate.get(state), maturity: storage.MaturityRate.get(state) };
}

/** Rust: `pallets/subtensor/src/staking/lock.rs is_subnet_owner_hotkey`. */
export function isSubnetOwnerHotkey(state: ReadState, netuid: NetUid, hotkey: AccountId): boolean {
  return storage.SubnetOwnerHotkey.at(netuid).get(state) === hotkey;
}

/** Rust: `pallets/subtensor/src/staking/lock.rs is_perpetual_lock`. */
export function isPerpetualLock(state: ReadState, coldkey: AccountId, netuid: NetUid): boolean {
  return storage.DecayingLock.at(coldkey, netuid).get(state) === false;
}

type LockEntry = Entry<LockState, LockState | undefined>;

/** Where the aggregate of such locks on a hotkey is kept. */
export function aggregateEntry(netuid: NetUid, hotkey: AccountId, { owner, perpetual }: LockKind): LockEntry {
  if (owner) return (perpetual ? storage.OwnerLock : storage.DecayingOwnerLock).at(netuid);
  return (perpetual ? storage.HotkeyLock : storage.DecayingHotkeyLock).at(netuid, hotkey);
}

/** Rust: `pallets/subtensor/src/staking/lock.rs insert_hotkey_lock_state` and its three siblings. */
export function insertAggregate(state: WriteState, entry: LockEntry, lock: LockState): void {
  if (lock.locked_mass !== 0n || lock.conviction > 0n) entry.set(state, lock);
  else entry.remove(state);
}

/** Rust: `pallets/subtensor/src/staking/lock.rs insert_lock_state`. */
export function insertLockState(
  state: WriteState,
  coldkey: AccountId,
  netuid: NetUid,
  hotkey: AccountId,
  lock: LockState,
): void {
  const index = storage.LockingColdkeys.at(netuid, hotkey, coldkey);
  const entry = storage.Lock.at(coldkey, netuid, hotkey);
  if (lockIsZero(lock)) {
    index.remove(state);
    entry.remove(state);
  } else {
    index.set(state, undefined);
    entry.set(state, lock);
  }
}

/** Rust: `pallets/subtensor/src/staking/lock.rs read_conviction_model_for_hotkey`. */
export function readConvictionModelForHotkey(
  state: ReadState,
  coldkey: AccountId,
  netuid: NetUid,
  hotkey: AccountId,
  now: bigint,
): ConvictionModel {
  const kind = {
    owner: isSubnetOwnerHotkey(state, netuid, hotkey),
    perpetual: isPerpetualLock(state, coldkey, netuid),
  };
  return {
    kind,
    individual: storage.Lock.at(coldkey, netuid, hotkey).get(state) ?? emptyLock(now),
    individualTouched: false,
    aggregate: aggregateEntry(netuid, hotkey, kind).get(state) ?? emptyLock(now),
    aggregateTouched: false,
  };
}

/**
 * The model of a coldkey's only lock on a subnet, with the hotkey it is on.
 * Rust: `pallets/subtensor/src/staking/lock.rs read_conviction_model`.
 */
export function readConvictionModel(
  state: ReadState,
  coldkey: AccountId,
  netuid: NetUid,
  now: bigint,
): { hotkey: AccountId; model: ConvictionModel } | undefined {
  for (const [[, , hotkey]] of storage.Lock.entries(state, coldkey, netuid))
    return { hotkey, model: readConvictionModelForHotkey(state, coldkey, netuid, hotkey, now) };
  return undefined;
}

/** Rust: `pallets/subtensor/src/staking/lock.rs save_conviction_model`. */
export function saveConvictionModel(
  state: WriteState,
  coldkey: AccountId,
  netuid: NetUid,
  hotkey: AccountId,
  model: ConvictionModel,
): void {
  if (model.individualTouched) insertLockState(state, coldkey, netuid, hotkey, model.individual);
  if (model.aggregateTouched) insertAggregate(state, aggregateEntry(netuid, hotkey, model.kind), model.aggregate);
}

function setAggregate(model: ConvictionModel, aggregate: LockState): void {
  model.aggregate = aggregate;
  model.aggregateTouched = true;
}

/** Sets the coldkey's lock, rolled forward. Rust: set_rolled_individual_lock. */
export function setRolledIndividual(model: ConvictionModel, lock: LockState, now: bigint, rates: LockRates): void {
  model.individual = rollForwardLock(lock, now, rates, model.kind).lock;
  model.individualTouched = true;
}

/** Rust: `pallets/subtensor/src/staking/lock.rs ConvictionModel::roll_forward_aggregate`. */
export function rollForwardAggregate(model: ConvictionModel, now: bigint, rates: LockRates): void {
  setAggregate(model, rollForwardLock(model.aggregate, now, rates, model.kind).lock);
}

/**
 * Rolls the coldkey's lock forward. The aggregate loses what it lost; when it lost nothing it rolls by itself.
 * Rust: `pallets/subtensor/src/staking/lock.rs ConvictionModel::roll_forward`.
 */
export function rollForward(model: ConvictionModel, now: bigint, rates: LockRates): void {
  const { lock, delta } = rollForwardLock(model.individual, now, rates, model.kind);
  model.individual = lock;
  model.individualTouched = true;
  if (delta.mass === 0n && delta.conviction === 0n) rollForwardAggregate(model, now, rates);
  else setAggregate(model, { ...reduceLock(model.aggregate, delta.mass, delta.conviction), last_update: now });
}

/** Adds a lock to the hotkey's aggregate. */
export function addToAggregate(model: ConvictionModel, added: LockState): void {
  setAggregate(model, mergeLock(model.aggregate, added));
}

/** Takes alpha (rao) and conviction (U64F64 bits) out of the hotkey's aggregate. */
export function reduceAggregate(model: ConvictionModel, mass: AlphaBalance, conviction: bigint): void {
  setAggregate(model, reduceLock(model.aggregate, mass, conviction));
}

/**
 * Takes alpha (rao) out of the coldkey's lock, with its part of the conviction.
 * Rust: `pallets/subtensor/src/staking/lock.rs ConvictionModel::force_reduce_individual`.
 */
export function forceReduceIndividual(model: ConvictionModel, amount: AlphaBalance, now: bigint): void {
  const { locked_mass, conviction } = model.individual;
  const mass = subU64(locked_mass, amount);
  let kept = 0n;
  if (mass > 0n) {
    const removed = U64F64.safeDiv(U64F64.fromNum(amount), U64F64.fromNum(locked_mass));
    kept = U64F64.saturatingMul(conviction, U64F64.saturatingSub(U64F64.one, removed));
  }
  model.individual = { locked_mass: mass, conviction: kept, last_update: now };
  model.individualTouched = true;
  reduceAggregate(model, locked_mass - mass, U64F64.saturatingSub(conviction, kept));
}
