import { u8 } from "../../../codec/primitives.ts";
import { constant, defineConstants } from "../../frame/constants.ts";

/** What is fixed for TransactionPayment. */
export const constants = defineConstants({
  OperationalFeeMultiplier: constant("What operational calls' fees are worth to the queue, if tips counted.", u8, 5),
});
