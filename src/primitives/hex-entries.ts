import type { Hex } from "../lib/bytes.ts";

/** Keys and values as hex, each key once: a map, or what is read anew each time that it is walked. */
export interface HexEntries {
  readonly size: number;
  /** Whether they come in the order of their keys, which is that of the text too. */
  readonly sorted?: boolean;
  get(key: Hex): Hex | undefined;
  [Symbol.iterator](): Iterator<readonly [Hex, Hex]>;
}

/** Entries of which some are others, or more; in order where they were. Nothing is copied. */
export function withEntries(entries: HexEntries, others: ReadonlyMap<Hex, Hex>): HexEntries {
  const added = [...others].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    size: entries.size + added.filter(([key]) => entries.get(key) === undefined).length,
    sorted: entries.sorted ?? false,
    get: (key) => others.get(key) ?? entries.get(key),
    *[Symbol.iterator]() {
      let next = 0;
      for (const entry of entries) {
        const [key] = entry;
        while (entries.sorted && next < added.length && (added[next] as readonly [Hex, Hex])[0] < key)
          yield added[next++] as readonly [Hex, Hex];
        if (!others.has(key)) yield entry;
      }
      while (next < added.length) yield added[next++] as readonly [Hex, Hex];
    },
  };
}
