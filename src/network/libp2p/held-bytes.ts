/**
 * The bytes of unfinished frames of all streams together. Each protocol allows long frames, and thousands of streams may
 * each have one half sent: when all of them exceed the limit, the one that holds most is dropped.
 */
export interface HeldBytes {
  /**
   * A new holder. Gives what sets the bytes it holds; with none, it is forgotten.
   * @param drop called when this holder has to go
   */
  join(drop: () => void): (bytes?: number) => void;
  readonly total: number;
}

export function createHeldBytes(limit: number): HeldBytes {
  const holders = new Map<() => void, number>();
  let total = 0;

  /** Drops the largest until the rest is within the limit. */
  const shrink = (): void => {
    while (total > limit) {
      let largest: [drop: () => void, bytes: number] | undefined;
      for (const entry of holders) if (largest === undefined || entry[1] > largest[1]) largest = entry;
      if (largest === undefined) return;
      holders.delete(largest[0]);
      total -= largest[1];
      largest[0]();
    }
  };
  return {
    join(drop) {
      // Each holder is a key of its own, also when two share a function.
      const key = (): void => drop();
      return (bytes = 0) => {
        total += bytes - (holders.get(key) ?? 0);
        if (bytes === 0) holders.delete(key);
        else holders.set(key, bytes);
        shrink();
      };
    },
    get total() {
      return total;
    },
  };
}
