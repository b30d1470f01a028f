import { type Hex, toKey } from "../../lib/bytes.ts";
import { type PoolApi, PoolError } from "../api.ts";
import { makeBans } from "./bans.ts";
import { alreadyImported, immediatelyDropped, temporarilyBanned, unactionable } from "./errors.ts";
import { type Imported, makeQueues } from "./queues.ts";
import type { ReadyIterator } from "./ready-queue.ts";
import {
  canonical,
  type Limit,
  nonceTag,
  type PoolTransaction,
  type Source,
  type Tag,
  transactionHash,
} from "./transaction.ts";
import { judge, type Validity } from "./verdict.ts";
import { makeWatchers, type StatusListener } from "./watchers.ts";

export interface PoolOptions {
  readonly ready: Limit;
  readonly future: Limit;
  /** How long an invalid transaction is not taken again, ms. */
  readonly banTime: number;
}

export const defaultPoolOptions: PoolOptions = {
  ready: { count: 8192, bytes: 20 * 1024 * 1024 },
  future: { count: 512, bytes: 1024 * 1024 },
  banTime: 30 * 60 * 1000,
};

/** What the pool asks of the chain it serves. */
export interface PoolChain {
  /** The best block. */
  head(): { readonly hash: Hex; readonly number: number };
  validate(bytes: Uint8Array, at: Hex, source: Source): Validity;
  /** The nonce of an account at the best block. */
  nonceOf(account: Hex): number;
  /** Whether this node makes blocks: only then it takes what may not be passed on. */
  readonly authors: boolean;
  now(): number;
}

/** A block that joined the best chain. */
export interface EnactedBlock {
  readonly hash: Hex;
  readonly parentHash: Hex;
  readonly body: readonly Uint8Array[];
}

/** The pool as the chain sees it. */
export interface Pool extends PoolApi {
  ready(): ReadyIterator;
  /** Transactions that an author found to be invalid: they go, with what depends on them, and are banned. */
  removeInvalid(hashes: readonly Hex[]): readonly Hex[];
  /** The best block changed: prunes what is in blocks now, takes back what no longer is. */
  newBest(change: { readonly retracted: readonly EnactedBlock[]; readonly enacted: readonly EnactedBlock[] }): void;
  finalized(blocks: readonly Hex[]): void;
  /** Validates some of the ready transactions again; gives how many are left to do. */
  revalidate(most: number): number;
  /** Told whenever a transaction became ready. */
  onReady(listener: () => void): () => void;
}

/**
 * The transactions that wait for a block. Answers to `sc_transaction_pool::graph::ValidatedPool` and `BasicPool`.
 * Everything happens at once, on the state of the best block; only submission is a promise, for its callers' sake.
 */
export function makePool(chain: PoolChain, options: PoolOptions = defaultPoolOptions): Pool {
  const queues = makeQueues();
  const watchers = makeWatchers();
  const bans = makeBans(chain.now, options.banTime, options.ready.count + options.future.count);
  const readyListeners = new Set<() => void>();
  /** Ready transactions to be validated again. */
  const revalidation = new Set<Hex>();

  const tellImported = (imported: Imported): void => {
    if (imported.type === "future") return watchers.tell(imported.hash, { type: "future" });
    watchers.tell(imported.hash, { type: "ready" });
    for (const hash of imported.failed) watchers.tell(hash, { type: "invalid" });
    for (const { hash } of imported.removed) watchers.tell(hash, { type: "usurped", hash: imported.hash });
    for (const hash of imported.promoted) watchers.tell(hash, { type: "ready" });
    for (const listener of [...readyListeners]) listener();
  };

  /** @throws PoolError with the reason; the transaction is banned when it is invalid by itself. */
  const verify = (bytes: Uint8Array, hash: Hex, source: Source): PoolTransaction => {
    const head = chain.head();
    const given = { bytes, hash, source };
    const verdict = judge(chain.validate(bytes, head.hash, source), given, head.number);
    if (!("error" in verdict)) return verdict;
    if (verdict.banned) bans.add([hash]);
    throw verdict.error;
  };

  const enforceLimits = (): ReadonlySet<Hex> => {
    const removed = queues.enforceLimits(options.ready, options.future).map(({ hash }) => hash);
    bans.add(removed);
    for (const hash of removed) watchers.tell(hash, { type: "dropped" });
    return new Set(removed);
  };

  const add = (bytes: Uint8Array, hash: Hex, source: Source): void => {
    const transaction = verify(bytes, hash, source);
    if (!transaction.propagate && !chain.authors) throw unactionable();
    tellImported(queues.import(transaction));
    if (enforceLimits().has(hash)) throw immediatelyDropped();
  };

  const submit = (raw: Uint8Array, listener: StatusListener | undefined) => {
    const bytes = canonical(raw);
    const hash = transactionHash(bytes);
    if (bans.has(hash)) throw temporarilyBanned();
    if (queues.has(hash)) throw alreadyImported(hash);
    const unwatch = listener === undefined ? () => {} : watchers.watch(hash, listener);
    try {
      add(bytes.slice(), hash, "external");
    } catch (error) {
      unwatch();
      throw error;
    }
    return { hash, unwatch };
  };

  /** Puts a transaction in again that left a block or was pruned; says whether it is invalid now. */
  const resubmit = (transaction: Pick<PoolTransaction, "bytes" | "hash" | "source">): boolean => {
    try {
      add(transaction.bytes, transaction.hash, transaction.source);
      return false;
    } catch (error) {
      if (!(error instanceof PoolError)) throw error;
      return error.code === 1010 || error.code === 1002;
    }
  };

  const removeInvalid = (hashes: readonly Hex[]): readonly Hex[] => {
    bans.add(hashes);
    const removed = queues.removeSubtree(hashes).map(({ hash }) => hash);
    for (const hash of removed) watchers.tell(hash, { type: "invalid" });
    return removed;
  };

  /** The tags that a block's transactions provide; those that are not in the pool are asked of the runtime. */
  const tagsOf = (block: EnactedBlock, hashes: readonly Hex[]): Tag[] => {
    const { ready, future } = queues.status();
    if (ready + future === 0) return [];
    return hashes.flatMap((hash, index) => {
      const known = queues.get(hash);
      if (known !== undefined) return known.provides;
      const validity = chain.validate(block.body[index] as Uint8Array, block.parentHash, "inBlock");
      return validity.type === "valid" ? validity.value.provides.map(toKey) : [];
    });
  };

  const prune = (block: EnactedBlock, hashes: readonly Hex[]): void => {
    const included = new Set(hashes);
    const status = queues.pruneTags(tagsOf(block, hashes));
    for (const imported of status.promoted) tellImported(imported);
    for (const hash of status.failed) if (!included.has(hash)) watchers.tell(hash, { type: "dropped" });
    bans.add(hashes);
    // What was pruned without being in the block may still be valid.
    for (const transaction of status.pruned) {
      if (included.has(transaction.hash)) continue;
      if (resubmit(transaction)) watchers.tell(transaction.hash, { type: "invalid" });
    }
    for (const [index, hash] of hashes.entries()) watchers.inBlock(hash, block.hash, index);
  };

  const clearStale = (): void => {
    const number = BigInt(chain.head().number);
    const stale = [...queues.ready(), ...queues.futures()].filter(({ validTill }) => validTill <= number);
    if (stale.length > 0) removeInvalid(stale.map(({ hash }) => hash));
    bans.clear();
  };

  return {
    submit: async (bytes) => submit(bytes, undefined).hash,
    submitAndWatch: async (bytes, listener) => submit(bytes, listener),
    pending: () => [...queues.ready()].map(({ bytes }) => bytes),
    remove: removeInvalid,
    nextIndex(account) {
      let nonce = chain.nonceOf(account);
      while (queues.provides(nonceTag(account, nonce))) nonce++;
      return nonce;
    },
    status() {
      const { ready, future } = queues.status();
      return { ready, future };
    },

    ready: () => queues.ready(),
    removeInvalid,
    newBest({ retracted, enacted }) {
      for (const block of retracted) watchers.retracted(block.hash);
      const pruned = new Set<Hex>();
      for (const block of enacted) {
        const hashes = block.body.map(transactionHash);
        prune(block, hashes);
        for (const hash of hashes) pruned.add(hash);
      }
      for (const block of retracted) {
        for (const bytes of block.body) {
          const hash = transactionHash(bytes);
          if (pruned.has(hash)) continue;
          bans.lift(hash);
          if (queues.has(hash)) continue;
          if (resubmit({ bytes, hash, source: "external" })) watchers.tell(hash, { type: "invalid" });
        }
      }
      clearStale();
      for (const { hash } of queues.ready()) revalidation.add(hash);
    },
    finalized(blocks) {
      for (const block of blocks) watchers.finalized(block);
    },
    revalidate(most) {
      const batch: Hex[] = [];
      for (const hash of revalidation) {
        if (batch.length >= most) break;
        batch.push(hash);
      }
      const invalid: Hex[] = [];
      for (const hash of batch) {
        revalidation.delete(hash);
        const transaction = queues.get(hash);
        if (transaction === undefined || !queues.isReady(hash)) continue;
        const { type } = chain.validate(transaction.bytes, chain.head().hash, transaction.source);
        if (type === "invalid" || type === "failed") invalid.push(hash);
      }
      if (invalid.length > 0) removeInvalid(invalid);
      return revalidation.size;
    },
    onReady(listener) {
      readyListeners.add(listener);
      return () => readyListeners.delete(listener);
    },
  };
}
