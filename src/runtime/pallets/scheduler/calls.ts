import { as } from "../../../codec/codec.ts";
import { option, tuple } from "../../../codec/containers.ts";
import { fixedHex, u8, u32 } from "../../../codec/primitives.ts";
import { call, defineCalls } from "../../frame/calls.ts";
import { RuntimeCall } from "../../frame/outer-codecs.ts";

/** What users may ask of Scheduler. */
export const calls = defineCalls("Scheduler", {
  schedule: call(0, {
    docs: "Schedule.",
    args: {
      when: as("BlockNumberFor<T>", u32),
      maybe_periodic: as("Option<schedule::Period<BlockNumberFor<T>>>", option(tuple(u32, u32))),
      priority: as("schedule::Priority", u8),
      call: as("Box<<T as Config>::RuntimeCall>", RuntimeCall),
    },
  }),
  cancel: call(1, {
    docs: "Cancel.",
    args: { when: as("BlockNumberFor<T>", u32), index: u32 },
  }),
  schedule_named: call(2, {
    docs: "Schedule named.",
    args: {
      id: as("TaskName", fixedHex(32)),
      when: as("BlockNumberFor<T>", u32),
      maybe_periodic: as("Option<schedule::Period<BlockNumberFor<T>>>", option(tuple(u32, u32))),
      priority: as("schedule::Priority", u8),
      call: as("Box<<T as Config>::RuntimeCall>", RuntimeCall),
    },
  }),
  cancel_named: call(3, {
    docs: "Cancel named.",
    args: { id: as("TaskName", fixedHex(32)) },
  }),
  schedule_after: call(4, {
    docs: "Schedule after.",
    args: {
      after: as("BlockNumberFor<T>", u32),
      maybe_periodic: as("Option<schedule::Period<BlockNumberFor<T>>>", option(tuple(u32, u32))),
      priority: as("schedule::Priority", u8),
      call: as("Box<<T as Config>::RuntimeCall>", RuntimeCall),
    },
  }),
  schedule_named_after: call(5, {
    docs: "Schedule named after.",
    args: {
      id: as("TaskName", fixedHex(32)),
      after: as("BlockNumberFor<T>", u32),
      maybe_periodic: as("Option<schedule::Period<BlockNumberFor<T>>>", option(tuple(u32, u32))),
      priority: as("schedule::Priority", u8),
      call: as("Box<<T as Config>::RuntimeCall>", RuntimeCall),
    },
  }),
  set_retry: call(6, {
    docs: "Set retry.",
    args: {
      task: as("TaskAddress<BlockNumberFor<T>>", tuple(u32, u32)),
      retries: u8,
      period: as("BlockNumberFor<T>", u32),
    },
  }),
  set_retry_named: call(7, {
    docs: "Set retry named.",
    args: { id: as("TaskName", fixedHex(32)), retries: u8, period: as("BlockNumberFor<T>", u32) },
  }),
  cancel_retry: call(8, {
    docs: "Cancel retry.",
    args: { task: as("TaskAddress<BlockNumberFor<T>>", tuple(u32, u32)) },
  }),
  cancel_retry_named: call(9, {
    docs: "Cancel retry named.",
    args: { id: as("TaskName", fixedHex(32)) },
  }),
});
