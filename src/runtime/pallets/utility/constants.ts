import { u32 } from "../../../codec/primitives.ts";
import { constant, defineConstants } from "../../frame/constants.ts";

/** What is fixed for Utility. */
export const constants = defineConstants({
  batched_calls_limit: constant("How many calls a batch may hold.", u32, 10_922),
});
