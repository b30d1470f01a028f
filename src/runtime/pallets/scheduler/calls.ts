import { as } from "../../../codec/codec.ts";
import { option, tuple } from "../../../codec/containers.ts";
import { fixedHex, u8, u32 } from "../../../codec/primitives.ts";
import { call, defineCalls } from "../../frame/calls.ts";
import { ensureRoot, type Origin, type OriginCaller } from "../../frame/origin.ts";
import { BoxedCall } from "../../frame/outer-codecs.ts";
import type { ReadState } from "../../frame/state.ts";
import { constants } from "./constants.ts";
import { cancel, cancelNamed, cancelRetry, schedule, setRetry } from "./plan.ts";
import { weights } from "./weights.ts";

const block = as("BlockNumberFor<T>", u32);
const name = as("TaskName", fixedHex(32));
const periodic = as("Option<schedule::Period<BlockNumberFor<T>>>", option(tuple(u32, u32)));
const priorityOf = as("schedule::Priority", u8);
const address = as("TaskAddress<BlockNumberFor<T>>", tuple(u32, u32));

const most = (state: ReadState): number => constants.MaxScheduledPerBlock.valueOf(state.rules);

/** Rust: `ScheduleOrigin`. @throws BadOrigin */
function callerOf(origin: Origin): OriginCaller {
  ensureRoot(origin);
  return origin.caller;
}

/** What users may ask of Scheduler. */
export const calls = defineCalls("Scheduler", {
  schedule: call(0, {
    docs: "Plans a call for a block, and for some times after it (root).",
    args: { when: block, maybe_periodic: periodic, priority: priorityOf, call: BoxedCall },
    weight: (_, state) => weights.schedule(most(state)),
    run(state, origin, { when, maybe_periodic, priority, call: inner }) {
      const plan = { origin: callerOf(origin), periodic: maybe_periodic, priority, call: inner };
      schedule(state, { ...plan, time: { at: when } });
    },
  }),
  cancel: call(1, {
    docs: "Ends a planned call (root).",
    args: { when: block, index: u32 },
    weight: (_, state) => weights.cancel(most(state)),
    run: (state, origin, { when, index }) => cancel(state, callerOf(origin), [when, index]),
  }),
  schedule_named: call(2, {
    docs: "Plans a call, with a name, for a block, and for some times after it (root).",
    args: { id: name, when: block, maybe_periodic: periodic, priority: priorityOf, call: BoxedCall },
    weight: (_, state) => weights.scheduleNamed(most(state)),
    run(state, origin, { id, when, maybe_periodic, priority, call: inner }) {
      const plan = { origin: callerOf(origin), periodic: maybe_periodic, priority, call: inner };
      schedule(state, { ...plan, id, time: { at: when } });
    },
  }),
  cancel_named: call(3, {
    docs: "Ends a planned call of that name (root).",
    args: { id: name },
    weight: (_, state) => weights.cancelNamed(most(state)),
    run: (state, origin, { id }) => cancelNamed(state, callerOf(origin), id),
  }),
  schedule_after: call(4, {
    docs: "Plans a call for so many blocks after the next one, and for some times after that (root).",
    args: { after: block, maybe_periodic: periodic, priority: priorityOf, call: BoxedCall },
    weight: (_, state) => weights.schedule(most(state)),
    run(state, origin, { after, maybe_periodic, priority, call: inner }) {
      const plan = { origin: callerOf(origin), periodic: maybe_periodic, priority, call: inner };
      schedule(state, { ...plan, time: { after } });
    },
  }),
  schedule_named_after: call(5, {
    docs: "Plans a call, with a name, for so many blocks after the next one, and for some times after that (root).",
    args: { id: name, after: block, maybe_periodic: periodic, priority: priorityOf, call: BoxedCall },
    weight: (_, state) => weights.scheduleNamed(most(state)),
    run(state, origin, { id, after, maybe_periodic, priority, call: inner }) {
      const plan = { origin: callerOf(origin), periodic: maybe_periodic, priority, call: inner };
      schedule(state, { ...plan, id, time: { after } });
    },
  }),
  set_retry: call(6, {
    docs: "Lets a planned call be made again, some blocks later, when it fails (root).",
    args: { task: address, retries: u8, period: block },
    weight: weights.setRetry,
    run: (state, origin, { task, retries, period }) => setRetry(state, callerOf(origin), { task }, retries, period),
  }),
  set_retry_named: call(7, {
    docs: "Lets the planned call of that name be made again, some blocks later, when it fails (root).",
    args: { id: name, retries: u8, period: block },
    weight: weights.setRetryNamed,
    run: (state, origin, { id, retries, period }) => setRetry(state, callerOf(origin), { id }, retries, period),
  }),
  cancel_retry: call(8, {
    docs: "Lets a planned call fail for good (root).",
    args: { task: address },
    weight: weights.cancelRetry,
    run: (state, origin, { task }) => cancelRetry(state, callerOf(origin), { task }),
  }),
  cancel_retry_named: call(9, {
    docs: "Lets the planned call of that name fail for good (root).",
    args: { id: name },
    weight: weights.cancelRetryNamed,
    run: (state, origin, { id }) => cancelRetry(state, callerOf(origin), { id }),
  }),
});
