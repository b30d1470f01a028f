import { addU64 } from "../../../../lib/integers.ts";
import type { ReadState, WriteState } from "../../../frame/state.ts";
import type { AccountId } from "../../../types/account-id.ts";
import { type NetUid, rootNetuid } from "../../../types/balances.ts";
import {
  decreaseStakeForHotkeyAndColdkeyOnSubnet,
  getStakeForHotkeyAndColdkeyOnSubnet,
  increaseStakeForHotkeyAndColdkeyOnSubnet,
} from "../staking/alpha-shares.ts";
import { transferRootClaimableForNewHotkey, transferRootClaimedForNewKeys } from "../staking/root-claimable.ts";
import { storage } from "../storage.ts";
import { addUse, type DbUse } from "../utils/db-use.ts";
import { swapVotingPowerForHotkey } from "../utils/voting-power.ts";

/**
 * Moves all that coldkeys have with a hotkey on a subnet to another one: what was earned, voting power, stakes, and on
 * root the dividends of root stake.
 * Rust: `pallets/subtensor/src/swap/swap_hotkey.rs perform_hotkey_swap_on_one_subnet`, steps 8 and 9.
 */
export function swapHotkeyStake(
  state: WriteState,
  oldHotkey: AccountId,
  newHotkey: AccountId,
  netuid: NetUid,
  use: DbUse,
): void {
  const lastAlpha = storage.TotalHotkeyAlphaLastEpoch.at(oldHotkey, netuid).take(state);
  storage.TotalHotkeyAlphaLastEpoch.at(newHotkey, netuid).mutate(state, (own) => addU64(lastAlpha, own));
  const dividends = storage.AlphaDividendsPerSubnet.at(netuid, oldHotkey).take(state);
  storage.AlphaDividendsPerSubnet.at(netuid, newHotkey).mutate(state, (own) => addU64(dividends, own));
  swapVotingPowerForHotkey(state, oldHotkey, newHotkey, netuid);
  addUse(use, 6, 6);
  for (const coldkey of stakersOf(state, oldHotkey, netuid, use)) {
    const alpha = getStakeForHotkeyAndColdkeyOnSubnet(state, oldHotkey, coldkey, netuid);
    decreaseStakeForHotkeyAndColdkeyOnSubnet(state, oldHotkey, coldkey, netuid, alpha);
    increaseStakeForHotkeyAndColdkeyOnSubnet(state, newHotkey, coldkey, netuid, alpha);
    addUse(use, 3, 2);
    const entry = storage.StakingHotkeys.at(coldkey);
    const hotkeys = entry.get(state);
    if (!hotkeys.includes(oldHotkey) || hotkeys.includes(newHotkey)) continue;
    entry.set(state, [...hotkeys, newHotkey]);
    addUse(use, 0, 1);
  }
  if (netuid === rootNetuid) swapRootDividends(state, oldHotkey, newHotkey, use);
}

/** The coldkeys with a share of a hotkey on a subnet, ascending. Every share of the hotkey counts as used. */
function stakersOf(state: ReadState, hotkey: AccountId, netuid: NetUid, use: DbUse): AccountId[] {
  const shares = [...storage.Alpha.entries(state, hotkey), ...storage.AlphaV2.entries(state, hotkey)];
  addUse(use, shares.length, shares.length);
  return [...new Set(shares.flatMap(([[, coldkey, on]]) => (on === netuid ? [coldkey] : [])))].sort();
}

/** What root stakers can claim and have claimed belongs to root stake, on whichever subnet it was earned. */
function swapRootDividends(state: WriteState, oldHotkey: AccountId, newHotkey: AccountId, use: DbUse): void {
  transferRootClaimableForNewHotkey(state, oldHotkey, newHotkey);
  addUse(use, 3, 2);
  for (const netuid of storage.RootClaimable.at(newHotkey).get(state).keys()) {
    const claimed = [...storage.RootClaimed.entries(state, netuid, oldHotkey)];
    addUse(use, claimed.length, 0);
    for (const [[, , coldkey]] of claimed) {
      transferRootClaimedForNewKeys(state, netuid, oldHotkey, newHotkey, coldkey, coldkey);
      addUse(use, 2, 2);
    }
  }
  const delegation = storage.AutoParentDelegationEnabled.at(oldHotkey);
  if (!delegation.exists(state)) return;
  storage.AutoParentDelegationEnabled.at(newHotkey).set(state, delegation.take(state));
  addUse(use, 1, 2);
}
