import { addU64 } from "../../../../lib/integers.ts";
import { ensure } from "../../../frame/dispatch-error.ts";
import { ensureSigned, type Origin } from "../../../frame/origin.ts";
import type { ReadState, WriteState } from "../../../frame/state.ts";
import type { PostInfo } from "../../../frame/weight.ts";
import type { AccountId } from "../../../types/account-id.ts";
import { type NetUid, rootNetuid, type TaoBalance } from "../../../types/balances.ts";
import { constants } from "../constants.ts";
import { canRemoveBalanceFromColdkeyAccount, recycleTao } from "../emissions/tao.ts";
import { errors } from "../errors.ts";
import { events } from "../events.ts";
import { getStakeForHotkeyOnSubnet } from "../staking/alpha-shares.ts";
import { coldkeyOwnsHotkey, hotkeyAccountExists } from "../staking/helpers.ts";
import { swapHotkeyLocks } from "../staking/swap-locks.ts";
import { storage } from "../storage.ts";
import { getAllSubnetNetuids, isSubnetAccountId } from "../subnets/subnet.ts";
import { isHotkeyRegisteredOnAnyNetwork } from "../subnets/uids.ts";
import { addUse, type DbUse, noUse, weightOfUse } from "../utils/db-use.ts";
import { getCurrentBlockAsU64 } from "../utils/misc.ts";
import {
  exceedsTxRateLimit,
  lastTxBlock,
  lastTxBlockChildKeyTake,
  lastTxBlockDelegateTake,
} from "../utils/rate-limiting.ts";
import { performHotkeySwapOnAllSubnets, performHotkeySwapOnOneSubnet } from "./swap-hotkey-on-subnets.ts";

/**
 * Gives what a hotkey of the signing coldkey is and has to another one, on one subnet or (`netuid` undefined) on all.
 * Tells what it weighed.
 * @throws NonAssociatedColdKey, NewHotKeyIsSameWithOld, HotKeySetTxRateLimitExceeded, HotKeyAlreadyRegisteredInSubNet,
 * NewHotKeyNotCleanForRootSwap, HotKeySwapOnSubnetIntervalNotPassed, CannotUseSystemAccount,
 * NotEnoughBalanceToPaySwapHotKey, and what the swap itself throws.
 * Rust: `pallets/subtensor/src/swap/swap_hotkey.rs do_swap_hotkey`.
 */
export function doSwapHotkey(
  state: WriteState,
  origin: Origin,
  oldHotkey: AccountId,
  newHotkey: AccountId,
  netuid: NetUid | undefined,
  keepStake: boolean,
): PostInfo {
  const coldkey = ensureSigned(origin);
  ensure(coldkeyOwnsHotkey(state, coldkey, oldHotkey), errors.NonAssociatedColdKey);
  if (hotkeyAccountExists(state, newHotkey))
    ensure(coldkeyOwnsHotkey(state, coldkey, newHotkey), errors.NonAssociatedColdKey);
  ensure(oldHotkey !== newHotkey, errors.NewHotKeyIsSameWithOld);
  const now = getCurrentBlockAsU64(state);
  const tooSoon = exceedsTxRateLimit(state, lastTxBlock(coldkey).get(state), now);
  ensure(!tooSoon, errors.HotKeySetTxRateLimitExceeded);
  const registered =
    netuid === undefined
      ? isHotkeyRegisteredOnAnyNetwork(state, newHotkey)
      : storage.IsNetworkMember.at(newHotkey, netuid).exists(state);
  ensure(!registered, errors.HotKeyAlreadyRegisteredInSubNet);
  if (netuid === undefined || netuid === rootNetuid)
    ensure(isCleanOnRoot(state, newHotkey), errors.NewHotKeyNotCleanForRootSwap);
  const use = noUse();
  addUse(use, 4, 0);
  for (const place of [lastTxBlock, lastTxBlockDelegateTake, lastTxBlockChildKeyTake]) {
    place(newHotkey).set(state, place(oldHotkey).get(state));
    addUse(use, 1, 1);
  }
  if (netuid === undefined) swapOnAllSubnets(state, coldkey, oldHotkey, newHotkey, use, keepStake);
  else swapHotkeyOnSubnet(state, coldkey, oldHotkey, newHotkey, netuid, use, keepStake);
  return { actualWeight: weightOfUse(use) };
}

/** Whether nobody has or had root stake with a hotkey, nor anything to claim for it. */
function isCleanOnRoot(state: ReadState, hotkey: AccountId): boolean {
  return (
    storage.RootClaimable.at(hotkey).get(state).size === 0 &&
    getStakeForHotkeyOnSubnet(state, hotkey, rootNetuid) === 0n &&
    storage.RootClaimed.entries(state, 0, hotkey).next().done === true
  );
}

/** When the coldkey may swap a hotkey on a subnet again: after this block. */
function intervalEnd(state: ReadState, lastSwap: bigint): bigint {
  return addU64(lastSwap, constants.HotkeySwapOnSubnetInterval.valueOf(state.rules));
}

function pay(state: WriteState, coldkey: AccountId, cost: TaoBalance): void {
  ensure(canRemoveBalanceFromColdkeyAccount(state, coldkey, cost), errors.NotEnoughBalanceToPaySwapHotKey);
  recycleTao(state, coldkey, cost);
}

/** Where the hotkey is a neuron or a parent the coldkey's interval counts; a first swap is always in time. */
function swapOnAllSubnets(
  state: WriteState,
  coldkey: AccountId,
  oldHotkey: AccountId,
  newHotkey: AccountId,
  use: DbUse,
  keepStake: boolean,
): void {
  const now = getCurrentBlockAsU64(state);
  const netuids = getAllSubnetNetuids(state);
  const affected = netuids.filter(
    (netuid) =>
      storage.IsNetworkMember.at(oldHotkey, netuid).get(state) ||
      storage.ChildKeys.at(oldHotkey, netuid).get(state).length > 0,
  );
  addUse(use, netuids.length * 2 + 1 + affected.length, 0);
  for (const netuid of affected) {
    const last = storage.LastHotkeySwapOnNetuid.at(netuid, coldkey).get(state);
    ensure(last === 0n || intervalEnd(state, last) < now, errors.HotKeySwapOnSubnetIntervalNotPassed);
  }
  pay(state, coldkey, constants.KeySwapCost.valueOf(state.rules));
  addUse(use, 3, 2);
  performHotkeySwapOnAllSubnets(state, oldHotkey, newHotkey, coldkey, use, keepStake);
  for (const netuid of affected) storage.LastHotkeySwapOnNetuid.at(netuid, coldkey).set(state, now);
  lastTxBlock(coldkey).set(state, now);
  addUse(use, 0, affected.length + 1);
  state.emit(events.HotkeySwapped({ coldkey, old_hotkey: oldHotkey, new_hotkey: newHotkey }));
}

/** Here also the interval from block 0 to a first swap counts. Rust: `swap_hotkey.rs swap_hotkey_on_subnet`. */
function swapHotkeyOnSubnet(
  state: WriteState,
  coldkey: AccountId,
  oldHotkey: AccountId,
  newHotkey: AccountId,
  netuid: NetUid,
  use: DbUse,
  keepStake: boolean,
): void {
  const now = getCurrentBlockAsU64(state);
  const last = storage.LastHotkeySwapOnNetuid.at(netuid, coldkey);
  ensure(intervalEnd(state, last.get(state)) < now, errors.HotKeySwapOnSubnetIntervalNotPassed);
  ensure(isSubnetAccountId(state, newHotkey) === undefined, errors.CannotUseSystemAccount);
  pay(state, coldkey, constants.KeySwapOnSubnetCost.valueOf(state.rules));
  storage.Owner.at(newHotkey).set(state, coldkey);
  addUse(use, 7, 2);
  const owned = storage.OwnedHotkeys.at(coldkey);
  const hotkeys = owned.get(state);
  if (!hotkeys.includes(newHotkey)) {
    owned.set(state, [...hotkeys, newHotkey]);
    addUse(use, 1, 1);
  }
  swapHotkeyLocks(state, oldHotkey, newHotkey, [netuid], use);
  performHotkeySwapOnOneSubnet(state, oldHotkey, newHotkey, use, netuid, keepStake);
  lastTxBlock(coldkey).set(state, now);
  last.set(state, now);
  addUse(use, 0, 2);
  state.emit(events.HotkeySwappedOnSubnet({ coldkey, old_hotkey: oldHotkey, new_hotkey: newHotkey, netuid }));
}
