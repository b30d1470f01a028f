import { u8 } from "../../../codec/primitives.ts";
import { constant, defineConstants } from "../../frame/constants.ts";

/** What is fixed for TransactionPayment. */
export const constants = defineConstants({
  OperationalFeeMultiplier: constant("Operational fee multiplier.", u8, 5),
});
