/**
 * The values that were decoded last, by the very arrays that they were decoded from: who reads an item again before it
 * changed need not decode it again. Only for values that nobody changes in place; arrays in a state never change.
 */
export interface RecentValues<T> {
  find(bytes: Uint8Array): T | undefined;
  keep(bytes: Uint8Array, value: T): void;
}

/** As many as one call reads of one item; they are looked through one by one. */
const kept = 8;

export function createRecentValues<T>(): RecentValues<T> {
  const arrays: (Uint8Array | undefined)[] = Array.from({ length: kept }, () => undefined);
  const values: (T | undefined)[] = Array.from({ length: kept }, () => undefined);
  let next = 0;
  return {
    find(bytes) {
      for (let at = 0; at < kept; at++) if (arrays[at] === bytes) return values[at];
      return undefined;
    },
    keep(bytes, value) {
      arrays[next] = bytes;
      values[next] = value;
      next = (next + 1) % kept;
    },
  };
}
