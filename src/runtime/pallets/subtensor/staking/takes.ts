import { ensure } from "../../../frame/dispatch-error.ts";
import { ensureSigned, type Origin } from "../../../frame/origin.ts";
import type { ReadState, WriteState } from "../../../frame/state.ts";
import type { AccountId } from "../../../types/account-id.ts";
import type { NetUid } from "../../../types/balances.ts";
import { errors } from "../errors.ts";
import { events } from "../events.ts";
import { storage } from "../storage.ts";
import { getCurrentBlockAsU64 } from "../utils/misc.ts";
import {
  exceedsTxDelegateTakeRateLimit,
  lastTxBlockDelegateTake,
  passesRateLimitOnSubnet,
  setLastBlockOnSubnet,
} from "../utils/rate-limiting.ts";
import { coldkeyOwnsHotkey, hotkeyAccountExists } from "./helpers.ts";
import { getChildkeyTake, getEffectiveMinChildkeyTake } from "./set-children.ts";

/**
 * Whether this coldkey may change what the hotkey takes.
 * @throws HotKeyAccountNotExists, NonAssociatedColdKey.
 * Rust: `pallets/subtensor/src/utils/misc.rs do_take_checks`.
 */
function doTakeChecks(state: ReadState, coldkey: AccountId, hotkey: AccountId): void {
  ensure(hotkeyAccountExists(state, hotkey), errors.HotKeyAccountNotExists);
  ensure(coldkeyOwnsHotkey(state, coldkey, hotkey), errors.NonAssociatedColdKey);
}

/**
 * Lowers what a hotkey keeps of its delegates' dividends, in parts of 65535. The time until it can be raised counts
 * from now.
 * @throws HotKeyAccountNotExists, NonAssociatedColdKey, DelegateTakeTooLow.
 * Rust: `pallets/subtensor/src/staking/decrease_take.rs do_decrease_take`.
 */
export function doDecreaseTake(state: WriteState, origin: Origin, hotkey: AccountId, take: number): void {
  const coldkey = ensureSigned(origin);
  doTakeChecks(state, coldkey, hotkey);
  const current = storage.Delegates.at(hotkey).find(state);
  ensure(current === undefined || take < current, errors.DelegateTakeTooLow);
  ensure(take >= storage.MinDelegateTake.get(state), errors.DelegateTakeTooLow);
  storage.Delegates.at(hotkey).set(state, take);
  lastTxBlockDelegateTake(hotkey).set(state, getCurrentBlockAsU64(state));
  state.emit(events.TakeDecreased(coldkey, hotkey, take));
}

/**
 * Raises what a hotkey keeps of its delegates' dividends, in parts of 65535; seldom, and up to the chain's most.
 * @throws HotKeyAccountNotExists, NonAssociatedColdKey, DelegateTakeTooLow, DelegateTakeTooHigh,
 * DelegateTxRateLimitExceeded.
 * Rust: `pallets/subtensor/src/staking/increase_take.rs do_increase_take`.
 */
export function doIncreaseTake(state: WriteState, origin: Origin, hotkey: AccountId, take: number): void {
  const coldkey = ensureSigned(origin);
  doTakeChecks(state, coldkey, hotkey);
  const current = storage.Delegates.at(hotkey).find(state);
  ensure(current === undefined || take > current, errors.DelegateTakeTooLow);
  ensure(take <= storage.MaxDelegateTake.get(state), errors.DelegateTakeTooHigh);
  const now = getCurrentBlockAsU64(state);
  const last = lastTxBlockDelegateTake(hotkey);
  ensure(!exceedsTxDelegateTakeRateLimit(state, last.get(state), now), errors.DelegateTxRateLimitExceeded);
  last.set(state, now);
  storage.Delegates.at(hotkey).set(state, take);
  state.emit(events.TakeIncreased(coldkey, hotkey, take));
}

/**
 * Sets what a hotkey keeps, as a child, of its parents' dividends on a subnet, in parts of 65535. Only raising it is
 * limited, by the time since it was last set.
 * @throws NonAssociatedColdKey, InvalidChildkeyTake, TxChildkeyTakeRateLimitExceeded.
 * Rust: `pallets/subtensor/src/staking/set_children.rs do_set_childkey_take`.
 */
export function doSetChildkeyTake(
  state: WriteState,
  coldkey: AccountId,
  hotkey: AccountId,
  netuid: NetUid,
  take: number,
): void {
  ensure(coldkeyOwnsHotkey(state, coldkey, hotkey), errors.NonAssociatedColdKey);
  const most = storage.MaxChildkeyTake.get(state);
  ensure(take >= getEffectiveMinChildkeyTake(state, netuid) && take <= most, errors.InvalidChildkeyTake);
  ensure(
    take <= getChildkeyTake(state, hotkey, netuid) || passesRateLimitOnSubnet(state, "SetChildkeyTake", hotkey, netuid),
    errors.TxChildkeyTakeRateLimitExceeded,
  );
  setLastBlockOnSubnet(state, "SetChildkeyTake", hotkey, netuid, getCurrentBlockAsU64(state));
  storage.ChildkeyTake.at(hotkey, netuid).set(state, take);
  state.emit(events.ChildKeyTakeSet(hotkey, take));
}
