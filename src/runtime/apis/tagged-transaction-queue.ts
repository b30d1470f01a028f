import { result } from "../../codec/containers.ts";
import { query, runtimeApi } from "../frame/runtime-api.ts";
import { UncheckedExtrinsic } from "../types/block.ts";
import { H256 } from "../types/hashes.ts";
import { TransactionSource, TransactionValidityError, ValidTransaction } from "../types/substrate.ts";

/** TaggedTransactionQueue. */
export const taggedTransactionQueue = runtimeApi("TaggedTransactionQueue", 3, "Tagged transaction queue.", {
  validate_transaction: query(
    "Validate transaction.",
    { source: TransactionSource, tx: UncheckedExtrinsic, block_hash: H256 },
    result(ValidTransaction, TransactionValidityError),
  ),
});
