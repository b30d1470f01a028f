import { u32 } from "../../../codec/primitives.ts";
import { constant, defineConstants } from "../../frame/constants.ts";
import { Weight } from "../../types/substrate.ts";

/** What is fixed for Scheduler. */
export const constants = defineConstants({
  MaximumWeight: constant("What planned calls may weigh in a block.", Weight, {
    ref_time: 3_200_000_000_000n,
    proof_size: 14_757_395_258_967_641_292n,
  }),
  MaxScheduledPerBlock: constant("How many calls may be planned for a block.", u32, 50),
});
