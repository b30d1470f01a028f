import { u32, u64 } from "../../codec/primitives.ts";
import { query, runtimeApi } from "../frame/runtime-api.ts";
import { FeeDetails, RuntimeDispatchInfo } from "../pallets/transaction-payment/types.ts";
import { UncheckedExtrinsic } from "../types/block.ts";
import { Weight } from "../types/substrate.ts";

/** TransactionPaymentApi. */
export const transactionPaymentApi = runtimeApi("TransactionPaymentApi", 4, "Transaction payment api.", {
  query_info: query("Query info.", { uxt: UncheckedExtrinsic, len: u32 }, RuntimeDispatchInfo),
  query_fee_details: query("Query fee details.", { uxt: UncheckedExtrinsic, len: u32 }, FeeDetails),
  query_weight_to_fee: query("Query weight to fee.", { weight: Weight }, u64),
  query_length_to_fee: query("Query length to fee.", { length: u32 }, u64),
});
