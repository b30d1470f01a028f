import { type SafeFloat, safeFloatFromU64F64, safeFloatIsZero } from "../../../fixed/safe-float.ts";
import type { ReadState } from "../../../frame/state.ts";
import type { AccountId } from "../../../types/account-id.ts";
import type { NetUid } from "../../../types/balances.ts";
import { storage } from "../storage.ts";

/** One coldkey's share of a hotkey's alpha on a subnet. */
export interface AlphaEntry {
  readonly hotkey: AccountId;
  readonly coldkey: AccountId;
  readonly netuid: NetUid;
  readonly share: SafeFloat;
}

const order = (a: string | number, b: string | number): number => (a < b ? -1 : a > b ? 1 : 0);

/** Entries of the older map and the newer one, which wins where both have one, sorted by accounts and netuid. */
function merged(older: Iterable<AlphaEntry>, newer: Iterable<AlphaEntry>): AlphaEntry[] {
  const entries = new Map<string, AlphaEntry>();
  for (const list of [older, newer])
    for (const entry of list) entries.set(`${entry.hotkey}${entry.coldkey}${entry.netuid}`, entry);
  return [...entries.values()].sort(
    (a, b) => order(a.hotkey, b.hotkey) || order(a.coldkey, b.coldkey) || order(a.netuid, b.netuid),
  );
}

type Keys = [AccountId, AccountId, NetUid];
const entryOf = ([hotkey, coldkey, netuid]: Keys, share: SafeFloat): AlphaEntry => ({ hotkey, coldkey, netuid, share });

function* olderEntries(found: Iterable<[Keys, bigint]>): Generator<AlphaEntry> {
  for (const [keys, share] of found) yield entryOf(keys, safeFloatFromU64F64(share));
}

function* newerEntries(found: Iterable<[Keys, SafeFloat]>): Generator<AlphaEntry> {
  for (const [keys, share] of found) yield entryOf(keys, share);
}

/**
 * All shares, sorted by hotkey, coldkey and netuid.
 * Rust: `pallets/subtensor/src/staking/helpers.rs alpha_iter`.
 */
export function alphaIter(state: ReadState): AlphaEntry[] {
  return merged(olderEntries(storage.Alpha.entries(state)), newerEntries(storage.AlphaV2.entries(state)));
}

/**
 * The shares of a hotkey and coldkey that are not zero, by netuid.
 * Rust: `pallets/subtensor/src/staking/helpers.rs alpha_iter_prefix`.
 */
export function alphaIterPrefix(state: ReadState, hotkey: AccountId, coldkey: AccountId): AlphaEntry[] {
  return merged(
    olderEntries(storage.Alpha.entries(state, hotkey, coldkey)),
    newerEntries(storage.AlphaV2.entries(state, hotkey, coldkey)),
  ).filter(({ share }) => !safeFloatIsZero(share));
}

/**
 * The shares of a hotkey, sorted by coldkey and netuid.
 * Rust: `pallets/subtensor/src/staking/helpers.rs alpha_iter_single_prefix`.
 */
export function alphaIterSinglePrefix(state: ReadState, hotkey: AccountId): AlphaEntry[] {
  return merged(
    olderEntries(storage.Alpha.entries(state, hotkey)),
    newerEntries(storage.AlphaV2.entries(state, hotkey)),
  );
}
