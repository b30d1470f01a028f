import { fromKey, type StateKey, toKey } from "../../../../lib/bytes.ts";
import { U96F32 } from "../../../fixed/formats.ts";
import { ensure } from "../../../frame/dispatch-error.ts";
import type { ReadState, WriteState } from "../../../frame/state.ts";
import type { MapItem, ValueItem } from "../../../frame/storage.ts";
import { orUndefined } from "../../../frame/stored-value.ts";
import type { AccountId } from "../../../types/account-id.ts";
import { type NetUid, rootNetuid } from "../../../types/balances.ts";
import { errors } from "../errors.ts";
import { storage } from "../storage.ts";
import { isSubnetAccountId } from "../subnets/subnet.ts";
import { addStakingHotkey } from "./alpha-shares.ts";
import { maybeAddColdkeyIndex } from "./staking-coldkeys.ts";

/**
 * Whether the hotkey has taken in delegates (has a take of its own).
 * Rust: `pallets/subtensor/src/staking/helpers.rs hotkey_is_delegate`.
 */
export function hotkeyIsDelegate(state: ReadState, hotkey: AccountId): boolean {
  return storage.Delegates.at(hotkey).exists(state);
}

/**
 * Gives a hotkey without a take of its own the default one.
 * Rust: `pallets/subtensor/src/staking/helpers.rs maybe_become_delegate`.
 */
export function maybeBecomeDelegate(state: WriteState, hotkey: AccountId): void {
  if (!hotkeyIsDelegate(state, hotkey)) storage.Delegates.at(hotkey).set(state, getHotkeyTake(state, hotkey));
}

/**
 * Notes who owns a hotkey, unless somebody does already.
 * @throws CannotUseSystemAccount for the account of a subnet.
 * Rust: `pallets/subtensor/src/staking/helpers.rs create_account_if_non_existent`.
 */
export function createAccountIfNonExistent(state: WriteState, coldkey: AccountId, hotkey: AccountId): void {
  ensure(isSubnetAccountId(state, hotkey) === undefined, errors.CannotUseSystemAccount);
  if (hotkeyAccountExists(state, hotkey)) return;
  storage.Owner.at(hotkey).set(state, coldkey);
  const owned = storage.OwnedHotkeys.at(coldkey);
  const hotkeys = owned.get(state);
  if (!hotkeys.includes(hotkey)) owned.set(state, [...hotkeys, hotkey]);
  addStakingHotkey(state, coldkey, hotkey);
}

/**
 * Sets who owns a hotkey. @throws CannotUseSystemAccount for the account of a subnet.
 * Rust: `pallets/subtensor/src/staking/helpers.rs set_hotkey_owner`.
 */
export function setHotkeyOwner(state: WriteState, coldkey: AccountId, hotkey: AccountId): void {
  ensure(isSubnetAccountId(state, hotkey) === undefined, errors.CannotUseSystemAccount);
  storage.Owner.at(hotkey).set(state, coldkey);
}

/**
 * The coldkey that owns a hotkey, the zero account when none does.
 * Rust: `pallets/subtensor/src/staking/helpers.rs get_owning_coldkey_for_hotkey`.
 */
export function getOwningColdkeyForHotkey(state: ReadState, hotkey: AccountId): AccountId {
  return storage.Owner.at(hotkey).get(state);
}

/**
 * What the hotkey keeps of its delegates' dividends, in parts of 65535.
 * Rust: `pallets/subtensor/src/staking/helpers.rs get_hotkey_take`.
 */
function getHotkeyTake(state: ReadState, hotkey: AccountId): number {
  return storage.Delegates.at(hotkey).get(state);
}

/**
 * The same as U96F32 bits between 0 and 1.
 * Rust: `pallets/subtensor/src/staking/helpers.rs get_hotkey_take_float`.
 */
export function getHotkeyTakeFloat(state: ReadState, hotkey: AccountId): bigint {
  return U96F32.safeDiv(U96F32.fromNum(getHotkeyTake(state, hotkey)), U96F32.fromNum(65_535));
}

/**
 * Whether somebody owns the hotkey.
 * Rust: `pallets/subtensor/src/staking/helpers.rs hotkey_account_exists`.
 */
export function hotkeyAccountExists(state: ReadState, hotkey: AccountId): boolean {
  return storage.Owner.at(hotkey).exists(state);
}

/**
 * Whether that coldkey owns the hotkey.
 * Rust: `pallets/subtensor/src/staking/helpers.rs coldkey_owns_hotkey`.
 */
export function coldkeyOwnsHotkey(state: ReadState, coldkey: AccountId, hotkey: AccountId): boolean {
  return storage.Owner.at(hotkey).find(state) === coldkey;
}

/** Shares looked at in one block. */
const batchSize = 30;

type Shares = MapItem<[AccountId, AccountId, NetUid], unknown, unknown>;
type LastKey = ValueItem<Uint8Array | undefined, Uint8Array | undefined>;

/** The keys of a share map after a raw key; what does not decode is passed over. Rust: `iter_keys_from`. */
function* keysAfter(state: ReadState, shares: Shares, raw: StateKey): Generator<[AccountId, AccountId, NetUid]> {
  for (let key = state.nextKey(raw); key?.startsWith(shares.prefix); key = state.nextKey(key)) {
    const found = key;
    const keys = orUndefined(() => shares.keysOf(found));
    if (keys !== undefined) yield keys;
  }
}

/**
 * Looks at the next batch of a share map and puts the coldkeys with root stake into the index; starts
 * again after the last. Where it was is remembered as the raw key of the last share seen.
 */
function populateFrom(state: WriteState, shares: Shares, lastKey: LastKey): void {
  const last = lastKey.get(state);
  const rawOf = (keys: [AccountId, AccountId, NetUid]): StateKey => shares.at(...keys).key;
  const [first] = last === undefined ? keysAfter(state, shares, shares.prefix) : [];
  const from = last !== undefined ? toKey(last) : first && rawOf(first);
  if (from === undefined) return;
  const batch = first === undefined ? [] : [first];
  for (const keys of keysAfter(state, shares, from)) {
    if (batch.length === batchSize) break;
    batch.push(keys);
  }
  for (const [, coldkey, netuid] of batch) if (netuid === rootNetuid) maybeAddColdkeyIndex(state, coldkey);
  const end = batch.at(-1);
  lastKey.set(state, end === undefined || batch.length < batchSize ? undefined : fromKey(rawOf(end)));
}

/**
 * Rust: `pallets/subtensor/src/staking/helpers.rs populate_root_coldkey_staking_maps`: the
 * older share map's turn, in every block.
 */
export function populateRootColdkeyStakingMaps(state: WriteState): void {
  populateFrom(state, storage.Alpha, storage.AlphaMapLastKey);
}

/**
 * Rust: `pallets/subtensor/src/staking/helpers.rs populate_root_coldkey_staking_maps_v2`: the
 * newer share map's turn, in every block.
 */
export function populateRootColdkeyStakingMapsV2(state: WriteState): void {
  populateFrom(state, storage.AlphaV2, storage.AlphaV2MapLastKey);
}
