import { addU64, least, subU64 } from "../../../lib/integers.ts";
import { ensure, okOr } from "../../frame/dispatch-error.ts";
import type { WriteState } from "../../frame/state.ts";
import type { AccountId } from "../../types/account-id.ts";
import type { TaoBalance } from "../../types/balances.ts";
import { checkedAdd, handleDust, mutateAccount, mutateAccountHandlingDust, totalBalance } from "./accounts.ts";
import { ensureUnfrozen } from "./currency.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { reducibleTotalBalanceOnHold } from "./holds.ts";

/** Where repatriated funds go. */
export type BalanceStatus = "Free" | "Reserved";

/** Moves free funds to reserved ones. Rust: `ReservableCurrency::reserve`. @throws InsufficientBalance, LiquidityRestrictions */
export function reserve(state: WriteState, who: AccountId, value: TaoBalance): void {
  if (value === 0n) return;
  mutateAccountHandlingDust(state, who, (account) => {
    ensure(account.free >= value, errors.InsufficientBalance);
    account.free -= value;
    account.reserved = checkedAdd(account.reserved, value);
    ensureUnfrozen(state, who, value, account.free);
  });
  state.emit(events.Reserved({ who, amount: value }));
}

/** Moves reserved funds back; returns what was not there. Rust: `ReservableCurrency::unreserve`. */
export function unreserve(state: WriteState, who: AccountId, value: TaoBalance): TaoBalance {
  if (value === 0n) return 0n;
  if (totalBalance(state, who) === 0n) return value;
  const attempt = okOr(() =>
    mutateAccountHandlingDust(state, who, (account) => {
      const moved = least(account.reserved, value);
      account.reserved -= moved;
      account.free = addU64(account.free, moved);
      return moved;
    }),
  );
  if (!("ok" in attempt)) return value;
  state.emit(events.Unreserved({ who, amount: attempt.ok }));
  return value - attempt.ok;
}

/**
 * Moves reserved funds of one account to another; returns what was not there.
 * Rust: `ReservableCurrency::repatriate_reserved` (`do_transfer_reserved`). @throws DeadAccount
 */
export function repatriateReserved(
  state: WriteState,
  slashed: AccountId,
  beneficiary: AccountId,
  value: TaoBalance,
  status: BalanceStatus,
): TaoBalance {
  if (value === 0n) return 0n;
  const most = reducibleTotalBalanceOnHold(state, slashed, "Polite");
  const actual = least(value, most);
  const missing = subU64(value, actual);
  if (slashed === beneficiary) return status === "Free" ? missing + unreserve(state, slashed, actual) : missing;
  const field = status === "Free" ? "free" : "reserved";
  const outer = mutateAccount(state, beneficiary, (to, isNew) => {
    ensure(!isNew, errors.DeadAccount);
    return mutateAccount(state, slashed, (from) => {
      to[field] = checkedAdd(to[field], actual);
      from.reserved = subU64(from.reserved, actual);
    }).dust;
  });
  handleDust(state, outer.result);
  handleDust(state, outer.dust);
  state.emit(events.ReserveRepatriated({ from: slashed, to: beneficiary, amount: actual, destination_status: status }));
  return missing;
}
