import { as } from "../../../codec/codec.ts";
import { result } from "../../../codec/containers.ts";
import { u32, unit } from "../../../codec/primitives.ts";
import { defineEvents, event } from "../../frame/events.ts";
import { DispatchError } from "../../types/dispatch-error.ts";

/** What Utility tells of, by wire index. */
export const events = defineEvents("Utility", {
  BatchInterrupted: event("Batch interrupted.", { index: u32, error: as("DispatchError", DispatchError) }),
  BatchCompleted: event("Batch completed.", {}),
  BatchCompletedWithErrors: event("Batch completed with errors.", {}),
  ItemCompleted: event("Item completed.", {}),
  ItemFailed: event("Item failed.", { error: as("DispatchError", DispatchError) }),
  DispatchedAs: event("Dispatched as.", { result: as("DispatchResult", result(unit, DispatchError)) }),
  IfElseMainSuccess: event("If else main success.", {}),
  IfElseFallbackCalled: event("If else fallback called.", { main_error: as("DispatchError", DispatchError) }),
});
