import { addU64, subU64 } from "../../../lib/integers.ts";
import { okOr } from "../../frame/dispatch-error.ts";
import type { WriteState } from "../../frame/state.ts";
import type { AccountId } from "../../types/account-id.ts";
import type { TaoBalance } from "../../types/balances.ts";
import { setTotalIssuance, totalIssuance } from "./accounts.ts";
import { events } from "./events.ts";
import { decreaseBalance, type Fortitude, increaseBalance, type Precision, type Preservation } from "./fungible.ts";

/**
 * Funds that were taken from an account or issued and are not in any account yet. There are no destructors here: whoever
 * has a credit either gives it to an account (`resolve`) or drops it (`dropCredit`). Rust: `fungible::Credit`.
 */
export interface Credit {
  readonly kind: "credit";
  /** rao */
  readonly amount: TaoBalance;
}

/** Funds that an account was given and that were not issued yet. Rust: `fungible::Debt`. */
export interface Debt {
  readonly kind: "debt";
  /** rao */
  readonly amount: TaoBalance;
}

/** A credit of so much rao, out of nothing: for who has just changed issuance. */
export const credit = (amount: TaoBalance): Credit => ({ kind: "credit", amount });
const debt = (amount: TaoBalance): Debt => ({ kind: "debt", amount });

/** Burns a credit: issuance falls, without an event. Rust: dropping a `Credit`. */
export function dropCredit(state: WriteState, dropped: Credit): void {
  if (dropped.amount > 0n) setTotalIssuance(state, subU64(totalIssuance(state), dropped.amount));
}

/** Issues what a debt stands for, without an event. Rust: dropping a `Debt`. */
function dropDebt(state: WriteState, dropped: Debt): void {
  if (dropped.amount > 0n) setTotalIssuance(state, addU64(totalIssuance(state), dropped.amount));
}

/** Cuts a credit in two, the first of at most `amount`. */
export function splitCredit(whole: Credit, amount: TaoBalance): [Credit, Credit] {
  const first = amount < whole.amount ? amount : whole.amount;
  return [credit(first), credit(whole.amount - first)];
}

/** Both credits as one. */
export function mergeCredits(a: Credit, b: Credit): Credit {
  return credit(addU64(a.amount, b.amount));
}

/** New funds. Rust: `fungible::Balanced::issue`. */
export function issue(state: WriteState, amount: TaoBalance): Credit {
  const old = totalIssuance(state);
  const issued = addU64(old, amount);
  setTotalIssuance(state, issued);
  if (issued > old) state.emit(events.Issued({ amount: issued - old }));
  return credit(issued - old);
}

/** Gives funds to an account. Rust: `fungible::Balanced::deposit`. @throws BelowMinimum, Overflow */
export function deposit(state: WriteState, who: AccountId, value: TaoBalance, precision: Precision): Debt {
  const increase = increaseBalance(state, who, value, precision);
  state.emit(events.Deposit({ who, amount: increase }));
  return debt(increase);
}

/** Takes funds out of an account. Rust: `fungible::Balanced::withdraw`. @throws FundsUnavailable */
export function withdraw(
  state: WriteState,
  who: AccountId,
  value: TaoBalance,
  precision: Precision,
  preservation: Preservation,
  fortitude: Fortitude,
): Credit {
  const decrease = decreaseBalance(state, who, value, precision, preservation, fortitude);
  state.emit(events.Withdraw({ who, amount: decrease }));
  return credit(decrease);
}

/**
 * Gives a credit to an account. Rust: `fungible::Balanced::resolve`.
 * @returns the credit when the account could not take it, undefined when it did.
 */
export function resolve(state: WriteState, who: AccountId, given: Credit): Credit | undefined {
  const attempt = okOr(() => deposit(state, who, given.amount, "Exact"));
  return "ok" in attempt ? offset(state, given, attempt.ok) : given;
}

function offset(state: WriteState, given: Credit, against: Debt): undefined {
  dropCredit(state, credit(subU64(given.amount, against.amount)));
  dropDebt(state, debt(subU64(against.amount, given.amount)));
}
