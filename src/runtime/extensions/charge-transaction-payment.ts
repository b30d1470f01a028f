import type { AddressValue } from "../executive/extrinsic.ts";
import type { CallValue } from "../frame/calls.ts";
import type { ReadState } from "../frame/state.ts";
import { invalid } from "../frame/validity.ts";
import type { DispatchClass } from "../frame/weight.ts";
import { canWithdrawFee, correctAndDepositFee, type FeeLiquidity, withdrawFee } from "../pallets/fees/charge.ts";
import { storage as proxy } from "../pallets/proxy/storage.ts";
import { computeActualFee, computeFee } from "../pallets/transaction-payment/compute-fee.ts";
import { events } from "../pallets/transaction-payment/events.ts";
import type { AccountId } from "../types/account-id.ts";
import type { TaoBalance } from "../types/balances.ts";
import type { TransactionExtension } from "./extension.ts";

/** Priorities by class; a tip never changes them. */
const priorities: Readonly<Record<DispatchClass, bigint>> = { Normal: 1n, Mandatory: 1n, Operational: 10_000_000_000n };

interface Charge {
  readonly payer: AccountId;
  readonly fee: TaoBalance;
}
interface Charged {
  readonly payer: AccountId;
  readonly liquidity: FeeLiquidity;
}

/**
 * Fees in rao: withdrawn at their worst before dispatch, corrected and given to the author after it.
 * Rust: `subtensor: runtime/src/transaction_payment_wrapper.rs` around `pallet_transaction_payment::ChargeTransactionPayment`.
 */
export const chargeTransactionPayment: TransactionExtension<Charge | undefined, Charged | undefined> = {
  identifier: "ChargeTransactionPayment",
  validate(state, { who, call, info, length, explicit: { tip } }) {
    const validity = { priority: priorities[info.class] };
    if (who === undefined) return { validity, val: undefined };
    const payer = extractRealFeePayer(state, call, who) ?? who;
    const fee = computeFee(state, length, info, tip);
    if (!canWithdrawFee(state, payer, call, info, fee, tip)) invalid("Payment");
    return { validity, val: { payer, fee } };
  },
  prepare(state, { call, info, explicit: { tip } }, charge) {
    if (charge === undefined) return undefined;
    const { payer, fee } = charge;
    return { payer, liquidity: withdrawFee(state, payer, call, info, fee, tip) };
  },
  post(state, { info, length, explicit: { tip } }, charged, post) {
    if (charged === undefined) return;
    const { payer, liquidity } = charged;
    const actualFee = computeActualFee(state, length, info, post, tip);
    correctAndDepositFee(state, payer, info, post, actualFee, tip, liquidity);
    state.emit(events.TransactionFeePaid({ who: payer, actual_fee: actualFee, tip }));
  },
};

interface ProxyCall {
  readonly real: AccountId;
  readonly inner: CallValue;
}

function asProxyCall(call: CallValue): ProxyCall | undefined {
  if (call.pallet !== "Proxy" || call.name !== "proxy") return undefined;
  const real = call.args.real as AddressValue;
  return real.type === "Id" ? { real: real.value, inner: call.args.call as CallValue } : undefined;
}

const realPays = (state: ReadState, real: AccountId, delegate: AccountId): boolean =>
  proxy.RealPaysFee.at(real, delegate).exists(state);

/**
 * Who pays instead of the signer: an account that agreed to pay for its delegate, found through at most two proxies or a
 * batch of proxies for one account. Rust: `extract_real_fee_payer`.
 */
export function extractRealFeePayer(state: ReadState, call: CallValue, signer: AccountId): AccountId | undefined {
  const outer = asProxyCall(call);
  if (outer === undefined || !realPays(state, outer.real, signer)) return undefined;
  const inner = asProxyCall(outer.inner);
  if (inner !== undefined && realPays(state, inner.real, outer.real)) return inner.real;
  return batchPayer(state, outer.inner, outer.real) ?? outer.real;
}

function batchPayer(state: ReadState, call: CallValue, delegate: AccountId): AccountId | undefined {
  if (call.pallet !== "Utility" || !["batch", "batch_all", "force_batch"].includes(call.name)) return undefined;
  const [first, ...others] = (call.args.calls as CallValue[]).map(asProxyCall);
  if (first === undefined || !realPays(state, first.real, delegate)) return undefined;
  return others.every((one) => one !== undefined && one.real === first.real) ? first.real : undefined;
}
