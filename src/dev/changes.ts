import { equalBytes } from "../lib/bytes.ts";
import type { StateChanges, StateReader } from "../primitives/state.ts";

/**
 * What changed in a state between two moments of a block, without what has the same bytes at both.
 * @param before the changes of the block up to the first moment
 * @param after those up to the second one
 * @param parent the state before the block
 */
export function changesBetween(before: StateChanges, after: StateChanges, parent: StateReader): StateChanges {
  const changes = new Map<string, Uint8Array | undefined>();
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const [then, now] = [before, after].map((at) => (at.has(key) ? at.get(key) : parent.get(key)));
    const same = then === undefined || now === undefined ? then === now : equalBytes(then, now);
    if (!same) changes.set(key, now);
  }
  return changes;
}
