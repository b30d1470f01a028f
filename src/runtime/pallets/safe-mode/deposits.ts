import { addU32 } from "../../../lib/integers.ts";
import { ensure, fail, okOr } from "../../frame/dispatch-error.ts";
import type { WriteState } from "../../frame/state.ts";
import type { AccountId } from "../../types/account-id.ts";
import type { TaoBalance } from "../../types/balances.ts";
import { balanceOnHold, burnHeld, type HoldReason, hold, release } from "../balances/holds.ts";
import { blockNumber } from "../system/initialize.ts";
import { constants } from "./constants.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { storage } from "./storage.ts";

const reason: HoldReason = { type: "SafeMode", value: "EnterOrExtend" };

function orCurrencyError<T>(attempt: () => T): T {
  const result = okOr(attempt);
  return "ok" in result ? result.ok : fail(errors.CurrencyError);
}

/** Holds `amount` rao for entering or extending. Rust: `hold`. @throws AlreadyDeposited, CurrencyError */
export function placeDeposit(state: WriteState, account: AccountId, amount: TaoBalance): void {
  ensure(balanceOnHold(state, reason, account) === 0n, errors.AlreadyDeposited);
  orCurrencyError(() => hold(state, reason, account, amount));
  storage.Deposits.at(account, blockNumber(state)).set(state, amount);
  state.emit(events.DepositPlaced({ account, amount }));
}

const takeDeposit = (state: WriteState, account: AccountId, block: number): TaoBalance =>
  storage.Deposits.at(account, block).take(state) ?? fail(errors.NoDeposit);

/**
 * Frees the deposit that was placed in `block`; without force only some time after safe mode, where that is configured.
 * Rust: `do_release`. @throws NoDeposit, Entered, NotConfigured, CannotReleaseYet, CurrencyError
 */
export function releaseDeposit(state: WriteState, force: boolean, account: AccountId, block: number): void {
  const placed = takeDeposit(state, account, block);
  if (!force) {
    ensure(!storage.EnteredUntil.exists(state), errors.Entered);
    const delay = constants.ReleaseDelay.valueOf(state.rules) ?? fail(errors.NotConfigured);
    ensure(blockNumber(state) > addU32(block, delay), errors.CannotReleaseYet);
  }
  const amount = orCurrencyError(() => release(state, reason, account, placed, "BestEffort"));
  state.emit(events.DepositReleased({ account, amount }));
}

/** Burns the deposit that was placed in `block`. Rust: `do_force_deposit`. @throws NoDeposit, CurrencyError */
export function slashDeposit(state: WriteState, account: AccountId, block: number): void {
  const amount = takeDeposit(state, account, block);
  orCurrencyError(() => burnHeld(state, reason, account, amount, "BestEffort", "Force"));
  state.emit(events.DepositSlashed({ account, amount }));
}
