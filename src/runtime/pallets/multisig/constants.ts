import { u32, u64 } from "../../../codec/primitives.ts";
import { constant, defineConstants } from "../../frame/constants.ts";

/** What is fixed for Multisig. */
export const constants = defineConstants({
  DepositBase: constant("Deposit base.", u64, 132_000_000n),
  DepositFactor: constant("Deposit factor.", u64, 32_000_000n),
  MaxSignatories: constant("Max signatories.", u32, 100),
});
