import type { Hex } from "../../../lib/bytes.ts";
import type { CallValue } from "../../frame/calls.ts";
import { ensure, fail } from "../../frame/dispatch-error.ts";
import type { OriginCaller } from "../../frame/origin.ts";
import type { ReadState, WriteState } from "../../frame/state.ts";
import { bound, dropBounded, lookupHash } from "../preimage/bounded.ts";
import { requestPreimage } from "../preimage/notes.ts";
import { type Address, cleanupAgenda, placeTask, resolveTime, type Task, type Time } from "./agenda.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { storage } from "./storage.ts";

/** Blocks between repetitions, and how often. */
export type Period = [period: number, count: number];

/** What is planned, and when. */
export interface Plan {
  readonly id?: Hex;
  readonly time: Time;
  readonly periodic: Period | undefined;
  readonly priority: number;
  readonly origin: OriginCaller;
  readonly call: CallValue;
}

/** Periods of no blocks and of one repetition are none; one repetition is this one. */
const repetitions = (given: Period | undefined): Period | undefined =>
  given === undefined || given[0] === 0 || given[1] <= 1 ? undefined : [given[0], given[1] - 1];

/** Rust: `do_schedule`, `do_schedule_named`. @throws FailedToSchedule, TargetBlockNumberInPast, Exhausted */
export function schedule(state: WriteState, { id, time, periodic, priority, origin, call }: Plan): Address {
  const bounded = bound(state, call);
  ensure(id === undefined || !storage.Lookup.at(id).exists(state), errors.FailedToSchedule);
  const when = resolveTime(state, time);
  const task: Task = { maybe_id: id, priority, call: bounded, maybe_periodic: repetitions(periodic), origin };
  const address = placeTask(state, when, task);
  const hash = lookupHash(bounded);
  if (hash !== undefined) requestPreimage(state, hash);
  return address;
}

const sameCaller = (a: OriginCaller, b: OriginCaller): boolean =>
  a.type === b.type &&
  (a.type !== "Signed" || b.type !== "Signed" || a.who === b.who) &&
  (a.type !== "Ethereum" || b.type !== "Ethereum" || a.address === b.address);

/** Root may touch everything, others what is their own. Rust: `ensure_privilege`. @throws BadOrigin */
export function ensurePrivilege(caller: OriginCaller, owner: OriginCaller): void {
  ensure(caller.type === "Root" || sameCaller(caller, owner), "BadOrigin");
}

/** The task at an address. @throws NotFound, BadOrigin */
function taskAt(state: ReadState, caller: OriginCaller, [when, index]: Address): Task {
  const task = storage.Agenda.at(when).get(state)[index] ?? fail(errors.NotFound);
  ensurePrivilege(caller, task.origin);
  return task;
}

const lookupOf = (state: ReadState, id: Hex): Address => storage.Lookup.at(id).get(state) ?? fail(errors.NotFound);

function withoutTask(state: WriteState, [when, index]: Address): void {
  const agenda = storage.Agenda.at(when).get(state);
  if (index < agenda.length) storage.Agenda.at(when).set(state, agenda.with(index, undefined));
}

/** Rust: `do_cancel`. @throws NotFound, BadOrigin */
export function cancel(state: WriteState, caller: OriginCaller, address: Address): void {
  const [when, index] = address;
  const task = taskAt(state, caller, address);
  withoutTask(state, address);
  dropBounded(state, task.call);
  if (task.maybe_id !== undefined) storage.Lookup.at(task.maybe_id).remove(state);
  storage.Retries.at(address).remove(state);
  cleanupAgenda(state, when);
  state.emit(events.Canceled({ when, index }));
}

/** Rust: `do_cancel_named`; the name of a task that is gone goes too. @throws NotFound, BadOrigin */
export function cancelNamed(state: WriteState, caller: OriginCaller, id: Hex): void {
  const address = lookupOf(state, id);
  const [when, index] = address;
  const task = storage.Agenda.at(when).get(state)[index];
  if (task !== undefined) {
    ensurePrivilege(caller, task.origin);
    storage.Retries.at(address).remove(state);
    dropBounded(state, task.call);
  }
  withoutTask(state, address);
  cleanupAgenda(state, when);
  state.emit(events.Canceled({ when, index }));
  storage.Lookup.at(id).remove(state);
}

/** Which task: by its address, or its name. */
export type Which = { readonly task: Address } | { readonly id: Hex };

const addressOf = (state: ReadState, which: Which): Address => ("id" in which ? lookupOf(state, which.id) : which.task);
const nameIn = (which: Which): Hex | undefined => ("id" in which ? which.id : undefined);

/** Lets a task be tried again when it fails. Rust: `set_retry`, `set_retry_named`. @throws NotFound, BadOrigin */
export function setRetry(state: WriteState, caller: OriginCaller, which: Which, retries: number, period: number): void {
  const task = addressOf(state, which);
  taskAt(state, caller, task);
  storage.Retries.at(task).set(state, { total_retries: retries, remaining: retries, period });
  state.emit(events.RetrySet({ task, id: nameIn(which), period, retries }));
}

/** Rust: `cancel_retry`, `cancel_retry_named`. @throws NotFound, BadOrigin */
export function cancelRetry(state: WriteState, caller: OriginCaller, which: Which): void {
  const task = addressOf(state, which);
  taskAt(state, caller, task);
  storage.Retries.at(task).remove(state);
  state.emit(events.RetryCancelled({ task, id: nameIn(which) }));
}
