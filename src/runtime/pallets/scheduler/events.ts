import { as } from "../../../codec/codec.ts";
import { option, result, tuple } from "../../../codec/containers.ts";
import { fixedHex, u8, u32, unit } from "../../../codec/primitives.ts";
import { defineEvents, event } from "../../frame/events.ts";
import { DispatchError } from "../../types/dispatch-error.ts";

/** What Scheduler tells of, by wire index. */
export const events = defineEvents("Scheduler", {
  Scheduled: event("Scheduled.", { when: as("BlockNumberFor<T>", u32), index: u32 }),
  Canceled: event("Canceled.", { when: as("BlockNumberFor<T>", u32), index: u32 }),
  Dispatched: event("Dispatched.", {
    task: as("TaskAddress<BlockNumberFor<T>>", tuple(u32, u32)),
    id: as("Option<TaskName>", option(fixedHex(32))),
    result: as("DispatchResult", result(unit, DispatchError)),
  }),
  RetrySet: event("Retry set.", {
    task: as("TaskAddress<BlockNumberFor<T>>", tuple(u32, u32)),
    id: as("Option<TaskName>", option(fixedHex(32))),
    period: as("BlockNumberFor<T>", u32),
    retries: u8,
  }),
  RetryCancelled: event("Retry cancelled.", {
    task: as("TaskAddress<BlockNumberFor<T>>", tuple(u32, u32)),
    id: as("Option<TaskName>", option(fixedHex(32))),
  }),
  CallUnavailable: event("Call unavailable.", {
    task: as("TaskAddress<BlockNumberFor<T>>", tuple(u32, u32)),
    id: as("Option<TaskName>", option(fixedHex(32))),
  }),
  PeriodicFailed: event("Periodic failed.", {
    task: as("TaskAddress<BlockNumberFor<T>>", tuple(u32, u32)),
    id: as("Option<TaskName>", option(fixedHex(32))),
  }),
  RetryFailed: event("Retry failed.", {
    task: as("TaskAddress<BlockNumberFor<T>>", tuple(u32, u32)),
    id: as("Option<TaskName>", option(fixedHex(32))),
  }),
  PermanentlyOverweight: event("Permanently overweight.", {
    task: as("TaskAddress<BlockNumberFor<T>>", tuple(u32, u32)),
    id: as("Option<TaskName>", option(fixedHex(32))),
  }),
  AgendaIncomplete: event("Agenda incomplete.", { when: as("BlockNumberFor<T>", u32) }),
});
