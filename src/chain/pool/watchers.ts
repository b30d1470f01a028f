import type { Hex } from "../../lib/bytes.ts";
import type { TransactionStatus, Unsubscribe } from "../api.ts";
import type { PoolLog } from "./pool-log.ts";

export type StatusListener = (status: TransactionStatus) => void;

/** Blocks whose transactions may wait for finality at the same time; older ones are told of a timeout. */
const mostBlocks = 512;

const last: ReadonlySet<TransactionStatus["type"]> = new Set([
  ...(["usurped", "finalized", "finalityTimeout", "invalid", "dropped"] as const),
]);

/** Who wants to know what becomes of which transaction. Rust: `graph::listener::EventDispatcher`. */
export interface Watchers {
  watch(hash: Hex, listener: StatusListener): Unsubscribe;
  tell(hash: Hex, status: TransactionStatus): void;
  /** A transaction is in a block; `index` is its place there. */
  inBlock(hash: Hex, block: Hex, index: number): void;
  /** A block left the best chain. */
  retracted(block: Hex): void;
  finalized(block: Hex): void;
}

/** @param log told of every status but `inBlock`, also of transactions that nobody watches. */
export function createWatchers(log: Pick<PoolLog, "status">): Watchers {
  const listeners = new Map<Hex, Set<StatusListener>>();
  const inBlocks = new Map<Hex, { readonly hash: Hex; readonly index: number }[]>();

  const tell = (hash: Hex, status: TransactionStatus): void => {
    if (status.type !== "inBlock") log.status(hash, status);
    const found = listeners.get(hash);
    if (found === undefined) return;
    if (last.has(status.type)) listeners.delete(hash);
    for (const listener of [...found]) listener(status);
  };
  const settle = (block: Hex, type: "retracted" | "finalized" | "finalityTimeout"): void => {
    const transactions = inBlocks.get(block);
    inBlocks.delete(block);
    for (const { hash, index } of transactions ?? []) tell(hash, { type, hash: block, index });
  };

  return {
    watch(hash, listener) {
      const found = listeners.get(hash) ?? new Set();
      listeners.set(hash, found.add(listener));
      return () => {
        found.delete(listener);
        if (found.size === 0 && listeners.get(hash) === found) listeners.delete(hash);
      };
    },
    tell,
    inBlock(hash, block, index) {
      // Without a listener now there is none later: who watches a transaction watches it from its submission.
      if (!listeners.has(hash)) return;
      const transactions = inBlocks.get(block) ?? [];
      inBlocks.set(block, transactions);
      transactions.push({ hash, index });
      tell(hash, { type: "inBlock", hash: block, index });
      while (inBlocks.size > mostBlocks) settle(inBlocks.keys().next().value as Hex, "finalityTimeout");
    },
    retracted: (block) => settle(block, "retracted"),
    finalized: (block) => settle(block, "finalized"),
  };
}
