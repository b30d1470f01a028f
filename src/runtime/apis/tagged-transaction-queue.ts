import { result } from "../../codec/containers.ts";
import { TransactionSource, TransactionValidityError, ValidTransaction } from "../../primitives/validity.ts";
import { decodeExtrinsic, withLength } from "../executive/extrinsic.ts";
import { validateTransaction } from "../executive/validate-transaction.ts";
import { runtimeOf } from "../frame/compose.ts";
import { query, runtimeApi } from "../frame/runtime-api.ts";
import { blockNumber } from "../pallets/system/initialize.ts";
import { UncheckedExtrinsic } from "../types/block.ts";
import { H256 } from "../types/hashes.ts";

/** TaggedTransactionQueue. */
export const taggedTransactionQueue = runtimeApi("TaggedTransactionQueue", 3, "What the transaction pool asks.", {
  validate_transaction: query(
    "Whether an extrinsic may enter the pool: its priority, what it needs and what it provides.",
    { source: TransactionSource, tx: UncheckedExtrinsic, block_hash: H256 },
    result(ValidTransaction, TransactionValidityError),
    (state, { source, tx, block_hash }) => {
      const at = { number: blockNumber(state), hash: block_hash };
      const bytes = withLength(tx);
      // What does not decode is a bad argument and gets no answer.
      decodeExtrinsic(bytes, runtimeOf(state));
      const validity = validateTransaction(state, runtimeOf(state), bytes, source, at);
      return "valid" in validity ? { ok: validity.valid } : validity;
    },
  ),
});
