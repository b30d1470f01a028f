import { defineErrors } from "../../frame/errors.ts";

/** Why calls of Scheduler fail, by wire index. */
export const errors = defineErrors("Scheduler", {
  FailedToSchedule: "There is a planned call of that name already.",
  NotFound: "There is no such planned call.",
  TargetBlockNumberInPast: "The block is not in the future.",
  RescheduleNoChange: "The call is planned for that block already.",
  Named: "The planned call has a name, so its address is not enough.",
});
