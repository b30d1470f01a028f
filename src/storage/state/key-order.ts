import type { StateKey } from "../../lib/bytes.ts";

/** Up to this many new keys are put in place one by one; more are sorted and merged. */
const fewKeys = 8;

/** Keys in byte order, made ready only when someone walks them: most blocks write much and walk little. */
export function createKeyOrder(): {
  add(key: StateKey): void;
  /** Puts what was added in its place, which `nextKey` does otherwise. */
  settle(): void;
  /** Every key that was added, in order. */
  all(): readonly StateKey[];
  /** The first added key after `key` that is accepted. */
  nextKey(key: StateKey, accept: (candidate: StateKey) => boolean): StateKey | undefined;
} {
  let sorted: StateKey[] = [];
  let added: StateKey[] = [];
  /** Where the last question was answered: a walk asks for the key there or the one after it. */
  let last = 0;

  const settle = (): void => {
    if (added.length === 0) return;
    if (added.length <= fewKeys) {
      for (const key of added) {
        const at = firstAfter(sorted, key);
        if (sorted[at - 1] !== key) sorted.splice(at, 0, key);
      }
    } else {
      sorted = mergeSorted(sorted, added.sort());
    }
    added = [];
  };

  return {
    settle,
    all: () => {
      settle();
      return sorted;
    },
    add: (key) => {
      added.push(key);
    },
    nextKey: (key, accept) => {
      settle();
      let from = last;
      if (sorted[from] === key) from++;
      else if (!((from === 0 || (sorted[from - 1] as StateKey) <= key) && (sorted[from] ?? "") > key)) {
        from = firstAfter(sorted, key);
      }
      last = from;
      for (let at = from; at < sorted.length; at++) {
        const candidate = sorted[at] as StateKey;
        if (!accept(candidate)) continue;
        last = at;
        return candidate;
      }
      return undefined;
    },
  };
}

/** The position of the first key after `key`. */
function firstAfter(sorted: readonly StateKey[], key: StateKey): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as StateKey) > key) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Both lists as one, each key once. */
function mergeSorted(a: readonly StateKey[], b: readonly StateKey[]): StateKey[] {
  const merged: StateKey[] = [];
  let left = 0;
  let right = 0;
  while (left < a.length || right < b.length) {
    const fromLeft = right === b.length || (left < a.length && (a[left] as StateKey) <= (b[right] as StateKey));
    const key = (fromLeft ? a[left++] : b[right++]) as StateKey;
    if (merged.length === 0 || merged[merged.length - 1] !== key) merged.push(key);
  }
  return merged;
}
