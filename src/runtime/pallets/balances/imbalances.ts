import { addU64, subU64 } from "../../../lib/integers.ts";
import { fail, okOr } from "../../frame/dispatch-error.ts";
import type { WriteState } from "../../frame/state.ts";
import type { AccountId } from "../../types/account-id.ts";
import { setTotalIssuance, totalIssuance } from "./accounts.ts";
import { events } from "./events.ts";
import { decreaseBalance, type Fortitude, increaseBalance, type Precision, type Preservation } from "./fungible.ts";

/**
 * Funds that were taken from an account or issued and are not in any account yet. There are no destructors here: whoever
 * has a credit either gives it to an account (`resolve`) or drops it (`dropCredit`). Answers to `fungible::Credit`.
 */
export interface Credit {
  readonly kind: "credit";
  /** rao */
  readonly amount: bigint;
}

/** Funds that an account was given and that were not issued yet. Answers to `fungible::Debt`. */
export interface Debt {
  readonly kind: "debt";
  /** rao */
  readonly amount: bigint;
}

export const credit = (amount: bigint): Credit => ({ kind: "credit", amount });
export const debt = (amount: bigint): Debt => ({ kind: "debt", amount });

/** Burns a credit: issuance falls, without an event. Answers to dropping a `Credit`. */
export function dropCredit(state: WriteState, dropped: Credit): void {
  if (dropped.amount > 0n) setTotalIssuance(state, subU64(totalIssuance(state), dropped.amount));
}

/** Issues what a debt stands for, without an event. Answers to dropping a `Debt`. */
export function dropDebt(state: WriteState, dropped: Debt): void {
  if (dropped.amount > 0n) setTotalIssuance(state, addU64(totalIssuance(state), dropped.amount));
}

/** Cuts a credit in two, the first of at most `amount`. */
export function splitCredit(whole: Credit, amount: bigint): [Credit, Credit] {
  const first = amount < whole.amount ? amount : whole.amount;
  return [credit(first), credit(whole.amount - first)];
}

export function mergeCredits(a: Credit, b: Credit): Credit {
  return credit(addU64(a.amount, b.amount));
}

/** New funds. Answers to `fungible::Balanced::issue`. */
export function issue(state: WriteState, amount: bigint): Credit {
  const old = totalIssuance(state);
  const issued = addU64(old, amount);
  setTotalIssuance(state, issued);
  if (issued > old) state.emit(events.Issued({ amount: issued - old }));
  return credit(issued - old);
}

/** Takes funds out of issuance that some account still has. Answers to `fungible::Balanced::rescind`. */
export function rescind(state: WriteState, amount: bigint): Debt {
  const old = totalIssuance(state);
  const left = subU64(old, amount);
  setTotalIssuance(state, left);
  state.emit(events.Rescinded({ amount: old - left }));
  return debt(old - left);
}

/** Answers to `fungible::Balanced::pair`. @throws Other when issuance saturated. */
export function pair(state: WriteState, amount: bigint): { readonly debt: Debt; readonly credit: Credit } {
  const issued = issue(state, amount);
  const rescinded = rescind(state, amount);
  if (issued.amount !== amount || rescinded.amount !== amount) {
    dropDebt(state, rescinded);
    dropCredit(state, issued);
    fail("Other");
  }
  return { debt: rescinded, credit: issued };
}

/** Gives funds to an account. Answers to `fungible::Balanced::deposit`. @throws BelowMinimum, Overflow */
export function deposit(state: WriteState, who: AccountId, value: bigint, precision: Precision): Debt {
  const increase = increaseBalance(state, who, value, precision);
  state.emit(events.Deposit({ who, amount: increase }));
  return debt(increase);
}

/** Takes funds out of an account. Answers to `fungible::Balanced::withdraw`. @throws FundsUnavailable */
export function withdraw(
  state: WriteState,
  who: AccountId,
  value: bigint,
  precision: Precision,
  preservation: Preservation,
  fortitude: Fortitude,
): Credit {
  const decrease = decreaseBalance(state, who, value, precision, preservation, fortitude);
  state.emit(events.Withdraw({ who, amount: decrease }));
  return credit(decrease);
}

/**
 * Gives a credit to an account. Answers to `fungible::Balanced::resolve`.
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

/**
 * Lets an account pay a debt. Answers to `fungible::Balanced::settle`.
 * @returns the debt when the account cannot, a credit of nothing when it did.
 */
export function settle(state: WriteState, who: AccountId, owed: Debt, preservation: Preservation): Credit | Debt {
  const attempt = okOr(() => withdraw(state, who, owed.amount, "Exact", preservation, "Polite"));
  return "ok" in attempt ? credit(attempt.ok.amount - owed.amount) : owed;
}
