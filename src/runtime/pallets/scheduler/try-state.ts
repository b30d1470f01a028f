import type { Hex } from "../../../lib/bytes.ts";
import type { ReadState } from "../../frame/state.ts";
import { type Finding, holds, same } from "../../frame/try-state.ts";
import { blockNumber } from "../system/initialize.ts";
import { storage } from "./storage.ts";

/**
 * Agendas, the names of what is in them, and how it is tried again. What is planned for a block that was is left over:
 * such a task lost its name when it was looked at, and perhaps its preimage (docs/decisions/invariants.md).
 */
export function* tryState(state: ReadState): Generator<Finding> {
  const now = blockNumber(state);
  const named = new Map<Hex, string>();
  for (const [[when], agenda] of storage.Agenda.entries(state)) {
    if (when <= now) continue;
    yield* holds("An agenda ends with a task.", [when], agenda.at(-1) !== undefined, agenda.length, "a task");
    for (const [index, task] of agenda.entries()) {
      if (task === undefined) continue;
      if (task.maybe_id !== undefined) named.set(task.maybe_id as Hex, `${when} ${index}`);
    }
  }
  for (const [[id], [when, index]] of storage.Lookup.entries(state)) {
    if (when > now) yield* same("A name leads to its task.", [id], `${when} ${index}`, named.get(id as Hex));
    named.delete(id as Hex);
  }
  for (const [id, address] of named) yield* same("A name leads to its task.", [id], undefined, address);
  for (const [[[when, index]]] of storage.Retries.entries(state)) {
    const planned = when <= now || storage.Agenda.at(when).get(state)[index] !== undefined;
    yield* holds("What is tried again is planned.", [when, index], planned, "no task", "a task");
  }
}
