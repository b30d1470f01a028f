import { u32 } from "../../../codec/primitives.ts";
import { constant, defineConstants } from "../../frame/constants.ts";
import { TaoBalance } from "../../types/balances.ts";

/** What is fixed for Multisig. */
export const constants = defineConstants({
  DepositBase: constant("Deposit of an open operation, rao.", TaoBalance, 132_000_000n),
  DepositFactor: constant("Deposit for each approval that it needs, rao.", TaoBalance, 32_000_000n),
  MaxSignatories: constant("How many signatories an account may have.", u32, 100),
});
