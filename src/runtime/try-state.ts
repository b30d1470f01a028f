import type { StateReader } from "../primitives/state.ts";
import type { Runtime } from "./frame/compose.ts";
import type { ReadState } from "./frame/state.ts";
import type { Violation } from "./frame/try-state.ts";

export type { Violation } from "./frame/try-state.ts";

/**
 * Every invariant of every pallet that does not hold in a state between two calls or blocks; none when all is well.
 * Reads only, and says the same for the same state. A pallet's state that cannot be read is a violation too.
 * Answers to `AllPalletsWithSystem::try_state`.
 */
export function violations(runtime: Runtime, state: StateReader): Violation[] {
  const read: ReadState = {
    rules: runtime.rules,
    runtime,
    get: (key) => state.get(key),
    nextKey: (key) => state.nextKey(key),
  };
  const all: Violation[] = [];
  for (const { pallet } of runtime.pallets) {
    if (pallet.tryState === undefined) continue;
    try {
      for (const finding of pallet.tryState(read)) all.push({ pallet: pallet.name, ...finding });
    } catch (error) {
      const found = error instanceof Error ? error.message : String(error);
      all.push({
        pallet: pallet.name,
        invariant: "The state can be read.",
        at: [],
        expected: "values that decode",
        found,
      });
    }
  }
  return all;
}
