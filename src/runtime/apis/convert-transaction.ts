import { bareExtrinsic, decodeExtrinsic } from "../executive/extrinsic.ts";
import { query, runtimeApi } from "../frame/runtime-api.ts";
import { UncheckedExtrinsic } from "../types/block.ts";
import { TransactionV3 } from "../types/ethereum.ts";

/** Rust: frontier: primitives/rpc ConvertTransactionRuntimeApi. */
export const convertTransactionRuntimeApi = runtimeApi(
  "ConvertTransactionRuntimeApi",
  2,
  "Ethereum transactions as extrinsics.",
  {
    convert_transaction: query(
      "The extrinsic that carries an Ethereum transaction.",
      { transaction: TransactionV3 },
      UncheckedExtrinsic,
      ({ runtime }, { transaction }) => {
        const call = { pallet: "Ethereum", name: "transact", args: { transaction } };
        return decodeExtrinsic(bareExtrinsic(call, runtime), runtime);
      },
    ),
  },
);
