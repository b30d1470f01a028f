import { addU64 } from "../../../../lib/integers.ts";
import { U64F64 } from "../../../fixed/formats.ts";
import { okOr } from "../../../frame/dispatch-error.ts";
import type { ReadState, WriteState } from "../../../frame/state.ts";
import { type AccountId, zeroAccount } from "../../../types/account-id.ts";
import type { NetUid } from "../../../types/balances.ts";
import { byAccount } from "../by-account.ts";
import { events } from "../events.ts";
import { storage } from "../storage.ts";
import { registerNeuron } from "../subnets/registration.ts";
import { getCurrentBlockAsU64 } from "../utils/misc.ts";
import { aggregateEntry, insertAggregate, lockRates } from "./conviction-model.ts";
import { getOwningColdkeyForHotkey } from "./helpers.ts";
import { emptyLock, type LockKind, type LockState, rollForwardLock } from "./lock-state.ts";

/** How old a subnet must be (blocks) before its owner can change: 365 days and a quarter. */
const oneYear = 2_629_800n;
const perpetual: LockKind = { owner: false, perpetual: true };
const decaying: LockKind = { owner: false, perpetual: false };
const perpetualOwner: LockKind = { owner: true, perpetual: true };
const decayingOwner: LockKind = { owner: true, perpetual: false };

/** Conviction (U64F64 bits) of all aggregates on a subnet as of now, each with its hotkey. */
function* convictions(state: ReadState, netuid: NetUid): Generator<[hotkey: AccountId, conviction: bigint]> {
  const now = getCurrentBlockAsU64(state);
  const rates = lockRates(state);
  const rolled = (lock: LockState, kind: LockKind): bigint => rollForwardLock(lock, now, rates, kind).lock.conviction;
  for (const [[, hotkey], lock] of storage.HotkeyLock.entries(state, netuid)) yield [hotkey, rolled(lock, perpetual)];
  for (const [[, hotkey], lock] of storage.DecayingHotkeyLock.entries(state, netuid))
    yield [hotkey, rolled(lock, decaying)];
  const owner = storage.SubnetOwnerHotkey.at(netuid).get(state);
  for (const kind of [perpetualOwner, decayingOwner]) {
    const lock = aggregateEntry(netuid, owner, kind).get(state);
    if (lock !== undefined) yield [owner, rolled(lock, kind)];
  }
}

/**
 * Conviction (U64F64 bits) of all who locked on a hotkey of a subnet.
 * Rust: `pallets/subtensor/src/staking/lock.rs hotkey_conviction`.
 */
export function hotkeyConviction(state: ReadState, hotkey: AccountId, netuid: NetUid): bigint {
  const now = getCurrentBlockAsU64(state);
  const rates = lockRates(state);
  const isOwner = storage.SubnetOwnerHotkey.at(netuid).get(state) === hotkey;
  let total = 0n;
  for (const kind of isOwner ? [perpetual, decaying, perpetualOwner, decayingOwner] : [perpetual, decaying]) {
    const lock = aggregateEntry(netuid, hotkey, kind).get(state);
    if (lock !== undefined)
      total = U64F64.saturatingAdd(total, rollForwardLock(lock, now, rates, kind).lock.conviction);
  }
  return total;
}

/**
 * Conviction (U64F64 bits) of all locks on a subnet.
 * Rust: `pallets/subtensor/src/staking/lock.rs get_total_conviction`.
 */
export function getTotalConviction(state: ReadState, netuid: NetUid): bigint {
  let total = 0n;
  for (const [, conviction] of convictions(state, netuid)) total = U64F64.saturatingAdd(total, conviction);
  return total;
}

/**
 * The hotkey with the most conviction on a subnet; of equal ones the greatest account.
 * Rust: `pallets/subtensor/src/staking/lock.rs subnet_king`.
 */
export function subnetKing(state: ReadState, netuid: NetUid): AccountId | undefined {
  const scores = new Map<AccountId, bigint>();
  for (const [hotkey, conviction] of convictions(state, netuid))
    scores.set(hotkey, U64F64.saturatingAdd(scores.get(hotkey) ?? 0n, conviction));
  let king: AccountId | undefined;
  let most = 0n;
  for (const [hotkey, score] of byAccount(scores)) {
    if (score < most) continue;
    king = hotkey;
    most = score;
  }
  return king;
}

/** The hotkey whose conviction earned it the subnet, with its coldkey; undefined while nobody's did. */
function usurper(state: ReadState, netuid: NetUid): { hotkey: AccountId; coldkey: AccountId } | undefined {
  const alphaOut = storage.SubnetAlphaOut.at(netuid).get(state);
  if (alphaOut === 0n) return undefined;
  if (getCurrentBlockAsU64(state) < addU64(storage.NetworkRegisteredAt.at(netuid).get(state), oneYear))
    return undefined;
  const tenfold = U64F64.saturatingMulInt(getTotalConviction(state, netuid), 10n);
  if (tenfold < U64F64.fromNum(alphaOut)) return undefined;
  const hotkey = subnetKing(state, netuid);
  if (hotkey === undefined) return undefined;
  const coldkey = getOwningColdkeyForHotkey(state, hotkey);
  if (coldkey === zeroAccount || coldkey === storage.SubnetOwner.at(netuid).get(state)) return undefined;
  return { hotkey, coldkey };
}

/** Moves the aggregate of one kind of locks on a hotkey to another kind, both rolled forward. */
function moveAggregate(state: WriteState, netuid: NetUid, hotkey: AccountId, from: LockKind, to: LockKind): void {
  const lock = aggregateEntry(netuid, hotkey, from).take(state);
  if (lock === undefined) return;
  const now = getCurrentBlockAsU64(state);
  const rates = lockRates(state);
  const moved = rollForwardLock(lock, now, rates, from).lock;
  const target = aggregateEntry(netuid, hotkey, to);
  const there = target.get(state);
  const current = there === undefined ? emptyLock(now) : rollForwardLock(there, now, rates, to).lock;
  const joined = {
    locked_mass: addU64(current.locked_mass, moved.locked_mass),
    conviction: U64F64.saturatingAdd(current.conviction, moved.conviction),
    last_update: now,
  };
  // A new owner starts as convinced as it is heavy; the old one keeps what it has.
  insertAggregate(state, target, to.owner ? rollForwardLock(joined, now, rates, to).lock : joined);
}

/**
 * Gives a subnet that is a year old to the owner of the hotkey with the most conviction, once all conviction is a tenth
 * of the alpha outside of the pool. The hotkey is registered where it is not; when that fails nothing happens.
 * Rust: `pallets/subtensor/src/staking/lock.rs change_subnet_owner_if_needed`.
 */
export function changeSubnetOwnerIfNeeded(state: WriteState, netuid: NetUid): void {
  const king = usurper(state, netuid);
  if (king === undefined) return;
  const oldColdkey = storage.SubnetOwner.at(netuid).get(state);
  const oldHotkey = storage.SubnetOwnerHotkey.at(netuid).get(state);
  if (!storage.Uids.at(netuid, king.hotkey).exists(state)) {
    const registered = okOr(() => registerNeuron(state, netuid, king.hotkey));
    if ("failure" in registered) return;
  }
  moveAggregate(state, netuid, oldHotkey, perpetualOwner, perpetual);
  moveAggregate(state, netuid, oldHotkey, decayingOwner, decaying);
  moveAggregate(state, netuid, king.hotkey, perpetual, perpetualOwner);
  moveAggregate(state, netuid, king.hotkey, decaying, decayingOwner);
  storage.SubnetOwner.at(netuid).set(state, king.coldkey);
  storage.SubnetOwnerHotkey.at(netuid).set(state, king.hotkey);
  state.emit(events.SubnetOwnerChanged({ netuid, old_coldkey: oldColdkey, new_coldkey: king.coldkey }));
}
