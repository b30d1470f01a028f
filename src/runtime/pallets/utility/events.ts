import { as } from "../../../codec/codec.ts";
import { result } from "../../../codec/containers.ts";
import { u32, unit } from "../../../codec/primitives.ts";
import { defineEvents, event } from "../../frame/events.ts";
import { DispatchError } from "../../types/dispatch-error.ts";

/** What Utility tells of, by wire index. */
export const events = defineEvents("Utility", {
  BatchInterrupted: event("A batch stopped at a call that failed.", {
    index: u32,
    error: as("DispatchError", DispatchError),
  }),
  BatchCompleted: event("All calls of a batch succeeded.", {}),
  BatchCompletedWithErrors: event("A batch went to its end, but calls of it failed.", {}),
  ItemCompleted: event("A call of a batch succeeded.", {}),
  ItemFailed: event("A call of a batch failed.", { error: as("DispatchError", DispatchError) }),
  DispatchedAs: event("A call was made with another origin, with this result.", {
    result: as("DispatchResult", result(unit, DispatchError)),
  }),
  IfElseMainSuccess: event("The main call succeeded.", {}),
  IfElseFallbackCalled: event("The main call failed, and the other one succeeded.", {
    main_error: as("DispatchError", DispatchError),
  }),
});
