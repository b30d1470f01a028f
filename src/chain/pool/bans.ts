import type { Hex } from "../../lib/bytes.ts";

/** Transactions that are not taken again for a while. Rust: `sc_transaction_pool::graph::rotator::PoolRotator`. */
export interface Bans {
  has(hash: Hex): boolean;
  add(hashes: Iterable<Hex>): void;
  lift(hash: Hex): void;
  /** Forgets what is over. */
  clear(): void;
  /** Lifts all. */
  forget(): void;
}

/**
 * @param time how long a ban lasts, ms.
 * @param expected how many are kept when there are more than twice as many.
 */
export function createBans(now: () => number, time: number, expected: number): Bans {
  const until = new Map<Hex, number>();
  return {
    has: (hash) => (until.get(hash) ?? 0) > now(),
    add(hashes) {
      const end = now() + time;
      for (const hash of hashes) {
        until.delete(hash);
        until.set(hash, end);
      }
      if (until.size <= 2 * expected) return;
      // The oldest go first: a map keeps the order in which they came.
      for (const hash of until.keys()) {
        if (until.size <= expected) break;
        until.delete(hash);
      }
    },
    lift: (hash) => {
      until.delete(hash);
    },
    clear() {
      const time = now();
      // All last equally long, and the oldest come first.
      for (const [hash, end] of until) {
        if (end > time) break;
        until.delete(hash);
      }
    },
    forget: () => until.clear(),
  };
}
