import { as } from "../../../codec/codec.ts";
import { call, defineCalls } from "../../frame/calls.ts";
import { TransactionV3 } from "../../types/ethereum.ts";

/** What users may ask of Ethereum. */
export const calls = defineCalls("Ethereum", {
  transact: call(0, {
    docs: "Executes an Ethereum transaction that its sender signed; it travels unsigned and pays for its gas in wei.",
    args: { transaction: as("Transaction", TransactionV3) },
  }),
});
