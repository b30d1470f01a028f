import { addU64, subU64 } from "../../../lib/integers.ts";
import { ensure } from "../../frame/dispatch-error.ts";
import type { WriteState } from "../../frame/state.ts";
import type { PostInfo } from "../../frame/weight.ts";
import type { AccountId } from "../../types/account-id.ts";
import type { TaoBalance } from "../../types/balances.ts";
import {
  ensureUpgraded,
  existentialDeposit,
  mutateAccountHandlingDust,
  setTotalIssuance,
  totalIssuance,
} from "./accounts.ts";
import { dropImbalance } from "./currency.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { storage } from "./storage.ts";

/** Sets a free balance and issuance with it; less than the existential deposit is nothing. Rust: `force_set_balance`. */
export function forceSetBalance(state: WriteState, who: AccountId, asked: TaoBalance): void {
  const free = asked < existentialDeposit ? 0n : asked;
  const old = mutateAccountHandlingDust(state, who, (account) => {
    const before = account.free;
    account.free = free;
    return before;
  });
  if (free > old) dropImbalance(state, { kind: "positive", amount: free - old });
  else dropImbalance(state, { kind: "negative", amount: old - free });
  state.emit(events.BalanceSet({ who, free }));
}

/** Rust: `force_adjust_total_issuance`. @throws DeltaZero, IssuanceDeactivated */
export function forceAdjustTotalIssuance(
  state: WriteState,
  direction: "Increase" | "Decrease",
  delta: TaoBalance,
): void {
  ensure(delta > 0n, errors.DeltaZero);
  const old = totalIssuance(state);
  const next = direction === "Increase" ? addU64(old, delta) : subU64(old, delta);
  ensure(storage.InactiveIssuance.get(state) <= next, errors.IssuanceDeactivated);
  setTotalIssuance(state, next);
  state.emit(events.TotalIssuanceForced({ old, new: next }));
}

/** Free when nine in ten of the accounts needed it. Rust: `upgrade_accounts`. */
export function upgradeAccounts(state: WriteState, who: readonly AccountId[]): PostInfo {
  if (who.length === 0) return { pays: "Yes" };
  const upgraded = who.filter((one) => ensureUpgraded(state, one)).length;
  // Perbill::from_rational rounds down, which nine tenths exactly does not notice.
  return { pays: upgraded * 10 >= who.length * 9 ? "No" : "Yes" };
}
