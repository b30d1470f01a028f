import type { CallValue } from "../frame/calls.ts";
import type { ReadState } from "../frame/state.ts";
import { addWeight, type DispatchClass, type Weight } from "../frame/weight.ts";
import { computeFee, computeFeeDetails, type FeeDetailsValue } from "../pallets/transaction-payment/compute-fee.ts";
import type { TaoBalance } from "../types/balances.ts";
import type { Extrinsic } from "./extrinsic.ts";

/** What a call weighs and costs, rao. */
export interface DispatchInfoValue {
  readonly weight: Weight;
  readonly class: DispatchClass;
  readonly partial_fee: TaoBalance;
}

/** A call's weight and fee for an extrinsic of `length` bytes. Rust: `query_call_info`. */
export function queryCallInfo(state: ReadState, call: CallValue, length: number): DispatchInfoValue {
  const info = state.runtime.dispatchInfo(state, call);
  return {
    weight: addWeight(info.call_weight, info.extension_weight),
    class: info.class,
    partial_fee: computeFee(state, length, info, 0n),
  };
}

/** The same for an extrinsic, whose signature is not looked at; bare ones pay nothing. Rust: `query_info`. */
export function queryInfo(state: ReadState, { call, preamble }: Extrinsic, length: number): DispatchInfoValue {
  const info = queryCallInfo(state, call, length);
  return preamble.type === "Bare" ? { ...info, partial_fee: 0n } : info;
}

/** The fee of a call in its parts, rao. Rust: `query_call_fee_details`. */
export function queryCallFeeDetails(state: ReadState, call: CallValue, length: number): FeeDetailsValue {
  return computeFeeDetails(state, length, state.runtime.dispatchInfo(state, call), 0n);
}

/** Rust: `query_fee_details`. */
export function queryFeeDetails(state: ReadState, { call, preamble }: Extrinsic, length: number): FeeDetailsValue {
  return preamble.type === "Bare" ? { inclusion_fee: undefined, tip: 0n } : queryCallFeeDetails(state, call, length);
}
