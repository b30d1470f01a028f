import { type SafeFloat, safeFloatFromU64F64, safeFloatIsZero, safeFloatZero } from "../../../fixed/safe-float.ts";
import {
  type SharePoolData,
  type SharePoolReader,
  simUpdateValueForOne,
  tryGetValue,
  updateValueForAll,
  updateValueForOne,
} from "../../../fixed/share-pool.ts";
import type { ReadState, WriteState } from "../../../frame/state.ts";
import type { AccountId } from "../../../types/account-id.ts";
import type { AlphaBalance, NetUid } from "../../../types/balances.ts";
import { storage } from "../storage.ts";

/** Alpha as the signed integer it is cast to on its way into the share pool. */
const toI64 = (alpha: AlphaBalance): bigint => BigInt.asIntN(64, alpha);

function readPool(state: ReadState, hotkey: AccountId, netuid: NetUid): SharePoolReader<AccountId> {
  const tryGetShare = (coldkey: AccountId): SafeFloat | undefined => {
    const older = storage.Alpha.at(hotkey, coldkey, netuid).find(state);
    return older === undefined ? storage.AlphaV2.at(hotkey, coldkey, netuid).find(state) : safeFloatFromU64F64(older);
  };
  return {
    getSharedValue: () => storage.TotalHotkeyAlpha.at(hotkey, netuid).get(state),
    tryGetShare,
    getShare: (coldkey) => tryGetShare(coldkey) ?? safeFloatZero,
    getDenominator: () => {
      const older = storage.TotalHotkeyShares.at(hotkey, netuid).find(state);
      return older === undefined
        ? storage.TotalHotkeySharesV2.at(hotkey, netuid).get(state)
        : safeFloatFromU64F64(older);
    },
  };
}

/**
 * The share pool of a hotkey on a subnet: coldkeys share the hotkey's alpha. Shares of the older maps
 * (U64F64) are read first, and move to the newer ones when they are written.
 * Rust: pallets/subtensor/src/staking/stake_utils.rs get_alpha_share_pool and
 * HotkeyAlphaSharePoolDataOperations.
 */
export function getAlphaSharePool(state: WriteState, hotkey: AccountId, netuid: NetUid): SharePoolData<AccountId> {
  return {
    ...readPool(state, hotkey, netuid),
    setSharedValue: (value) => {
      const total = storage.TotalHotkeyAlpha.at(hotkey, netuid);
      if (value === 0n) total.remove(state);
      else total.set(state, value);
    },
    setShare: (coldkey, share) => {
      const older = storage.Alpha.at(hotkey, coldkey, netuid);
      if (older.find(state) !== undefined) older.remove(state);
      const newer = storage.AlphaV2.at(hotkey, coldkey, netuid);
      if (safeFloatIsZero(share)) newer.remove(state);
      else newer.set(state, share);
    },
    setDenominator: (denominator) => {
      const older = storage.TotalHotkeyShares.at(hotkey, netuid);
      if (older.find(state) !== undefined) older.remove(state);
      const newer = storage.TotalHotkeySharesV2.at(hotkey, netuid);
      if (safeFloatIsZero(denominator)) newer.remove(state);
      else newer.set(state, denominator);
    },
  };
}

/**
 * Alpha (rao) of a coldkey with a hotkey on a subnet, zero without a share.
 * Rust: `pallets/subtensor/src/staking/stake_utils.rs get_stake_for_hotkey_and_coldkey_on_subnet`.
 */
export function getStakeForHotkeyAndColdkeyOnSubnet(
  state: ReadState,
  hotkey: AccountId,
  coldkey: AccountId,
  netuid: NetUid,
): AlphaBalance {
  return tryGetValue(readPool(state, hotkey, netuid), coldkey) ?? 0n;
}

/**
 * Alpha (rao) of all coldkeys with a hotkey on a subnet.
 * Rust: `pallets/subtensor/src/staking/stake_utils.rs get_stake_for_hotkey_on_subnet`.
 */
export function getStakeForHotkeyOnSubnet(state: ReadState, hotkey: AccountId, netuid: NetUid): AlphaBalance {
  return storage.TotalHotkeyAlpha.at(hotkey, netuid).get(state);
}

/**
 * Adds alpha (rao) for all who stake to the hotkey, in proportion.
 * Rust: `pallets/subtensor/src/staking/stake_utils.rs increase_stake_for_hotkey_on_subnet`.
 */
export function increaseStakeForHotkeyOnSubnet(
  state: WriteState,
  hotkey: AccountId,
  netuid: NetUid,
  amount: AlphaBalance,
): void {
  updateValueForAll(getAlphaSharePool(state, hotkey, netuid), toI64(amount));
}

/** Notes that a coldkey stakes to a hotkey, once. */
export function addStakingHotkey(state: WriteState, coldkey: AccountId, hotkey: AccountId): void {
  const entry = storage.StakingHotkeys.at(coldkey);
  const hotkeys = entry.get(state);
  if (!hotkeys.includes(hotkey)) entry.set(state, [...hotkeys, hotkey]);
}

/**
 * Adds alpha (rao) for one coldkey with a hotkey.
 * Rust: `pallets/subtensor/src/staking/stake_utils.rs increase_stake_for_hotkey_and_coldkey_on_subnet`.
 */
export function increaseStakeForHotkeyAndColdkeyOnSubnet(
  state: WriteState,
  hotkey: AccountId,
  coldkey: AccountId,
  netuid: NetUid,
  amount: AlphaBalance,
): void {
  if (amount !== 0n) addStakingHotkey(state, coldkey, hotkey);
  updateValueForOne(getAlphaSharePool(state, hotkey, netuid), coldkey, toI64(amount));
}

/**
 * Whether the hotkey's pool is precise enough to add that much alpha (rao) for one coldkey.
 * Rust: `pallets/subtensor/src/staking/stake_utils.rs try_increase_stake_for_hotkey_and_coldkey_on_subnet`.
 */
export function tryIncreaseStakeForHotkeyAndColdkeyOnSubnet(
  state: ReadState,
  hotkey: AccountId,
  netuid: NetUid,
  amount: AlphaBalance,
): boolean {
  return simUpdateValueForOne(readPool(state, hotkey, netuid), toI64(amount));
}

/**
 * Takes alpha (rao) from one coldkey with a hotkey; nothing happens when it has less or no share.
 * Rust: `pallets/subtensor/src/staking/stake_utils.rs decrease_stake_for_hotkey_and_coldkey_on_subnet`.
 */
export function decreaseStakeForHotkeyAndColdkeyOnSubnet(
  state: WriteState,
  hotkey: AccountId,
  coldkey: AccountId,
  netuid: NetUid,
  amount: AlphaBalance,
): void {
  const pool = getAlphaSharePool(state, hotkey, netuid);
  const held = tryGetValue(pool, coldkey);
  if (held !== undefined && held >= amount) updateValueForOne(pool, coldkey, toI64(-amount));
}
