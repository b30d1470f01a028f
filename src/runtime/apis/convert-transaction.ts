import { decode } from "../../codec/codec.ts";
import { bytes } from "../../codec/primitives.ts";
import { bareExtrinsic } from "../executive/extrinsic.ts";
import { query, runtimeApi } from "../frame/runtime-api.ts";
import { UncheckedExtrinsic } from "../types/block.ts";
import { TransactionV3 } from "../types/ethereum.ts";

/** Answers to frontier: primitives/rpc ConvertTransactionRuntimeApi. */
export const convertTransactionRuntimeApi = runtimeApi(
  "ConvertTransactionRuntimeApi",
  2,
  "Ethereum transactions as extrinsics.",
  {
    convert_transaction: query(
      "The extrinsic that carries an Ethereum transaction.",
      { transaction: TransactionV3 },
      UncheckedExtrinsic,
      (state, { transaction }) =>
        decode(bytes, bareExtrinsic({ pallet: "Ethereum", name: "transact", args: { transaction } }, state.runtime)),
    ),
  },
);
