import type { Infer } from "../../../codec/codec.ts";
import { addU32 } from "../../../lib/integers.ts";
import { ensure, fail } from "../../frame/dispatch-error.ts";
import type { ReadState, WriteState } from "../../frame/state.ts";
import { blockNumber } from "../system/initialize.ts";
import { constants } from "./constants.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { storage } from "./storage.ts";
import type { Scheduled } from "./types.ts";

export type Task = Infer<typeof Scheduled>;
/** A task's block, and its place in the agenda of that block. */
export type Address = [when: number, index: number];
/** A block, or so many blocks after the next one. Rust: `DispatchTime`. */
export type Time = { readonly at: number } | { readonly after: number };

/** Rust: `resolve_time`. @throws TargetBlockNumberInPast */
export function resolveTime(state: ReadState, time: Time): number {
  const now = blockNumber(state);
  const when = "at" in time ? time.at : addU32(addU32(now, time.after), 1);
  ensure(when > now, errors.TargetBlockNumberInPast);
  return when;
}

/**
 * Puts a task into the agenda of a block: at its end, or in a gap when it is as long as it may be.
 * Rust: `place_task`. @throws Exhausted
 */
export function placeTask(state: WriteState, when: number, task: Task): Address {
  const agenda = [...storage.Agenda.at(when).get(state)];
  const full = agenda.length >= constants.MaxScheduledPerBlock.valueOf(state.rules);
  const index = full ? agenda.indexOf(undefined) : agenda.length;
  if (index < 0) fail("Exhausted");
  agenda[index] = task;
  storage.Agenda.at(when).set(state, agenda);
  if (task.maybe_id !== undefined) storage.Lookup.at(task.maybe_id).set(state, [when, index]);
  state.emit(events.Scheduled({ when, index }));
  return [when, index];
}

/** Takes the gaps off the end of an agenda, or removes it when there is nothing else. Rust: `cleanup_agenda`. */
export function cleanupAgenda(state: WriteState, when: number): void {
  const item = storage.Agenda.at(when);
  const agenda = item.get(state);
  const last = agenda.findLastIndex((task) => task !== undefined);
  if (last < 0) item.remove(state);
  else if (agenda.length > last + 1) item.set(state, agenda.slice(0, last + 1));
}
