import type { StateKey } from "../../lib/bytes.ts";
import type { StateReader } from "../../primitives/state.ts";

/** All of a state, read once: for who walks over most of it several times. */
export interface Snapshot extends StateReader {
  /** Every key with its value, in byte order. */
  entries(): Iterable<readonly [StateKey, Uint8Array]>;
}

/** Reads a whole state; what changes in it afterwards is not seen. */
export function snapshotOf(state: StateReader): Snapshot {
  const keys: StateKey[] = [];
  const places = new Map<StateKey, number>();
  const values = new Map<StateKey, Uint8Array>();
  const first: StateKey = "";
  for (let key = state.nextKey(first); key !== undefined; key = state.nextKey(key)) {
    places.set(key, keys.length);
    keys.push(key);
    values.set(key, state.get(key) as Uint8Array);
  }
  const firstAfter = (key: StateKey): number => {
    let [low, high] = [0, keys.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((keys[middle] as StateKey) > key) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  return {
    get: (key) => values.get(key),
    nextKey(key) {
      const place = places.get(key);
      return keys[place === undefined ? firstAfter(key) : place + 1];
    },
    entries: () => values,
  };
}
