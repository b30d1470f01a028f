import { as } from "../../../codec/codec.ts";
import { option, result, tuple } from "../../../codec/containers.ts";
import { fixedHex, u8, u32, unit } from "../../../codec/primitives.ts";
import { defineEvents, event } from "../../frame/events.ts";
import { DispatchError } from "../../types/dispatch-error.ts";

/** What Scheduler tells of, by wire index. */
export const events = defineEvents("Scheduler", {
  Scheduled: event("A call was planned.", { when: as("BlockNumberFor<T>", u32), index: u32 }),
  Canceled: event("A planned call was ended.", { when: as("BlockNumberFor<T>", u32), index: u32 }),
  Dispatched: event("A planned call was made; so it went.", {
    task: as("TaskAddress<BlockNumberFor<T>>", tuple(u32, u32)),
    id: as("Option<TaskName>", option(fixedHex(32))),
    result: as("DispatchResult", result(unit, DispatchError)),
  }),
  RetrySet: event("A planned call will be made again when it fails.", {
    task: as("TaskAddress<BlockNumberFor<T>>", tuple(u32, u32)),
    id: as("Option<TaskName>", option(fixedHex(32))),
    period: as("BlockNumberFor<T>", u32),
    retries: u8,
  }),
  RetryCancelled: event("A planned call will not be made again when it fails.", {
    task: as("TaskAddress<BlockNumberFor<T>>", tuple(u32, u32)),
    id: as("Option<TaskName>", option(fixedHex(32))),
  }),
  CallUnavailable: event("A planned call was not there when it was due.", {
    task: as("TaskAddress<BlockNumberFor<T>>", tuple(u32, u32)),
    id: as("Option<TaskName>", option(fixedHex(32))),
  }),
  PeriodicFailed: event("There was no room for the next repetition of a planned call.", {
    task: as("TaskAddress<BlockNumberFor<T>>", tuple(u32, u32)),
    id: as("Option<TaskName>", option(fixedHex(32))),
  }),
  RetryFailed: event("There was no room to make a failed call again.", {
    task: as("TaskAddress<BlockNumberFor<T>>", tuple(u32, u32)),
    id: as("Option<TaskName>", option(fixedHex(32))),
  }),
  PermanentlyOverweight: event("A planned call weighs more than there is room for in any block.", {
    task: as("TaskAddress<BlockNumberFor<T>>", tuple(u32, u32)),
    id: as("Option<TaskName>", option(fixedHex(32))),
  }),
  AgendaIncomplete: event("Planned calls from that block on are still to be made.", {
    when: as("BlockNumberFor<T>", u32),
  }),
});
