import { type Hex, toKey } from "../../lib/bytes.ts";
import type { Block } from "../../primitives/block.ts";
import { createExtrinsic, type Extrinsic } from "../../primitives/extrinsic.ts";
import type { TransactionSourceName } from "../../primitives/validity.ts";
import { type PoolApi, PoolError, type Unsubscribe } from "../api.ts";
import type { BlockPlace, Rest, Validity } from "../engine.ts";
import { makeBans } from "./bans.ts";
import { alreadyImported, immediatelyDropped, temporarilyBanned, unactionable } from "./errors.ts";
import { type Imported, makeQueues } from "./queues.ts";
import type { ReadyIterator } from "./ready-queue.ts";
import {
  canonical,
  type GivenTransaction,
  type Limit,
  nonceTag,
  type PoolTransaction,
  type Tag,
} from "./transaction.ts";
import { judge } from "./verdict.ts";
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
  head(): BlockPlace;
  validate(extrinsic: Extrinsic, at: BlockPlace, source: TransactionSourceName): Promise<Validity>;
  /** The nonce of an account after a block. */
  nonceOf(account: Hex, at: BlockPlace): Promise<number>;
  /** Whether this node makes blocks: only then it takes what may not be passed on. */
  readonly authors: boolean;
  now(): number;
  /** For one long task, from now on: awaited between its parts. */
  rest(): Rest;
}

/** What the pool looks at in a block that joined the best chain, or left it. */
export type PoolBlock = Pick<Block, "hash" | "number" | "parentHash" | "body">;

/** The pool as the chain sees it. */
export interface Pool extends PoolApi {
  ready(): ReadyIterator;
  /** Transactions that an author found to be invalid: they go, with what depends on them, and are banned. */
  removeInvalid(hashes: readonly Hex[]): readonly Hex[];
  /**
   * The best block changed, and `head()` is the new one: prunes what is in blocks now, takes back what no longer is. One
   * change after the other.
   */
  newBest(change: { readonly retracted: readonly PoolBlock[]; readonly enacted: readonly PoolBlock[] }): Promise<void>;
  finalized(blocks: readonly Hex[]): void;
  /** Validates some of the ready transactions again; gives how many are left to do. */
  revalidate(most: number): Promise<number>;
  /** Told whenever a transaction became ready. */
  onReady(listener: () => void): () => void;
}

/** How often a question is asked again when the best block changed each time before the answer came. */
const mostAttempts = 3;

/**
 * The transactions that wait for a block. Rust: `sc_transaction_pool::graph::ValidatedPool` and `BasicPool`.
 *
 * Asking the rules takes time, in which anything may happen. What is done between two questions is done at once, and holds
 * on to nothing that was known before the last one:
 * - A hash that is being validated is known: a second submission of it is refused as already here (1013).
 * - A verdict counts for the best block it was asked at. When that changed meanwhile, the question is asked again; after
 *   `mostAttempts` the transaction is taken as it was judged last, and is due to be validated again.
 * - A transaction that came into a block, or was removed, while it was being validated is banned by then, and stays out.
 */
export function makePool(chain: PoolChain, options: PoolOptions = defaultPoolOptions): Pool {
  const queues = makeQueues();
  const watchers = makeWatchers();
  const bans = makeBans(chain.now, options.banTime, options.ready.count + options.future.count);
  const readyListeners = new Set<() => void>();
  /** Transactions that are being validated before they come in. */
  const arriving = new Set<Hex>();
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
  const verify = async (given: GivenTransaction): Promise<PoolTransaction> => {
    for (let attempt = 1; ; attempt++) {
      const head = chain.head();
      const validity = await chain.validate(given.extrinsic, head, given.source);
      const moved = chain.head().hash !== head.hash;
      if (moved && attempt < mostAttempts) continue;
      if (bans.has(given.hash)) throw temporarilyBanned();
      const verdict = judge(validity, given, head.number);
      if (!("error" in verdict)) {
        if (moved) revalidation.add(given.hash);
        return verdict;
      }
      if (verdict.banned && !moved) bans.add([given.hash]);
      throw verdict.error;
    }
  };

  const enforceLimits = (): ReadonlySet<Hex> => {
    const removed = queues.enforceLimits(options.ready, options.future).map(({ hash }) => hash);
    bans.add(removed);
    for (const hash of removed) watchers.tell(hash, { type: "dropped" });
    return new Set(removed);
  };

  /** Validates a transaction and takes it in. @returns what ends the watching. @throws PoolError */
  const add = async (given: GivenTransaction, listener?: StatusListener): Promise<Unsubscribe> => {
    const { hash } = given;
    if (queues.has(hash) || arriving.has(hash)) throw alreadyImported(hash);
    arriving.add(hash);
    let unwatch: Unsubscribe = () => {};
    try {
      const transaction = await verify(given);
      if (!transaction.propagate && !chain.authors) throw unactionable();
      if (listener !== undefined) unwatch = watchers.watch(hash, listener);
      tellImported(queues.import(transaction));
      if (enforceLimits().has(hash)) throw immediatelyDropped();
      return unwatch;
    } catch (error) {
      unwatch();
      throw error;
    } finally {
      arriving.delete(hash);
    }
  };

  const submit = async (raw: Uint8Array, listener?: StatusListener) => {
    // A copy: the caller may go on using its bytes.
    const extrinsic = createExtrinsic(canonical(raw).slice());
    const { hash } = extrinsic;
    if (bans.has(hash)) throw temporarilyBanned();
    return { hash, unwatch: await add({ extrinsic, hash, source: "External" }, listener) };
  };

  /** Puts a transaction in again that left a block or was pruned; says whether it is invalid now. */
  const resubmit = async ({ extrinsic, hash, source }: GivenTransaction): Promise<boolean> => {
    try {
      await add({ extrinsic, hash, source });
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

  /** The tags that a block's transactions provide; those that are not in the pool are asked of the rules. */
  const tagsOf = async ({ body, number, parentHash }: PoolBlock, rest: Rest): Promise<Tag[]> => {
    const parent: BlockPlace = { hash: parentHash, number: number - 1 };
    const tags: Tag[] = [];
    for (const extrinsic of body) {
      const { ready, future } = queues.status();
      if (ready + future === 0) continue;
      const known = queues.get(extrinsic.hash);
      if (known !== undefined) {
        for (const tag of known.provides) tags.push(tag);
        continue;
      }
      const validity = await chain.validate(extrinsic, parent, "InBlock");
      if (validity.type === "valid") for (const tag of validity.value.provides) tags.push(toKey(tag));
      await rest();
    }
    return tags;
  };

  const prune = async (block: PoolBlock, rest: Rest): Promise<void> => {
    const hashes = block.body.map(({ hash }) => hash);
    const included = new Set(hashes);
    const status = queues.pruneTags(await tagsOf(block, rest));
    for (const imported of status.promoted) tellImported(imported);
    for (const hash of status.failed) if (!included.has(hash)) watchers.tell(hash, { type: "dropped" });
    bans.add(hashes);
    // What was pruned without being in the block may still be valid.
    for (const transaction of status.pruned) {
      if (included.has(transaction.hash)) continue;
      if (await resubmit(transaction)) watchers.tell(transaction.hash, { type: "invalid" });
      await rest();
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
    submit: async (bytes) => (await submit(bytes)).hash,
    submitAndWatch: submit,
    pending: () => [...queues.ready()].map(({ extrinsic }) => extrinsic.bytes),
    remove: removeInvalid,
    async nextIndex(account) {
      for (let attempt = 1; ; attempt++) {
        const head = chain.head();
        let nonce = await chain.nonceOf(account, head);
        // What is in a block now has left the pool since: the count would begin too low.
        if (chain.head().hash !== head.hash && attempt < mostAttempts) continue;
        while (queues.provides(nonceTag(account, nonce))) nonce++;
        return nonce;
      }
    },
    status() {
      const { ready, future } = queues.status();
      return { ready, future };
    },

    ready: () => queues.ready(),
    removeInvalid,
    async newBest({ retracted, enacted }) {
      const rest = chain.rest();
      for (const block of retracted) watchers.retracted(block.hash);
      const pruned = new Set<Hex>();
      for (const block of enacted) {
        await prune(block, rest);
        for (const { hash } of block.body) pruned.add(hash);
      }
      for (const block of retracted) {
        for (const extrinsic of block.body) {
          const { hash } = extrinsic;
          if (pruned.has(hash)) continue;
          bans.lift(hash);
          if (queues.has(hash)) continue;
          if (await resubmit({ extrinsic, hash, source: "External" })) watchers.tell(hash, { type: "invalid" });
          await rest();
        }
      }
      clearStale();
      for (const { hash } of queues.ready()) revalidation.add(hash);
    },
    finalized(blocks) {
      for (const block of blocks) watchers.finalized(block);
    },
    async revalidate(most) {
      const head = chain.head();
      const rest = chain.rest();
      let left = most;
      for (const hash of revalidation) {
        if (left-- <= 0) break;
        const transaction = queues.isReady(hash) ? queues.get(hash) : undefined;
        if (transaction === undefined) {
          revalidation.delete(hash);
          continue;
        }
        const { type } = await chain.validate(transaction.extrinsic, head, transaction.source);
        // All that are ready are due again, at the new best block.
        if (chain.head().hash !== head.hash) break;
        revalidation.delete(hash);
        if (type === "invalid" || type === "failed") removeInvalid([hash]);
        await rest();
      }
      return revalidation.size;
    },
    onReady(listener) {
      readyListeners.add(listener);
      return () => readyListeners.delete(listener);
    },
  };
}
