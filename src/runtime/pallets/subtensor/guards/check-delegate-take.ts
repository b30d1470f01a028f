import { ensure } from "../../../frame/dispatch-error.ts";
import type { ReadState } from "../../../frame/state.ts";
import { benchmarked } from "../../../frame/weight.ts";
import type { AccountId } from "../../../types/account-id.ts";
import { errors } from "../errors.ts";
import { coldkeyOwnsHotkey, hotkeyAccountExists } from "../staking/helpers.ts";
import { storage } from "../storage.ts";
import { type Guard, guardOf } from "./guard.ts";

function takeOf(
  state: ReadState,
  who: AccountId,
  { hotkey, take }: { readonly hotkey: AccountId; readonly take: number },
): void {
  ensure(take >= storage.MinDelegateTake.get(state), errors.DelegateTakeTooLow);
  ensure(take <= storage.MaxDelegateTake.get(state), errors.DelegateTakeTooHigh);
  ensure(hotkeyAccountExists(state, hotkey), errors.HotKeyAccountNotExists);
  ensure(coldkeyOwnsHotkey(state, who, hotkey), errors.NonAssociatedColdKey);
}

/**
 * A take is within its bounds and changed by who owns the hotkey.
 * @throws DelegateTakeTooLow, DelegateTakeTooHigh, HotKeyAccountNotExists, NonAssociatedColdKey.
 * Rust: `pallets/subtensor/src/guards/check_delegate_take.rs CheckDelegateTake`.
 */
export const checkDelegateTake: Guard = guardOf("CheckDelegateTake", benchmarked(15_378_000n, 4186n, 3, 0), {
  increase_take: takeOf,
  decrease_take: takeOf,
});
