import type { Hex } from "../../lib/bytes.ts";
import { PoolError } from "../api.ts";
import { alreadyImported, cycleDetected } from "./errors.ts";
import { createFutureQueue } from "./future-queue.ts";
import { createReadyQueue, type ReadyIterator } from "./ready-queue.ts";
import { exceeds, type Limit, type PoolTransaction, sameTags, type Tag } from "./transaction.ts";

/** What came of adding a transaction. */
export type Imported =
  | {
      readonly type: "future";
      readonly hash: Hex /** Required tags that nobody provides yet. */;
      readonly missing: readonly Tag[];
    }
  | {
      readonly type: "ready";
      readonly hash: Hex;
      /** Became ready because of it. */
      readonly promoted: readonly Hex[];
      /** Could not become ready. */
      readonly failed: readonly Hex[];
      /** Gave way to it. */
      readonly removed: readonly PoolTransaction[];
    };

/** What came of a new verdict. */
export interface Rejudged {
  /** What was taken out and put in again: the transaction, and what depends on it. */
  readonly moved: readonly Hex[];
  readonly imported: readonly Imported[];
  /** Of what was taken out, what could not be put in again. */
  readonly failed: readonly Hex[];
}

export interface Pruned {
  readonly promoted: readonly Imported[];
  readonly failed: readonly Hex[];
  readonly pruned: readonly PoolTransaction[];
}

/** The two queues together. Rust: `sc_transaction_pool::graph::base_pool::BasePool`. */
export interface Queues {
  has(hash: Hex): boolean;
  get(hash: Hex): PoolTransaction | undefined;
  isReady(hash: Hex): boolean;
  /** Whether a ready transaction provides the tag. */
  provides(tag: Tag): boolean;
  /** @throws PoolError 1013, 1014, 1015 */
  import(transaction: PoolTransaction): Imported;
  /**
   * Puts a new verdict on a transaction in the place of the one it came in by. What depends on it moves only where it must:
   * thousands may.
   * Rust: `sc_transaction_pool::graph::ValidatedPool::resubmit`.
   */
  rejudge(verdict: PoolTransaction): Rejudged;
  /** These tags are on the chain now: removes who provides them, promotes who waits for them. */
  pruneTags(tags: readonly Tag[]): Pruned;
  removeSubtree(hashes: readonly Hex[]): PoolTransaction[];
  /** Forgets which tags the last blocks provided: those blocks are not on the chain any more. */
  forgetPruned(): void;
  enforceLimits(ready: Limit, future: Limit): PoolTransaction[];
  ready(): ReadyIterator;
  /** All of them, ready or not, in no certain order. */
  values(): Iterable<PoolTransaction>;
  /** The ready ones, in no certain order. */
  readyValues(): Iterable<PoolTransaction>;
  status(): { ready: number; future: number; readyBytes: number; futureBytes: number };
}

export function createQueues(): Queues {
  const ready = createReadyQueue();
  const future = createFutureQueue();
  /** Tags pruned by the last two blocks: who requires them and was being verified meanwhile is ready. */
  let pruned: readonly ReadonlySet<Tag>[] = [];

  const importReady = (first: PoolTransaction): Imported => {
    const promoted = new Set<Hex>();
    const failed: Hex[] = [];
    const removed: PoolTransaction[] = [];
    const left = [first];
    for (let next = left.pop(); next !== undefined; next = left.pop()) {
      for (const satisfied of future.satisfy(next.provides)) left.push(satisfied);
      try {
        const replaced = ready.add(next);
        if (next !== first) promoted.add(next.hash);
        for (const one of replaced) {
          promoted.delete(one.hash);
          removed.push(one);
        }
      } catch (error) {
        if (next === first || !(error instanceof PoolError)) throw error;
        promoted.delete(next.hash);
        if (error.code === 1014) removed.push(next);
        else failed.push(next.hash);
      }
    }
    // What it unlocked pushed it out again: they depend on each other and none will ever be taken.
    if (removed.some(({ hash }) => hash === first.hash)) {
      ready.removeSubtree([...promoted]);
      throw cycleDetected();
    }
    return { type: "ready", hash: first.hash, promoted: [...promoted], failed, removed };
  };

  const removeSubtree = (hashes: readonly Hex[]): PoolTransaction[] => [
    ...ready.removeSubtree(hashes),
    ...future.remove(hashes),
  ];

  const importOne = (transaction: PoolTransaction): Imported => {
    const { hash } = transaction;
    if (ready.has(hash) || future.has(hash)) throw alreadyImported(hash);
    const missing = transaction.requires.filter(
      (tag) => !ready.provides(tag) && !pruned.some((recent) => recent.has(tag)),
    );
    if (missing.length === 0) return importReady(transaction);
    future.add(transaction, missing);
    return { type: "future", hash, missing };
  };

  /** Whether a transaction that waits does so for what this verdict on it says. */
  const waitsFor = ({ hash, requires, provides }: PoolTransaction): boolean => {
    const held = future.get(hash);
    return held !== undefined && sameTags(held.requires, requires) && sameTags(held.provides, provides);
  };

  return {
    has: (hash) => ready.has(hash) || future.has(hash),
    get: (hash) => ready.get(hash) ?? future.get(hash),
    isReady: (hash) => ready.has(hash),
    provides: (tag) => ready.provides(tag),
    import: importOne,
    rejudge(verdict) {
      if (ready.relink(verdict) || waitsFor(verdict)) return { moved: [], imported: [], failed: [] };
      const taken = removeSubtree([verdict.hash]);
      const imported: Imported[] = [];
      const failed: Hex[] = [];
      for (const one of taken) {
        try {
          imported.push(importOne(one.hash === verdict.hash ? verdict : one));
        } catch (error) {
          if (!(error instanceof PoolError)) throw error;
          failed.push(one.hash);
        }
      }
      return { moved: taken.map(({ hash }) => hash), imported, failed };
    },
    pruneTags(tags) {
      const failed = future.pruneTags(new Set(tags)).map(({ hash }) => hash);
      const waiting: PoolTransaction[] = [];
      const gone: PoolTransaction[] = [];
      for (const tag of tags) {
        for (const satisfied of future.satisfy([tag])) waiting.push(satisfied);
        for (const one of ready.pruneTag(tag)) gone.push(one);
      }
      pruned = [new Set(tags), ...pruned.slice(0, 1)];
      const promoted: Imported[] = [];
      for (const transaction of waiting) {
        try {
          promoted.push(importReady(transaction));
        } catch (error) {
          if (!(error instanceof PoolError)) throw error;
          failed.push(transaction.hash);
        }
      }
      return { promoted, failed, pruned: gone };
    },
    removeSubtree,
    forgetPruned() {
      pruned = [];
    },
    enforceLimits(readyLimit, futureLimit) {
      const removed: PoolTransaction[] = [];
      for (const [queue, limit] of [
        [ready, readyLimit],
        [future, futureLimit],
      ] as const) {
        while (exceeds(queue.size, queue.bytes, limit)) {
          const worst = queue.worst();
          if (worst === undefined) break;
          for (const one of removeSubtree([worst])) removed.push(one);
        }
      }
      return removed;
    },
    ready: () => ready.iterate(),
    *values() {
      yield* ready.values();
      yield* future.values();
    },
    readyValues: () => ready.values(),
    status: () => ({ ready: ready.size, future: future.size, readyBytes: ready.bytes, futureBytes: future.bytes }),
  };
}
