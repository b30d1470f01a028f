import { ensure, fail, okOr } from "../../../frame/dispatch-error.ts";
import type { WriteState } from "../../../frame/state.ts";
import type { AccountId } from "../../../types/account-id.ts";
import { type NetUid, rootNetuid, type TaoBalance } from "../../../types/balances.ts";
import { recycleTao, transferAllTaoAndKill } from "../emissions/tao.ts";
import { errors } from "../errors.ts";
import { events } from "../events.ts";
import {
  decreaseStakeForHotkeyAndColdkeyOnSubnet,
  getStakeForHotkeyAndColdkeyOnSubnet,
  increaseStakeForHotkeyAndColdkeyOnSubnet,
} from "../staking/alpha-shares.ts";
import { hotkeyAccountExists, setHotkeyOwner } from "../staking/helpers.ts";
import { setAcceptLockedAlpha } from "../staking/lock-settings.ts";
import { transferRootClaimedForNewKeys } from "../staking/root-claimable.ts";
import { maybeAddColdkeyIndex, maybeRemoveColdkeyIndex } from "../staking/staking-coldkeys.ts";
import { swapColdkeyLocks } from "../staking/swap-locks.ts";
import { storage } from "../storage.ts";
import { getAllSubnetNetuids } from "../subnets/subnet.ts";
import { getCurrentBlockAsU64 } from "../utils/misc.ts";
import { lastTxBlock } from "../utils/rate-limiting.ts";

/**
 * Gives all that a coldkey has to another one that is new: subnets, stakes, hotkeys, locks, balance, identity.
 * @throws ColdKeyAlreadyAssociated, NewColdKeyIsHotkey, ActiveLockExists, and what transfers throw.
 * Rust: `pallets/subtensor/src/swap/swap_coldkey.rs do_swap_coldkey`.
 */
export function doSwapColdkey(state: WriteState, oldColdkey: AccountId, newColdkey: AccountId): void {
  ensure(storage.StakingHotkeys.at(newColdkey).get(state).length === 0, errors.ColdKeyAlreadyAssociated);
  ensure(!hotkeyAccountExists(state, newColdkey), errors.NewColdKeyIsHotkey);
  if (storage.IdentitiesV2.at(newColdkey).get(state) === undefined) {
    const identity = storage.IdentitiesV2.at(oldColdkey).take(state);
    if (identity !== undefined) storage.IdentitiesV2.at(newColdkey).set(state, identity);
  }
  // For the time of the swap only: the old coldkey's flags follow with its locks.
  setAcceptLockedAlpha(state, newColdkey, true);
  for (const netuid of getAllSubnetNetuids(state)) {
    const owner = storage.SubnetOwner.at(netuid);
    if (owner.get(state) === oldColdkey) owner.set(state, newColdkey);
    transferAutoStakeDestination(state, netuid, oldColdkey, newColdkey);
    transferColdkeyStake(state, netuid, oldColdkey, newColdkey);
  }
  moveHotkeyList(state, storage.StakingHotkeys, oldColdkey, newColdkey);
  transferHotkeysOwnership(state, oldColdkey, newColdkey);
  swapColdkeyLocks(state, oldColdkey, newColdkey);
  transferAllTaoAndKill(state, oldColdkey, newColdkey);
  lastTxBlock(newColdkey).set(state, getCurrentBlockAsU64(state));
  state.emit(events.ColdkeySwapped({ old_coldkey: oldColdkey, new_coldkey: newColdkey }));
}

/**
 * Recycles what a swap costs (rao).
 * @throws NotEnoughBalanceToPaySwapColdKey.
 * Rust: `pallets/subtensor/src/swap/swap_coldkey.rs charge_swap_cost`.
 */
export function chargeSwapCost(state: WriteState, coldkey: AccountId, swapCost: TaoBalance): void {
  const paid = okOr(() => recycleTao(state, coldkey, swapCost));
  if ("failure" in paid) fail(errors.NotEnoughBalanceToPaySwapColdKey);
}

/** Rust: `pallets/subtensor/src/swap/swap_coldkey.rs transfer_auto_stake_destination`. */
function transferAutoStakeDestination(
  state: WriteState,
  netuid: NetUid,
  oldColdkey: AccountId,
  newColdkey: AccountId,
): void {
  const hotkey = storage.AutoStakeDestination.at(oldColdkey, netuid).take(state);
  if (hotkey === undefined) return;
  storage.AutoStakeDestination.at(newColdkey, netuid).set(state, hotkey);
  storage.AutoStakeDestinationColdkeys.at(hotkey, netuid).mutate(state, (coldkeys) => [
    ...coldkeys.filter((one) => one !== oldColdkey && one !== newColdkey),
    newColdkey,
  ]);
}

/** Rust: `pallets/subtensor/src/swap/swap_coldkey.rs transfer_coldkey_stake`. */
function transferColdkeyStake(state: WriteState, netuid: NetUid, oldColdkey: AccountId, newColdkey: AccountId): void {
  for (const hotkey of storage.StakingHotkeys.at(oldColdkey).get(state)) {
    const alpha = getStakeForHotkeyAndColdkeyOnSubnet(state, hotkey, oldColdkey, netuid);
    decreaseStakeForHotkeyAndColdkeyOnSubnet(state, hotkey, oldColdkey, netuid, alpha);
    increaseStakeForHotkeyAndColdkeyOnSubnet(state, hotkey, newColdkey, netuid, alpha);
    if (getStakeForHotkeyAndColdkeyOnSubnet(state, hotkey, newColdkey, netuid) === 0n) continue;
    transferRootClaimedForNewKeys(state, netuid, hotkey, hotkey, oldColdkey, newColdkey);
    if (netuid === rootNetuid) maybeAddColdkeyIndex(state, newColdkey);
  }
  if (netuid === rootNetuid) maybeRemoveColdkeyIndex(state, oldColdkey);
}

/** Adds the hotkeys listed for one coldkey to those of another, each once; the old list ends. */
function moveHotkeyList(
  state: WriteState,
  lists: typeof storage.StakingHotkeys,
  oldColdkey: AccountId,
  newColdkey: AccountId,
): void {
  const moved = lists.at(oldColdkey).take(state);
  const kept = lists.at(newColdkey).get(state);
  lists.at(newColdkey).set(state, [...new Set([...kept, ...moved])]);
}

/** Rust: `pallets/subtensor/src/swap/swap_coldkey.rs transfer_hotkeys_ownership`. */
function transferHotkeysOwnership(state: WriteState, oldColdkey: AccountId, newColdkey: AccountId): void {
  for (const hotkey of storage.OwnedHotkeys.at(oldColdkey).get(state)) {
    storage.Owner.at(hotkey).remove(state);
    setHotkeyOwner(state, newColdkey, hotkey);
  }
  moveHotkeyList(state, storage.OwnedHotkeys, oldColdkey, newColdkey);
}
