import type { CallValue } from "../../frame/calls.ts";
import { okOr } from "../../frame/dispatch-error.ts";
import type { ReadState, WriteState } from "../../frame/state.ts";
import { invalid } from "../../frame/validity.ts";
import type { DispatchInfo, PostInfo } from "../../frame/weight.ts";
import type { AccountId } from "../../types/account-id.ts";
import type { TaoBalance } from "../../types/balances.ts";
import { totalBalance } from "../balances/accounts.ts";
import { canWithdraw } from "../balances/fungible.ts";
import {
  type Credit,
  credit,
  deposit,
  dropCredit,
  mergeCredits,
  resolve,
  splitCredit,
  withdraw,
} from "../balances/imbalances.ts";
import { events } from "../subtensor/events.ts";
import { authorship } from "../subtensor/ports.ts";
import { type AlphaFee, canWithdrawInAlpha, feesInAlpha, withdrawInAlpha } from "./alpha-fees.ts";

/** What was taken before dispatch: TAO that is not in any account, or alpha that is sold already; undefined for no fee. */
export type FeeLiquidity =
  | { readonly type: "Tao"; readonly credit: Credit }
  | ({ readonly type: "Alpha" } & AlphaFee)
  | undefined;

/**
 * Whether `who` can pay `fee` rao (tip included): in TAO without ending the account, or from the one
 * stake that the call lowers.
 * Rust: `pallets/transaction-fee/src/lib.rs SubtensorTxFeeHandler::can_withdraw_fee`.
 */
export function canWithdrawFee(
  state: ReadState,
  who: AccountId,
  call: CallValue,
  _info: DispatchInfo,
  fee: TaoBalance,
  _tip: TaoBalance,
): boolean {
  if (fee === 0n || canWithdraw(state, who, fee)) return true;
  return canWithdrawInAlpha(state, who, feesInAlpha(state, who, call), fee);
}

/**
 * Takes `fee` rao (tip included) from `who` before dispatch, in alpha when there is too little TAO.
 * @throws ValidityFailure Payment.
 * Rust: `pallets/transaction-fee/src/lib.rs SubtensorTxFeeHandler::withdraw_fee`.
 */
export function withdrawFee(
  state: WriteState,
  who: AccountId,
  call: CallValue,
  _info: DispatchInfo,
  fee: TaoBalance,
  _tip: TaoBalance,
): FeeLiquidity {
  if (fee === 0n) return undefined;
  const taken = okOr(() => withdraw(state, who, fee, "Exact", "Preserve", "Polite"));
  if ("ok" in taken) return { type: "Tao", credit: taken.ok };
  const positions = feesInAlpha(state, who, call);
  if (positions.length === 0) invalid("Payment");
  return { type: "Alpha", ...withdrawInAlpha(state, who, positions, fee) };
}

/**
 * Gives a credit to the block's author; what nobody takes is burned.
 * Rust: `pallets/transaction-fee/src/lib.rs TransactionFeeHandler::on_nonzero_unbalanced`.
 */
function payAuthor(state: WriteState, paid: Credit): void {
  if (paid.amount === 0n) return;
  const author = authorship.of(state)(state);
  const left = author === undefined ? paid : resolve(state, author, paid);
  if (left !== undefined) dropCredit(state, left);
}

/**
 * After dispatch: gives back what the call did not use of its TAO fee (when the payer still exists) and
 * the rest to the block's author. A fee in alpha is final and only told of.
 * @throws ValidityFailure Payment when more was given back than taken.
 * Rust: `pallets/transaction-fee/src/lib.rs SubtensorTxFeeHandler::correct_and_deposit_fee`.
 */
export function correctAndDepositFee(
  state: WriteState,
  who: AccountId,
  _info: DispatchInfo,
  _post: PostInfo,
  correctedFee: TaoBalance,
  tip: TaoBalance,
  withdrawn: FeeLiquidity,
): void {
  if (withdrawn === undefined) return;
  if (withdrawn.type === "Alpha") {
    const { alphaFee, taoAmount, netuid } = withdrawn;
    state.emit(events.TransactionFeePaidWithAlpha({ who, netuid, alpha_fee: alphaFee, tao_amount: taoAmount }));
    return;
  }
  const paid = withdrawn.credit.amount;
  const refund = paid > correctedFee ? paid - correctedFee : 0n;
  const refunded =
    totalBalance(state, who) > 0n ? okOr(() => deposit(state, who, refund, "BestEffort").amount) : { ok: 0n };
  const givenBack = "ok" in refunded ? refunded.ok : 0n;
  if (givenBack > paid) invalid("Payment");
  const [ofTip, ofFee] = splitCredit(credit(paid - givenBack), tip);
  payAuthor(state, mergeCredits(ofFee, ofTip));
}
