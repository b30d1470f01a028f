import { addU64, subU64 } from "../../../lib/integers.ts";
import { ensure, okOr } from "../../frame/dispatch-error.ts";
import type { ReadState, WriteState } from "../../frame/state.ts";
import type { AccountId } from "../../types/account-id.ts";
import type { TaoBalance } from "../../types/balances.ts";
import { accountData } from "../system/accounts.ts";
import { existentialDeposit, mutateAccountHandlingDust, setTotalIssuance, totalIssuance } from "./accounts.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { transfer } from "./fungible.ts";

/** Whether an account must live on. Rust: `ExistenceRequirement`. */
export type Existence = "KeepAlive" | "AllowDeath";

/**
 * Funds of the older `Currency` functions that are in no account (`negative`) or in one and not issued yet (`positive`).
 * Other than credits and debts they tell of themselves when dropped. Rust: `NegativeImbalance`, `PositiveImbalance`.
 */
export interface Imbalance {
  readonly kind: "negative" | "positive";
  /** rao */
  readonly amount: TaoBalance;
}

const negative = (amount: TaoBalance): Imbalance => ({ kind: "negative", amount });
const positive = (amount: TaoBalance): Imbalance => ({ kind: "positive", amount });

/** Burns a negative imbalance or issues a positive one, with its event. */
export function dropImbalance(state: WriteState, { kind, amount }: Imbalance): void {
  if (amount === 0n) return;
  const issued = totalIssuance(state);
  setTotalIssuance(state, kind === "positive" ? addU64(issued, amount) : subU64(issued, amount));
  state.emit(kind === "positive" ? events.Issued({ amount }) : events.Rescinded({ amount }));
}

/** Rust: `Currency::ensure_can_withdraw`. @throws LiquidityRestrictions */
export function ensureUnfrozen(state: ReadState, who: AccountId, amount: TaoBalance, newBalance: TaoBalance): void {
  if (amount > 0n) ensure(newBalance >= accountData(state, who).frozen, errors.LiquidityRestrictions);
}

/** Rust: `Currency::transfer`. */
export function transferCurrency(
  state: WriteState,
  from: AccountId,
  to: AccountId,
  value: TaoBalance,
  existence: Existence,
): void {
  if (value === 0n || from === to) return;
  transfer(state, from, to, value, existence === "KeepAlive" ? "Preserve" : "Expendable");
}

/** Rust: `Currency::withdraw`. @throws InsufficientBalance, Expendability, LiquidityRestrictions */
export function withdrawCurrency(
  state: WriteState,
  who: AccountId,
  value: TaoBalance,
  existence: Existence,
): Imbalance {
  if (value === 0n) return negative(0n);
  return mutateAccountHandlingDust(state, who, (account) => {
    ensure(account.free >= value, errors.InsufficientBalance);
    const left = account.free - value;
    const kills = left < existentialDeposit && account.free >= existentialDeposit;
    ensure(existence === "AllowDeath" || !kills, errors.Expendability);
    ensureUnfrozen(state, who, value, left);
    account.free = left;
    state.emit(events.Withdraw({ who, amount: value }));
    return negative(value);
  });
}

/** Rust: `Currency::deposit_creating`: an account that cannot take it gets nothing. */
export function depositCreating(state: WriteState, who: AccountId, value: TaoBalance): Imbalance {
  if (value === 0n) return positive(0n);
  const attempt = okOr(() =>
    mutateAccountHandlingDust(state, who, (account, isNew) => {
      ensure(value >= existentialDeposit || !isNew, errors.ExistentialDeposit);
      if (account.free + value >= 1n << 64n) return positive(0n);
      account.free += value;
      state.emit(events.Deposit({ who, amount: value }));
      return positive(value);
    }),
  );
  return "ok" in attempt ? attempt.ok : positive(0n);
}
