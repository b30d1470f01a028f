/** Sums by key of what is under way. */
export interface Counts<K> {
  of(key: K): number;
  all(): number;
  /** Counts an amount for a key until the work is done, or has failed. */
  during<T>(key: K, amount: number, work: () => Promise<T>): Promise<T>;
}

/** Keys that count nothing are not kept. */
export function createCounts<K>(): Counts<K> {
  const sums = new Map<K, number>();
  let total = 0;
  const add = (key: K, amount: number): void => {
    total += amount;
    const sum = (sums.get(key) ?? 0) + amount;
    if (sum === 0) sums.delete(key);
    else sums.set(key, sum);
  };
  return {
    of: (key) => sums.get(key) ?? 0,
    all: () => total,
    async during(key, amount, work) {
      add(key, amount);
      try {
        return await work();
      } finally {
        add(key, -amount);
      }
    },
  };
}
