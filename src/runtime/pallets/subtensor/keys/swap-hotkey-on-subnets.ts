import { safeFloatIsZero } from "../../../fixed/safe-float.ts";
import type { WriteState } from "../../../frame/state.ts";
import type { AccountId } from "../../../types/account-id.ts";
import type { NetUid } from "../../../types/balances.ts";
import { alphaIterSinglePrefix } from "../staking/alpha-entries.ts";
import { parentChildSwapHotkey } from "../staking/child-relations.ts";
import { setHotkeyOwner } from "../staking/helpers.ts";
import { swapHotkeyLocks } from "../staking/swap-locks.ts";
import { storage } from "../storage.ts";
import { getAllSubnetNetuids, setSubnetOwnerHotkey } from "../subnets/subnet.ts";
import { addUse, type DbUse } from "../utils/db-use.ts";
import { lastTxBlock, lastTxBlockChildKeyTake, lastTxBlockDelegateTake } from "../utils/rate-limiting.ts";
import { swapHotkeyStake } from "./swap-hotkey-stake.ts";
import { swapNeuron } from "./swap-neuron.ts";

/**
 * Gives all that a hotkey is and has on a subnet to another one; stakes only unless they are to be kept.
 * @throws InvalidChild, TooManyChildren, ProportionOverflow, ChildParentInconsistency, CannotUseSystemAccount.
 * Rust: `pallets/subtensor/src/swap/swap_hotkey.rs perform_hotkey_swap_on_one_subnet`.
 */
export function performHotkeySwapOnOneSubnet(
  state: WriteState,
  oldHotkey: AccountId,
  newHotkey: AccountId,
  use: DbUse,
  netuid: NetUid,
  keepStake: boolean,
): void {
  swapNeuron(state, oldHotkey, newHotkey, netuid, use);
  parentChildSwapHotkey(state, oldHotkey, newHotkey, netuid, use);
  swapPendingChild(state, oldHotkey, newHotkey, netuid, use);
  const stakers = storage.AutoStakeDestinationColdkeys.at(oldHotkey, netuid);
  const coldkeys = stakers.find(state);
  if (coldkeys !== undefined) {
    stakers.remove(state);
    for (const coldkey of coldkeys) storage.AutoStakeDestination.at(coldkey, netuid).set(state, newHotkey);
    storage.AutoStakeDestinationColdkeys.at(newHotkey, netuid).set(state, coldkeys);
  }
  const ownerHotkey = storage.SubnetOwnerHotkey.at(netuid).find(state);
  if (ownerHotkey !== undefined) {
    addUse(use, 1, ownerHotkey === oldHotkey ? 1 : 0);
    if (ownerHotkey === oldHotkey) setSubnetOwnerHotkey(state, netuid, newHotkey);
  }
  if (!keepStake) swapHotkeyStake(state, oldHotkey, newHotkey, netuid, use);
}

/** Wherever others wait to make the old hotkey their child, it will be the new one, as the last of the list. */
function swapPendingChild(
  state: WriteState,
  oldHotkey: AccountId,
  newHotkey: AccountId,
  netuid: NetUid,
  use: DbUse,
): void {
  for (const [[, parent], [children, cooldownBlock]] of storage.PendingChildKeys.entries(state, netuid)) {
    addUse(use, 1, 0);
    const at = children.findIndex(([, child]) => child === oldHotkey);
    const found = children[at];
    if (found === undefined) continue;
    const swapped: typeof children = [...children.toSpliced(at, 1), [found[0], newHotkey]];
    storage.PendingChildKeys.at(netuid, parent).set(state, [swapped, cooldownBlock]);
    addUse(use, 1, 2);
  }
}

/**
 * The same on all subnets; the old hotkey ends.
 * Rust: `pallets/subtensor/src/swap/swap_hotkey.rs perform_hotkey_swap_on_all_subnets`.
 */
export function performHotkeySwapOnAllSubnets(
  state: WriteState,
  oldHotkey: AccountId,
  newHotkey: AccountId,
  coldkey: AccountId,
  use: DbUse,
  keepStake: boolean,
): void {
  const shares = alphaIterSinglePrefix(state, oldHotkey);
  addUse(use, shares.length, 0);
  swapHotkeyLocks(state, oldHotkey, newHotkey, getAllSubnetNetuids(state), use);
  storage.Owner.at(oldHotkey).remove(state);
  setHotkeyOwner(state, coldkey, newHotkey);
  const owned = storage.OwnedHotkeys.at(coldkey);
  const hotkeys = owned.get(state);
  const withNew = hotkeys.includes(newHotkey) ? hotkeys : [...hotkeys, newHotkey];
  owned.set(
    state,
    withNew.filter((hotkey) => hotkey !== oldHotkey),
  );
  addUse(use, 2, 2);
  for (const netuid of getAllSubnetNetuids(state))
    performHotkeySwapOnOneSubnet(state, oldHotkey, newHotkey, use, netuid, keepStake);
  for (const place of [lastTxBlock, lastTxBlockDelegateTake, lastTxBlockChildKeyTake]) {
    place(oldHotkey).remove(state);
    addUse(use, 1, 2);
  }
  const delegate = storage.Delegates.at(oldHotkey);
  if (delegate.exists(state)) {
    storage.Delegates.at(newHotkey).set(state, delegate.take(state));
    addUse(use, 2, 2);
  }
  if (keepStake) return;
  for (const { coldkey: staker, share } of shares)
    if (!safeFloatIsZero(share)) swapStakingHotkey(state, staker, oldHotkey, newHotkey, use);
}

/** In the list of the hotkeys that a coldkey stakes to, the new one takes the old one's place, at the end. */
function swapStakingHotkey(
  state: WriteState,
  coldkey: AccountId,
  oldHotkey: AccountId,
  newHotkey: AccountId,
  use: DbUse,
): void {
  const entry = storage.StakingHotkeys.at(coldkey);
  const hotkeys = entry.get(state);
  addUse(use, 1, 0);
  if (!hotkeys.includes(oldHotkey)) return;
  entry.set(state, [...hotkeys.filter((hotkey) => hotkey !== oldHotkey && hotkey !== newHotkey), newHotkey]);
  addUse(use, 0, 1);
}
