import { query, runtimeApi } from "../frame/runtime-api.ts";
import { UncheckedExtrinsic } from "../types/block.ts";
import { TransactionV3 } from "../types/ethereum.ts";

/** ConvertTransactionRuntimeApi. */
export const convertTransactionRuntimeApi = runtimeApi(
  "ConvertTransactionRuntimeApi",
  2,
  "Convert transaction runtime api.",
  {
    convert_transaction: query("Convert transaction.", { transaction: TransactionV3 }, UncheckedExtrinsic),
  },
);
