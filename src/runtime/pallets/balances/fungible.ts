import { addU64, greatest, least, maxU64, subU64 } from "../../../lib/integers.ts";
import { ensure, fail, okOr } from "../../frame/dispatch-error.ts";
import type { ReadState, WriteState } from "../../frame/state.ts";
import type { AccountId } from "../../types/account-id.ts";
import type { TaoBalance } from "../../types/balances.ts";
import { accountData, canDecProvider, providers } from "../system/accounts.ts";
import {
  checkedAdd,
  existentialDeposit,
  failToken,
  freeBalance,
  handleDust,
  mutateAccount,
  setTotalIssuance,
  totalIssuance,
} from "./accounts.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";

/** Whether the account may go: it may; not if that is its last reason to exist; never below the existential deposit. */
export type Preservation = "Expendable" | "Protect" | "Preserve";
/** Whether freezes are respected. */
export type Fortitude = "Polite" | "Force";
/** All of the amount or nothing, or as much as there is. */
export type Precision = "Exact" | "BestEffort";

/** What may be taken from an account, rao. Rust: `fungible::Inspect::reducible_balance`. */
export function reducibleBalance(
  state: ReadState,
  who: AccountId,
  preservation: Preservation,
  fortitude: Fortitude,
): TaoBalance {
  const account = accountData(state, who);
  let untouchable = fortitude === "Polite" ? subU64(account.frozen, account.reserved) : 0n;
  if (
    preservation === "Preserve" ||
    (preservation === "Protect" && account.free > 0n && providers(state, who) === 1) ||
    (preservation === "Expendable" && account.free > 0n && !canDecProvider(state, who))
  )
    untouchable = greatest(untouchable, existentialDeposit);
  return subU64(account.free, untouchable);
}

/** Throws what stands against giving `amount` to an account. Rust: `can_deposit(..).into_result()`. */
function ensureCanDeposit(state: ReadState, who: AccountId, amount: TaoBalance, provenance: "Minted" | "Extant"): void {
  if (amount === 0n) return;
  if (provenance === "Minted") checkedAdd(totalIssuance(state), amount);
  const account = accountData(state, who);
  const free = checkedAdd(account.free, amount);
  if (free < existentialDeposit) failToken("BelowMinimum");
  checkedAdd(account.reserved, free);
}

/** Whether `can_deposit` says Success. */
export function canDeposit(
  state: ReadState,
  who: AccountId,
  amount: TaoBalance,
  provenance: "Minted" | "Extant",
): boolean {
  return "ok" in okOr(() => ensureCanDeposit(state, who, amount, provenance));
}

/**
 * Throws what stands against taking `amount` from an account; what would be left as dust is returned.
 * Rust: `can_withdraw(..).into_result(keep_nonzero)`.
 */
function ensureCanWithdraw(state: ReadState, who: AccountId, amount: TaoBalance, keepNonzero: boolean): TaoBalance {
  if (amount === 0n) return 0n;
  if (totalIssuance(state) < amount) fail({ type: "Arithmetic", value: "Underflow" });
  const account = accountData(state, who);
  if (account.free < amount) failToken("FundsUnavailable");
  const left = account.free - amount;
  if (amount > reducibleBalance(state, who, "Expendable", "Polite")) failToken("Frozen");
  const dies = left < existentialDeposit;
  if (dies && !canDecProvider(state, who)) failToken("OnlyProvider");
  if (left + account.reserved < account.frozen) failToken("Frozen");
  if (dies && keepNonzero) failToken("NotExpendable");
  return dies ? left : 0n;
}

/** Whether `can_withdraw` says Success, which a withdrawal that ends the account is not. */
export function canWithdraw(state: ReadState, who: AccountId, amount: TaoBalance): boolean {
  return "ok" in okOr(() => ensureCanWithdraw(state, who, amount, true));
}

/** Sets the free balance; returns dust to handle. Rust: `fungible::Unbalanced::write_balance`. */
function writeBalance(state: WriteState, who: AccountId, amount: TaoBalance): TaoBalance | undefined {
  const most = reducibleBalance(state, who, "Expendable", "Force");
  let tooMuch = false;
  const { dust } = mutateAccount(state, who, (account) => {
    tooMuch = subU64(account.free, amount) > most;
    if (!tooMuch) account.free = amount;
  });
  ensure(!tooMuch, errors.InsufficientBalance);
  return dust;
}

/** Takes from the free balance without a trace elsewhere; returns how much. Rust: `decrease_balance`. */
export function decreaseBalance(
  state: WriteState,
  who: AccountId,
  amount: TaoBalance,
  precision: Precision,
  preservation: Preservation,
  fortitude: Fortitude,
): TaoBalance {
  const old = freeBalance(state, who);
  const reducible = reducibleBalance(state, who, preservation, fortitude);
  if (precision === "Exact" && reducible < amount) failToken("FundsUnavailable");
  const taken = precision === "BestEffort" ? least(amount, reducible) : amount;
  handleDust(state, writeBalance(state, who, old - taken));
  return taken;
}

/** Adds to the free balance without a trace elsewhere; returns how much. Rust: `increase_balance`. */
export function increaseBalance(
  state: WriteState,
  who: AccountId,
  amount: TaoBalance,
  precision: Precision,
): TaoBalance {
  const old = freeBalance(state, who);
  const sum = precision === "BestEffort" ? addU64(old, amount) : checkedAdd(old, amount);
  if (sum < existentialDeposit) return precision === "BestEffort" ? 0n : failToken("BelowMinimum");
  if (sum === old) return 0n;
  handleDust(state, writeBalance(state, who, sum));
  return sum - old;
}

/** New funds in an account. Rust: `fungible::Mutate::mint_into`. */
export function mintInto(state: WriteState, who: AccountId, amount: TaoBalance): TaoBalance {
  checkedAdd(totalIssuance(state), amount);
  const actual = increaseBalance(state, who, amount, "Exact");
  setTotalIssuance(state, addU64(totalIssuance(state), actual));
  state.emit(events.Minted({ who, amount }));
  return actual;
}

/** Ends funds of an account; returns how much. Rust: `fungible::Mutate::burn_from`. */
export function burnFrom(
  state: WriteState,
  who: AccountId,
  amount: TaoBalance,
  preservation: Preservation,
  precision: Precision,
  fortitude: Fortitude,
): TaoBalance {
  const able = least(reducibleBalance(state, who, preservation, fortitude), amount);
  if (able !== amount && precision === "Exact") failToken("FundsUnavailable");
  if (totalIssuance(state) < able) fail({ type: "Arithmetic", value: "Overflow" });
  const actual = decreaseBalance(state, who, able, "BestEffort", preservation, fortitude);
  setTotalIssuance(state, subU64(totalIssuance(state), actual));
  state.emit(events.Burned({ who, amount: actual }));
  return actual;
}

/**
 * Moves funds from one account to another; both must be able to. Rust: `fungible::Mutate::transfer`.
 * @throws FundsUnavailable, OnlyProvider, Frozen, NotExpendable, BelowMinimum, Overflow, Underflow
 */
export function transfer(
  state: WriteState,
  source: AccountId,
  dest: AccountId,
  amount: TaoBalance,
  preservation: Preservation,
): TaoBalance {
  ensureCanWithdraw(state, source, amount, preservation !== "Expendable");
  ensureCanDeposit(state, dest, amount, "Extant");
  if (source === dest) return amount;
  decreaseBalance(state, source, amount, "BestEffort", preservation, "Polite");
  // The original swallows a failure here: what could fail was looked at before.
  okOr(() => increaseBalance(state, dest, amount, "BestEffort"));
  state.emit(events.Transfer({ from: source, to: dest, amount }));
  return amount;
}

/** Burns or mints until the free balance is `amount`, as far as possible. Rust: `fungible::Mutate::set_balance`. */
export function setBalance(state: WriteState, who: AccountId, amount: TaoBalance): TaoBalance {
  const old = freeBalance(state, who);
  const attempt = okOr(() =>
    old > amount
      ? old - burnFrom(state, who, old - amount, "Expendable", "BestEffort", "Force")
      : old + mintInto(state, who, amount - old),
  );
  return "ok" in attempt ? least(attempt.ok, maxU64) : old;
}
