import { u32, u64 } from "../../../codec/primitives.ts";
import { constant, defineConstants } from "../../frame/constants.ts";

/** What is fixed for Multisig. */
export const constants = defineConstants({
  DepositBase: constant("Deposit of an open operation, rao.", u64, 132_000_000n),
  DepositFactor: constant("Deposit for each approval that it needs, rao.", u64, 32_000_000n),
  MaxSignatories: constant("How many signatories an account may have.", u32, 100),
});
