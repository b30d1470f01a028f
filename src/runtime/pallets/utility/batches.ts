import type { CallValue } from "../../frame/calls.ts";
import { type DispatchFailure, ensure, fail, okOr } from "../../frame/dispatch-error.ts";
import { isRoot, type Origin } from "../../frame/origin.ts";
import type { ReadState, WriteState } from "../../frame/state.ts";
import { addWeight, type Pays, type PostInfo, sumWeights, type Weight, zeroWeight } from "../../frame/weight.ts";
import { actualWeight } from "../system/extrinsics.ts";
import { constants } from "./constants.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { weights } from "./weights.ts";

/** Weight of all calls together. */
export function weightOfCalls(calls: readonly CallValue[], state: ReadState): Weight {
  return sumWeights(calls.map((call) => state.runtime.dispatchInfo(state, call).call_weight));
}

/** A batch pays when one of its calls does; an empty one is free. */
export function paysForCalls(calls: readonly CallValue[], state: ReadState): Pays {
  return calls.some((call) => state.runtime.dispatchInfo(state, call).pays_fee === "Yes") ? "Yes" : "No";
}

interface Dispatched {
  readonly failure: DispatchFailure | undefined;
  /** What it weighed in the end. */
  readonly weight: Weight;
}

/** Dispatches a call inside another one. Root passes without filters and guards. */
export function dispatchInner(state: WriteState, call: CallValue, origin: Origin): Dispatched {
  const info = state.runtime.dispatchInfo(state, call);
  const result = okOr(() =>
    isRoot(origin)
      ? state.runtime.dispatchBypassFilter(state, call, origin)
      : state.runtime.dispatch(state, call, origin),
  );
  const failure = "failure" in result ? result.failure : undefined;
  const post: PostInfo = "failure" in result ? result.failure.post : result.ok;
  return { failure, weight: actualWeight(info, post) };
}

function checkBatch(state: ReadState, origin: Origin, calls: readonly CallValue[]): void {
  if (origin.caller.type === "None") fail("BadOrigin");
  ensure(calls.length <= constants.batched_calls_limit.valueOf(state.rules), errors.TooManyCalls);
}

/** Stops at the first call that fails, and keeps what was done before it. Rust: `batch`. */
export function batch(state: WriteState, origin: Origin, calls: readonly CallValue[]): PostInfo {
  checkBatch(state, origin, calls);
  let used = zeroWeight;
  for (const [index, call] of calls.entries()) {
    const { failure, weight } = dispatchInner(state, call, origin);
    used = addWeight(used, weight);
    if (failure !== undefined) {
      state.emit(events.BatchInterrupted({ index, error: state.runtime.dispatchError(failure.reason) }));
      return { actualWeight: addWeight(weights.batch(index + 1), used) };
    }
    state.emit(events.ItemCompleted());
  }
  state.emit(events.BatchCompleted());
  return { actualWeight: addWeight(weights.batch(calls.length), used) };
}

const isBatchAll = (call: CallValue): boolean => call.pallet === "Utility" && call.name === "batch_all";

/** All calls or none. Rust: `batch_all`. */
export function batchAll(state: WriteState, origin: Origin, calls: readonly CallValue[]): PostInfo {
  checkBatch(state, origin, calls);
  const inner = isRoot(origin)
    ? origin
    : { ...origin, filters: [...origin.filters, (call: CallValue) => !isBatchAll(call)] };
  let used = zeroWeight;
  for (const [index, call] of calls.entries()) {
    const { failure, weight } = dispatchInner(state, call, inner);
    used = addWeight(used, weight);
    if (failure !== undefined) fail(failure.reason, { actualWeight: addWeight(weights.batchAll(index + 1), used) });
    state.emit(events.ItemCompleted());
  }
  state.emit(events.BatchCompleted());
  return { actualWeight: addWeight(weights.batchAll(calls.length), used) };
}

/** Every call, whatever became of the others. Rust: `force_batch`. */
export function forceBatch(state: WriteState, origin: Origin, calls: readonly CallValue[]): PostInfo {
  checkBatch(state, origin, calls);
  let used = zeroWeight;
  let failed = false;
  for (const call of calls) {
    const { failure, weight } = dispatchInner(state, call, origin);
    used = addWeight(used, weight);
    if (failure === undefined) state.emit(events.ItemCompleted());
    else state.emit(events.ItemFailed({ error: state.runtime.dispatchError(failure.reason) }));
    failed ||= failure !== undefined;
  }
  state.emit(failed ? events.BatchCompletedWithErrors() : events.BatchCompleted());
  return { actualWeight: addWeight(weights.forceBatch(calls.length), used) };
}

/** One call, and another one when it fails. Rust: `if_else`. */
export function ifElse(state: WriteState, origin: Origin, main: CallValue, fallback: CallValue): PostInfo {
  if (origin.caller.type === "None") fail("BadOrigin");
  const first = dispatchInner(state, main, origin);
  const used = addWeight(weights.ifElse, first.weight);
  if (first.failure === undefined) {
    state.emit(events.IfElseMainSuccess());
    return { actualWeight: used };
  }
  const second = dispatchInner(state, fallback, origin);
  const post = { actualWeight: addWeight(used, second.weight) };
  if (second.failure !== undefined) fail(second.failure.reason, post);
  state.emit(events.IfElseFallbackCalled({ main_error: state.runtime.dispatchError(first.failure.reason) }));
  return post;
}
