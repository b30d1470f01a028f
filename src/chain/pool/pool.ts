import type { Hex } from "../../lib/bytes.ts";
import { createExtrinsic } from "../../primitives/extrinsic.ts";
import type { PoolApi } from "../api.ts";
import { type Admission, createAdmission } from "./admission.ts";
import { createParts, mostAttempts, type PoolChain, type PoolOptions, type PoolParts, removeInvalid } from "./parts.ts";
import type { ReadyIterator } from "./ready-queue.ts";
import { type BestChange, takeOver } from "./take-over.ts";
import { canonical, type GivenTransaction, nonceTag } from "./transaction.ts";
import { judge } from "./verdict.ts";
import type { StatusListener } from "./watchers.ts";

export const defaultPoolOptions: PoolOptions = {
  ready: { count: 8192, bytes: 20 * 1024 * 1024 },
  future: { count: 512, bytes: 1024 * 1024 },
  banTime: 30 * 60 * 1000,
};

/** The pool as the chain sees it. */
export interface Pool extends PoolApi {
  ready(): ReadyIterator;
  /** Takes a transaction that this node made itself; gives its hash. @throws PoolError */
  submitLocal(bytes: Uint8Array): Promise<Hex>;
  /** Transactions that an author found to be invalid: they go, with what depends on them, and are banned. */
  removeInvalid(hashes: readonly Hex[]): readonly Hex[];
  /** The best block changed, and `head()` of the chain is the new one. One change after the other. */
  newBest(change: BestChange): Promise<void>;
  finalized(blocks: readonly Hex[]): void;
  /** All transactions, those first that are ready, in the order in which a block would take them. */
  all(): readonly Uint8Array[];
  /**
   * The head was moved to another block of the owner's choice: all that it holds was judged on another state, and goes.
   * Who watches is told by `refill`, which follows.
   */
  rewound(): void;
  /**
   * Puts transactions in after `rewound`, in this order; those that are not valid here stay out. Who watches one that is in
   * again hears of that alone; what went and is not in again was dropped.
   */
  refill(transactions: readonly Uint8Array[]): Promise<void>;
  /** Validates some of the transactions again that are due; gives how many are left to do. */
  revalidate(most: number): Promise<number>;
  /** Told whenever a transaction became ready. */
  onReady(listener: (hash: Hex) => void): () => void;
  /** The ready transactions that other nodes may be told of, or one of them; as they are written, length in front. */
  propagable(hash?: Hex): readonly { readonly hash: Hex; readonly bytes: Uint8Array }[];
  /** A transaction was sent to these peers. */
  broadcast(hash: Hex, peers: readonly string[]): void;
  /** Says what it has to say. */
  close(): void;
}

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
export function createPool(chain: PoolChain, options: PoolOptions = defaultPoolOptions): Pool {
  const parts = createParts(chain, options);
  const { queues, watchers, readyListeners } = parts;
  const admission = createAdmission(parts);
  let takingOver = false;
  /** What went when the head was moved, and may come in again. */
  let gone: readonly Hex[] = [];

  const submit = async (
    raw: Uint8Array,
    listener?: StatusListener,
    source: GivenTransaction["source"] = "External",
  ) => {
    // A copy: the caller may go on using its bytes.
    const extrinsic = createExtrinsic(canonical(raw).slice());
    const { hash } = extrinsic;
    parts.measures.submitted++;
    return { hash, unwatch: await admission.add({ extrinsic, hash, source }, listener) };
  };

  return {
    submit: async (bytes) => (await submit(bytes)).hash,
    submitAndWatch: (bytes, listener) => submit(bytes, listener),
    submitLocal: async (bytes) => (await submit(bytes, undefined, "Local")).hash,
    pending: () => [...queues.ready()].map(({ extrinsic }) => extrinsic.bytes),
    remove: (hashes) => removeInvalid(parts, hashes),
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
    removeInvalid: (hashes) => removeInvalid(parts, hashes, "invalid"),
    async newBest(change) {
      takingOver = true;
      try {
        await takeOver(parts, admission, change);
      } finally {
        takingOver = false;
      }
    },
    finalized(blocks) {
      for (const block of blocks) watchers.finalized(block);
    },
    all: () => {
      const ready = [...queues.ready()];
      const known = new Set(ready.map(({ hash }) => hash));
      const others = [...queues.values()].filter(({ hash }) => !known.has(hash));
      return [...ready, ...others].map(({ extrinsic }) => extrinsic.bytes);
    },
    rewound() {
      const removed = queues.removeSubtree([...queues.values()].map(({ hash }) => hash));
      gone = [...gone, ...removed.map(({ hash }) => hash)];
      queues.forgetPruned();
      parts.bans.forget();
      parts.revalidation.clear();
    },
    async refill(transactions) {
      const went = gone;
      gone = [];
      // One may be in a block already when the next is judged.
      const again = new Set<Hex>();
      for (const bytes of transactions) {
        // Why one stays out is logged where it is refused.
        await submit(bytes, undefined, "Local").then(
          ({ hash }) => again.add(hash),
          () => {},
        );
      }
      for (const hash of went) if (!again.has(hash) && !queues.has(hash)) watchers.tell(hash, { type: "dropped" });
    },
    // The head is ahead of what the pool knows then: what is in its block would be found invalid.
    revalidate: async (most) => (takingOver ? parts.revalidation.size : revalidate(parts, admission, most)),
    onReady(listener) {
      readyListeners.add(listener);
      return () => readyListeners.delete(listener);
    },
    propagable(hash) {
      const found = hash === undefined ? [...queues.ready()] : queues.isReady(hash) ? [queues.get(hash)] : [];
      return found.flatMap((transaction) =>
        transaction?.propagate ? [{ hash: transaction.hash, bytes: transaction.extrinsic.bytes }] : [],
      );
    },
    broadcast: (hash, peers) => watchers.tell(hash, { type: "broadcast", peers }),
    close: parts.drops.flush,
  };
}

async function revalidate(parts: PoolParts, admission: Admission, most: number): Promise<number> {
  const { chain, log, queues, revalidation } = parts;
  const head = chain.head();
  const rest = chain.rest();
  let left = most;
  for (const hash of revalidation) {
    if (left-- <= 0) break;
    const transaction = queues.get(hash);
    if (transaction === undefined) {
      revalidation.delete(hash);
      continue;
    }
    const validity = await chain.validate(transaction.extrinsic, head, transaction.source);
    // All that are ready are due again, at the new best block.
    if (chain.head().hash !== head.hash) break;
    revalidation.delete(hash);
    const verdict = judge(validity, transaction, head.number);
    if (!("error" in verdict)) {
      admission.rejudge(verdict);
    } else if (verdict.banned) {
      log.revalidated(hash, verdict.error);
      removeInvalid(parts, [hash], "invalid");
    }
    // What cannot be known now stays.
    await rest();
  }
  return revalidation.size;
}
