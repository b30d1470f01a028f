import { u32, u64 } from "../../codec/primitives.ts";
import { RuntimeCall } from "../frame/outer-codecs.ts";
import { query, runtimeApi } from "../frame/runtime-api.ts";
import { FeeDetails, RuntimeDispatchInfo } from "../pallets/transaction-payment/types.ts";
import { Weight } from "../types/substrate.ts";

/** TransactionPaymentCallApi. */
export const transactionPaymentCallApi = runtimeApi("TransactionPaymentCallApi", 3, "Transaction payment call api.", {
  query_call_info: query("Query call info.", { call: RuntimeCall, len: u32 }, RuntimeDispatchInfo),
  query_call_fee_details: query("Query call fee details.", { call: RuntimeCall, len: u32 }, FeeDetails),
  query_weight_to_fee: query("Query weight to fee.", { weight: Weight }, u64),
  query_length_to_fee: query("Query length to fee.", { length: u32 }, u64),
});
