import { decode } from "../codec/codec.ts";
import { keyToHex } from "../lib/bytes.ts";
import type { StateReader } from "../primitives/state.ts";
import type { Runtime } from "./frame/compose.ts";
import { type Snapshot, snapshotOf } from "./frame/snapshot.ts";
import type { ReadState } from "./frame/state.ts";
import type { Finding, Violation } from "./frame/try-state.ts";

export type { Violation } from "./frame/try-state.ts";

/** Everything a check yields, until it is done or cannot read on. */
function collect(pallet: string, check: () => Iterable<Finding>, all: Violation[]): void {
  try {
    for (const finding of check()) all.push({ pallet, ...finding });
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    all.push({ pallet, invariant: "The state can be read.", at: [], expected: "values that decode", found });
  }
}

/** Values that are not of their item's type: reading them gives the default. Rust: `TryDecodeEntireStorage`. */
function* undecodable(runtime: Runtime, state: Snapshot): Generator<Violation> {
  for (const [key, value] of state.entries()) {
    const item = runtime.itemOf(key);
    if (item === undefined) continue;
    try {
      decode(item.value, value, runtime.outer);
    } catch (error) {
      const at = [item.name, keyToHex(key)];
      const found = error instanceof Error ? error.message : String(error);
      yield { pallet: item.pallet, invariant: "Every stored value decodes.", at, expected: "a value", found };
    }
  }
}

/**
 * Every invariant of every pallet that does not hold in a state between two blocks or calls; none when all is well.
 * Reads only, and says the same for the same states. A pallet's state that cannot be read is a violation too.
 * Rust: `AllPalletsWithSystem::try_state`.
 * @param before the state that one block led from: then also what a block may change is checked, which sums that were
 *   never equal (issuances, reserves) need. `state` must hold the block's events, so it is that after the block.
 */
export function violations(runtime: Runtime, state: StateReader, before?: StateReader): Violation[] {
  const reading = (from: StateReader): ReadState => ({
    rules: runtime.rules,
    runtime,
    get: (key) => from.get(key),
    nextKey: (key) => from.nextKey(key),
  });
  const snapshot = snapshotOf(state);
  const after = reading(snapshot);
  const all = [...undecodable(runtime, snapshot)];
  for (const { pallet } of runtime.pallets) {
    const { tryState, tryChange } = pallet;
    if (tryState !== undefined) collect(pallet.name, () => tryState(after), all);
    if (tryChange !== undefined && before !== undefined)
      collect(pallet.name, () => tryChange(reading(before), after), all);
  }
  return all;
}
