import { u32 } from "../../codec/primitives.ts";
import { queryCallFeeDetails, queryCallInfo } from "../executive/transaction-payment.ts";
import { RuntimeCall } from "../frame/outer-codecs.ts";
import { query, runtimeApi } from "../frame/runtime-api.ts";
import { FeeDetails, RuntimeDispatchInfo } from "../pallets/transaction-payment/types.ts";
import { feesOfParts } from "./transaction-payment-api.ts";

/** Rust: `TransactionPaymentCallApi`. */
export const transactionPaymentCallApi = runtimeApi(
  "TransactionPaymentCallApi",
  3,
  "What calls cost, in rao, before they are signed.",
  {
    query_call_info: query(
      "Weight and fee of a call.",
      { call: RuntimeCall, len: u32 },
      RuntimeDispatchInfo,
      (state, { call, len }) => queryCallInfo(state, call, len),
    ),
    query_call_fee_details: query(
      "The parts of a call's fee.",
      { call: RuntimeCall, len: u32 },
      FeeDetails,
      (state, { call, len }) => queryCallFeeDetails(state, call, len),
    ),
    ...feesOfParts,
  },
);
