import { defineErrors } from "../../frame/errors.ts";

/** Why calls of Scheduler fail, by wire index. */
export const errors = defineErrors("Scheduler", {
  FailedToSchedule: "Failed to schedule.",
  NotFound: "Not found.",
  TargetBlockNumberInPast: "Target block number in past.",
  RescheduleNoChange: "Reschedule no change.",
  Named: "Named.",
});
