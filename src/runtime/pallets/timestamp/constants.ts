import { u64 } from "../../../codec/primitives.ts";
import { constant, defineConstants } from "../../frame/constants.ts";

/** What is fixed for Timestamp. */
export const constants = defineConstants({
  MinimumPeriod: constant("Ms between two blocks at the least.", u64, (rules) => rules.slotDuration / 2n),
});
