import { u32 } from "../../codec/primitives.ts";
import { queryFeeDetails, queryInfo } from "../executive/transaction-payment.ts";
import { query, runtimeApi } from "../frame/runtime-api.ts";
import { weightToFee } from "../pallets/transaction-payment/compute-fee.ts";
import { FeeDetails, RuntimeDispatchInfo } from "../pallets/transaction-payment/types.ts";
import { TaoBalance } from "../types/balances.ts";
import { UncheckedExtrinsic } from "../types/block.ts";
import { Weight } from "../types/substrate.ts";

/** What both APIs of fees answer. */
export const feesOfParts = {
  query_weight_to_fee: query("The fee of a weight, rao.", { weight: Weight }, TaoBalance, (state, { weight }) =>
    weightToFee(state, weight),
  ),
  query_length_to_fee: query("The fee of a length in bytes, rao.", { length: u32 }, TaoBalance, (_state, { length }) =>
    BigInt(length),
  ),
};

/** Rust: `TransactionPaymentApi`. */
export const transactionPaymentApi = runtimeApi("TransactionPaymentApi", 4, "What extrinsics cost, in rao.", {
  query_info: query(
    "Weight and fee of an extrinsic.",
    { uxt: UncheckedExtrinsic, len: u32 },
    RuntimeDispatchInfo,
    (state, { uxt, len }) => queryInfo(state, uxt, len),
  ),
  query_fee_details: query(
    "The parts of an extrinsic's fee.",
    { uxt: UncheckedExtrinsic, len: u32 },
    FeeDetails,
    (state, { uxt, len }) => queryFeeDetails(state, uxt, len),
  ),
  ...feesOfParts,
});
