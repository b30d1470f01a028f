/** Where something is in a sorted list, or where it would be put in. */
export type Place = { readonly found: number } | { readonly free: number };

/**
 * Searches a sorted list by halves. `compare` is negative for what lies before the searched, zero for the searched itself.
 * Which of equals is found, and what comes of a list out of order, is as in the original, whose stored lists Root can
 * write. Rust: Rust: core slice::binary_search_by.
 */
export function binarySearch<T>(list: readonly T[], compare: (one: T) => number): Place {
  if (list.length === 0) return { free: 0 };
  let base = 0;
  for (let size = list.length; size > 1; size -= size >> 1) {
    const middle = base + (size >> 1);
    if (compare(list[middle] as T) <= 0) base = middle;
  }
  const order = compare(list[base] as T);
  if (order === 0) return { found: base };
  return { free: order < 0 ? base + 1 : base };
}
