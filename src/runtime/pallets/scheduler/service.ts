import type { Infer } from "../../../codec/codec.ts";
import { addU32, least } from "../../../lib/integers.ts";
import type { CallValue } from "../../frame/calls.ts";
import { type DispatchErrorValue, okOr } from "../../frame/dispatch-error.ts";
import { type OriginCaller, originOf } from "../../frame/origin.ts";
import type { WriteState } from "../../frame/state.ts";
import { addWeight } from "../../frame/weight.ts";
import { canConsume, tryConsume, type WeightMeter } from "../../frame/weight-meter.ts";
import { dropBounded, lookupLength, peek } from "../preimage/bounded.ts";
import { type Address, placeTask, type Task } from "./agenda.ts";
import { constants } from "./constants.ts";
import { events } from "./events.ts";
import { storage } from "./storage.ts";
import type { RetryConfig } from "./types.ts";
import { serviceTask as taskWeight, weights } from "./weights.ts";

type Retry = Infer<typeof RetryConfig>;
type Outcome = { readonly ok: undefined } | { readonly err: DispatchErrorValue };

/**
 * Makes the calls that are due, oldest block first, as far as the meter reaches; what is left over is told and tried in
 * the next block. Rust: `service_agendas`.
 */
export function serviceAgendas(state: WriteState, meter: WeightMeter, now: number): void {
  if (!tryConsume(meter, weights.serviceAgendasBase)) return;
  const most = weights.serviceAgendaBase(constants.MaxScheduledPerBlock.valueOf(state.rules));
  let incompleteSince = now + 1;
  let when = storage.IncompleteSince.take(state) ?? now;
  const work: Work = { state, meter, now, executed: 0 };
  while (when <= now && canConsume(meter, most)) {
    if (!serviceAgenda(work, when)) incompleteSince = least(incompleteSince, when);
    when += 1;
  }
  incompleteSince = least(incompleteSince, when);
  if (incompleteSince <= now) {
    state.emit(events.AgendaIncomplete({ when: incompleteSince }));
    storage.IncompleteSince.set(state, incompleteSince);
  }
}

/** One block's servicing. */
interface Work {
  readonly state: WriteState;
  readonly meter: WeightMeter;
  readonly now: number;
  /** How many tasks were made in this block. */
  executed: number;
}

/** Whether all of a block's tasks were made, or given up. Rust: `service_agenda`. */
function serviceAgenda(work: Work, when: number): boolean {
  const { state, meter } = work;
  const agenda = [...storage.Agenda.at(when).get(state)];
  const ordered = agenda
    .flatMap((task, index) => (task === undefined ? [] : [{ task, index }]))
    .sort((a, b) => a.task.priority - b.task.priority);
  tryConsume(meter, weights.serviceAgendaBase(ordered.length));
  let [postponed, dropped] = [0, 0];
  for (const { task, index } of ordered) {
    if (!canConsume(meter, weightOf(task, lookupLength(task.call)))) {
      postponed += 1;
      break;
    }
    const result = serviceTask(work, [when, index], task);
    if (result === "made") {
      work.executed += 1;
      agenda[index] = undefined;
    } else if (result === "overweight") postponed += 1;
    else dropped += 1;
  }
  if (postponed > 0 || dropped > 0) storage.Agenda.at(when).set(state, agenda);
  else storage.Agenda.at(when).remove(state);
  return postponed === 0;
}

const weightOf = (task: Task, lookedUp: number | undefined) =>
  taskWeight(lookedUp, task.maybe_id !== undefined, task.maybe_periodic !== undefined);

/** Rust: `service_task`. An unavailable task stays in the agenda, where nobody looks at it again. */
function serviceTask(work: Work, address: Address, task: Task): "made" | "overweight" | "unavailable" {
  const { state, meter } = work;
  const told = { task: address, id: task.maybe_id };
  if (task.maybe_id !== undefined) storage.Lookup.at(task.maybe_id).remove(state);
  const found = okOr(() => peek(state, task.call));
  if ("failure" in found) {
    state.emit(events.CallUnavailable(told));
    dropBounded(state, task.call);
    tryConsume(meter, weightOf(task, lookupLength(task.call)));
    return "unavailable";
  }
  tryConsume(meter, weightOf(task, found.ok.lookedUp));
  const result = executeDispatch(work, task.origin, found.ok.call);
  if (result === undefined) {
    if (work.executed > 0) return "overweight";
    dropBounded(state, task.call);
    state.emit(events.PermanentlyOverweight(told));
    return "unavailable";
  }
  const retry = storage.Retries.at(address).take(state);
  state.emit(events.Dispatched({ ...told, result }));
  if (retry !== undefined && "err" in result) scheduleRetry(work, address, task, retry);
  if (task.maybe_periodic === undefined) dropBounded(state, task.call);
  else repeat(work, address, task, task.maybe_periodic, retry);
  return "made";
}

/** How the call went; undefined when there is no room for it in this block. Rust: `execute_dispatch`. */
function executeDispatch({ state, meter }: Work, caller: OriginCaller, call: CallValue): Outcome | undefined {
  const { runtime } = state;
  const base = caller.type === "Signed" ? weights.executeDispatchSigned : weights.executeDispatchUnsigned;
  const announced = runtime.dispatchInfo(state, call).call_weight;
  if (!canConsume(meter, addWeight(base, announced))) return undefined;
  const result = okOr(() => runtime.dispatch(state, call, originOf(state, caller)));
  const { actualWeight } = "failure" in result ? result.failure.post : result.ok;
  tryConsume(meter, base);
  tryConsume(meter, actualWeight ?? announced);
  return "failure" in result ? { err: runtime.dispatchError(result.failure.reason) } : { ok: undefined };
}

/** Plans the failed task once more, as one without name and period. Rust: `schedule_retry`. */
function scheduleRetry({ state, meter, now }: Work, address: Address, task: Task, retry: Retry): void {
  const failed = events.RetryFailed({ task: address, id: task.maybe_id });
  if (!tryConsume(meter, weights.scheduleRetry(constants.MaxScheduledPerBlock.valueOf(state.rules)))) {
    state.emit(failed);
    return;
  }
  if (retry.remaining === 0) return;
  const again: Task = { ...task, maybe_id: undefined, maybe_periodic: undefined };
  const placed = okOr(() => placeTask(state, addU32(now, retry.period), again));
  if ("ok" in placed) storage.Retries.at(placed.ok).set(state, { ...retry, remaining: retry.remaining - 1 });
  else {
    dropBounded(state, task.call);
    state.emit(failed);
  }
}

/** Plans the next repetition of a task; its retries start anew. */
function repeat(
  { state, now }: Work,
  address: Address,
  task: Task,
  [period, count]: [number, number],
  retry: Retry | undefined,
): void {
  const next: Task = { ...task, maybe_periodic: count > 1 ? [period, count - 1] : undefined };
  const placed = okOr(() => placeTask(state, addU32(now, period), next));
  if ("failure" in placed) {
    dropBounded(state, task.call);
    state.emit(events.PeriodicFailed({ task: address, id: task.maybe_id }));
  } else if (retry !== undefined) storage.Retries.at(placed.ok).set(state, retry);
}
