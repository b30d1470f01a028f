import type { Hex } from "../../lib/bytes.ts";
import type { PoolTransaction, Tag } from "./transaction.ts";

interface Waiting {
  readonly transaction: PoolTransaction;
  /** Required tags that nobody provides yet. */
  readonly missing: Set<Tag>;
}

/**
 * Transactions that wait for others: a later nonce, for one.
 * Rust: `sc_transaction_pool::graph::future::FutureTransactions`.
 */
export interface FutureQueue {
  readonly size: number;
  /** Sum of the lengths, bytes. */
  readonly bytes: number;
  has(hash: Hex): boolean;
  get(hash: Hex): PoolTransaction | undefined;
  add(transaction: PoolTransaction, missing: Iterable<Tag>): void;
  /** These tags are provided now; gives, and lets go, those that miss none any more. */
  satisfy(tags: readonly Tag[]): PoolTransaction[];
  /** Removes those that provide one of the tags. */
  pruneTags(tags: ReadonlySet<Tag>): PoolTransaction[];
  remove(hashes: readonly Hex[]): PoolTransaction[];
  /** The one to drop when there are too many: the one that waited longest. */
  worst(): Hex | undefined;
  /** All of them, the oldest first. */
  values(): PoolTransaction[];
}

export function createFutureQueue(): FutureQueue {
  const waiting = new Map<Hex, Waiting>();
  const wanted = new Map<Tag, Set<Hex>>();
  let bytes = 0;

  const take = (hash: Hex): PoolTransaction | undefined => {
    const entry = waiting.get(hash);
    if (entry === undefined) return undefined;
    waiting.delete(hash);
    bytes -= entry.transaction.extrinsic.bytes.length;
    for (const tag of entry.missing) {
      const hashes = wanted.get(tag);
      hashes?.delete(hash);
      if (hashes?.size === 0) wanted.delete(tag);
    }
    return entry.transaction;
  };
  const remove = (hashes: readonly Hex[]): PoolTransaction[] => hashes.map(take).filter((one) => one !== undefined);

  return {
    get size() {
      return waiting.size;
    },
    get bytes() {
      return bytes;
    },
    has: (hash) => waiting.has(hash),
    get: (hash) => waiting.get(hash)?.transaction,
    add(transaction, missing) {
      const entry: Waiting = { transaction, missing: new Set(missing) };
      waiting.set(transaction.hash, entry);
      bytes += transaction.extrinsic.bytes.length;
      for (const tag of entry.missing) wanted.set(tag, (wanted.get(tag) ?? new Set()).add(transaction.hash));
    },
    satisfy(tags) {
      const ready: PoolTransaction[] = [];
      for (const tag of tags) {
        const hashes = wanted.get(tag);
        wanted.delete(tag);
        for (const hash of hashes ?? []) {
          const entry = waiting.get(hash) as Waiting;
          entry.missing.delete(tag);
          if (entry.missing.size === 0) ready.push(take(hash) as PoolTransaction);
        }
      }
      return ready;
    },
    pruneTags(tags) {
      const hit = [...waiting.values()].filter(({ transaction }) => transaction.provides.some((tag) => tags.has(tag)));
      return remove(hit.map(({ transaction }) => transaction.hash));
    },
    remove,
    worst: () => waiting.keys().next().value,
    values: () => [...waiting.values()].map(({ transaction }) => transaction),
  };
}
