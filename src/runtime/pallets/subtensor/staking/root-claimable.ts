import { saturateU128, subU64 } from "../../../../lib/integers.ts";
import { I96F32 } from "../../../fixed/formats.ts";
import type { ReadState, WriteState } from "../../../frame/state.ts";
import type { AccountId } from "../../../types/account-id.ts";
import { type AlphaBalance, type NetUid, rootNetuid } from "../../../types/balances.ts";
import { storage } from "../storage.ts";
import {
  getStakeForHotkeyAndColdkeyOnSubnet,
  getStakeForHotkeyOnSubnet,
  increaseStakeForHotkeyAndColdkeyOnSubnet,
} from "./alpha-shares.ts";

/**
 * Adds alpha (rao) to what root stakers of a hotkey can claim on a subnet, as alpha per rao of root stake. More alpha
 * than root stake goes to the hotkey's owner instead.
 * Rust: `pallets/subtensor/src/staking/claim_root.rs increase_root_claimable_for_hotkey_and_subnet`.
 */
export function increaseRootClaimableForHotkeyAndSubnet(
  state: WriteState,
  hotkey: AccountId,
  netuid: NetUid,
  amount: AlphaBalance,
): void {
  const rootStake = getStakeForHotkeyOnSubnet(state, hotkey, rootNetuid);
  if (amount > rootStake) {
    const owner = storage.Owner.at(hotkey).get(state);
    increaseStakeForHotkeyAndColdkeyOnSubnet(state, hotkey, owner, netuid, amount);
    return;
  }
  const increment = I96F32.checkedDiv(I96F32.fromNum(amount), I96F32.fromNum(rootStake)) ?? 0n;
  storage.RootClaimable.at(hotkey).mutate(state, (claimable) =>
    new Map(claimable).set(netuid, I96F32.saturatingAdd(claimable.get(netuid) ?? 0n, increment)),
  );
}

/**
 * What the root stake of a coldkey entitles it to on a subnet, claimed or not. I96F32 bits of alpha rao.
 * Rust: `pallets/subtensor/src/staking/claim_root.rs get_root_claimable_for_hotkey_coldkey`.
 */
export function getRootClaimableForHotkeyColdkey(
  state: ReadState,
  hotkey: AccountId,
  coldkey: AccountId,
  netuid: NetUid,
): bigint {
  const rootStake = I96F32.fromNum(getStakeForHotkeyAndColdkeyOnSubnet(state, hotkey, coldkey, rootNetuid));
  return I96F32.saturatingMul(storage.RootClaimable.at(hotkey).get(state).get(netuid) ?? 0n, rootStake);
}

/**
 * What of it has not been claimed; may be negative. I96F32 bits of alpha rao.
 * Rust: `pallets/subtensor/src/staking/claim_root.rs get_root_owed_for_hotkey_coldkey_float`.
 */
export function getRootOwedForHotkeyColdkeyFloat(
  state: ReadState,
  hotkey: AccountId,
  coldkey: AccountId,
  netuid: NetUid,
): bigint {
  return I96F32.saturatingSub(
    getRootClaimableForHotkeyColdkey(state, hotkey, coldkey, netuid),
    I96F32.saturatingFromNum(storage.RootClaimed.at(netuid, hotkey, coldkey).get(state)),
  );
}

/**
 * The same in alpha rao, at least zero.
 * Rust: `pallets/subtensor/src/staking/claim_root.rs get_root_owed_for_hotkey_coldkey`.
 */
export function getRootOwedForHotkeyColdkey(
  state: ReadState,
  hotkey: AccountId,
  coldkey: AccountId,
  netuid: NetUid,
): AlphaBalance {
  return I96F32.saturatingToU64(getRootOwedForHotkeyColdkeyFloat(state, hotkey, coldkey, netuid));
}

/** What an amount (rao) of root stake entitles to at a rate, alpha rao. */
function entitled(rate: bigint, amount: AlphaBalance): AlphaBalance {
  return I96F32.saturatingToU128(I96F32.saturatingMul(rate, I96F32.fromNum(amount)));
}

/**
 * Counts as claimed what new root stake (rao) would otherwise be owed for the past.
 * Rust: `pallets/subtensor/src/staking/claim_root.rs add_stake_adjust_root_claimed_for_hotkey_and_coldkey`.
 */
export function addStakeAdjustRootClaimedForHotkeyAndColdkey(
  state: WriteState,
  hotkey: AccountId,
  coldkey: AccountId,
  amount: AlphaBalance,
): void {
  for (const [netuid, rate] of storage.RootClaimable.at(hotkey).get(state))
    storage.RootClaimed.at(netuid, hotkey, coldkey).mutate(state, (claimed) =>
      saturateU128(claimed + entitled(rate, amount)),
    );
}

/**
 * The reverse for root stake (rao) that is taken away, so that what is owed stays owed.
 * Rust: `pallets/subtensor/src/staking/claim_root.rs remove_stake_adjust_root_claimed_for_hotkey_and_coldkey`.
 */
export function removeStakeAdjustRootClaimedForHotkeyAndColdkey(
  state: WriteState,
  hotkey: AccountId,
  coldkey: AccountId,
  amount: AlphaBalance,
): void {
  for (const [netuid, rate] of storage.RootClaimable.at(hotkey).get(state)) {
    if (netuid === rootNetuid) continue;
    storage.RootClaimed.at(netuid, hotkey, coldkey).mutate(state, (claimed) => subU64(claimed, entitled(rate, amount)));
  }
}

/**
 * Moves what was claimed on a subnet to other keys, added to what they claimed.
 * Rust: `pallets/subtensor/src/staking/claim_root.rs transfer_root_claimed_for_new_keys`.
 */
export function transferRootClaimedForNewKeys(
  state: WriteState,
  netuid: NetUid,
  oldHotkey: AccountId,
  newHotkey: AccountId,
  oldColdkey: AccountId,
  newColdkey: AccountId,
): void {
  const old = storage.RootClaimed.at(netuid, oldHotkey, oldColdkey);
  const moved = old.get(state);
  old.remove(state);
  storage.RootClaimed.at(netuid, newHotkey, newColdkey).mutate(state, (claimed) => saturateU128(moved + claimed));
}

/**
 * Moves all rates of a hotkey to another one, added to its own.
 * Rust: `pallets/subtensor/src/staking/claim_root.rs transfer_root_claimable_for_new_hotkey`.
 */
export function transferRootClaimableForNewHotkey(state: WriteState, oldHotkey: AccountId, newHotkey: AccountId): void {
  const moved = storage.RootClaimable.at(oldHotkey).get(state);
  const merged = new Map(storage.RootClaimable.at(newHotkey).get(state));
  storage.RootClaimable.at(oldHotkey).remove(state);
  for (const [netuid, rate] of moved) merged.set(netuid, I96F32.saturatingAdd(merged.get(netuid) ?? 0n, rate));
  storage.RootClaimable.at(newHotkey).set(state, merged);
}

/**
 * Forgets all of a subnet's root dividends.
 * Rust: `pallets/subtensor/src/staking/claim_root.rs finalize_all_subnet_root_dividends`.
 */
export function finalizeAllSubnetRootDividends(state: WriteState, netuid: NetUid): void {
  for (const [hotkey] of [...storage.RootClaimable.keys(state)]) {
    storage.RootClaimable.at(hotkey).mutate(state, (claimable) => {
      const left = new Map(claimable);
      left.delete(netuid);
      return left;
    });
  }
  storage.RootClaimed.clear(state, netuid);
}
