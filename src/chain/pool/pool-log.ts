import { fromKey, type Hex, toHex } from "../../lib/bytes.ts";
import type { PoolError, TransactionStatus } from "../api.ts";
import type { Log } from "../environment.ts";
import type { PoolTransaction, Tag } from "./transaction.ts";

/**
 * The pool's lines, from which a person sees why a transaction is not in a block: `-l txpool=debug` for what becomes of
 * each, `txpool=trace` for what the rules said of it. Words and fields are those of `sc_transaction_pool` where it has them.
 */
export interface PoolLog {
  /** A transaction stays outside. @param ban how long it is refused from now on, ms; undefined when it is not banned. */
  refused(hash: Hex, error: PoolError, ban: number | undefined): void;
  /** The rules took a transaction. */
  valid(transaction: PoolTransaction): void;
  /** A transaction waits for others that provide these tags. */
  waits(hash: Hex, missing: readonly Tag[]): void;
  /** A transaction became something, whether or not somebody watches it. */
  status(hash: Hex, status: TransactionStatus): void;
  /** The transactions of a block leave the pool. */
  prunes(block: { readonly hash: Hex; readonly number: number; readonly body: readonly unknown[] }): void;
  /** A ready transaction is not valid any more. */
  revalidated(hash: Hex, error: PoolError): void;
  /** A transaction's time is over. */
  stale(transaction: PoolTransaction): void;
}

const words: Readonly<Record<TransactionStatus["type"], string>> = {
  broadcast: "Broadcasted.",
  future: "Future.",
  ready: "Ready.",
  inBlock: "Pruned at.",
  retracted: "Retracted from block.",
  finalized: "Sent finalization event.",
  finalityTimeout: "Finality timed out.",
  usurped: "Dropped (replaced).",
  dropped: "Dropped (limits enforced).",
  invalid: "Extrinsic invalid.",
};

const target = "txpool";
const tagsOf = (tags: readonly Tag[]): string => `[${tags.map((tag) => toHex(fromKey(tag))).join(", ")}]`;

const reasonOf = ({ code, message, data }: PoolError): string =>
  `${code} ${message}${data === undefined ? "" : `: ${data}`}`;

/** The lines of a pool, written to a log. */
export function createPoolLog(log: Log): PoolLog {
  return {
    refused: (hash, error, ban) =>
      log.debug(target, () => {
        const time = ban === undefined ? "" : ` banned_for=${ban / 1000}s`;
        return `Transaction refused. tx_hash=${hash} error=${reasonOf(error)}${time}`;
      }),
    valid: ({ hash, priority, validTill, requires, provides, propagate }) =>
      log.trace(
        target,
        () =>
          `Importing transaction tx_hash=${hash} priority=${priority} valid_till=${validTill} requires=${tagsOf(requires)} provides=${tagsOf(provides)} propagate=${propagate}`,
      ),
    waits: (hash, missing) =>
      log.debug(
        target,
        () => `Transaction waits for what provides its tags. tx_hash=${hash} missing=${tagsOf(missing)}`,
      ),
    status: (hash, status) =>
      log.debug(target, () => {
        const by = status.type === "usurped" ? ` by=${status.hash}` : "";
        const block = by === "" && "hash" in status ? ` block_hash=${status.hash}` : "";
        return `${words[status.type]} tx_hash=${hash}${by}${block}`;
      }),
    prunes: ({ hash, number, body }) =>
      log.debug(target, () => `Starting pruning of block. at=#${number} ${hash} extrinsics_count=${body.length}`),
    revalidated: (hash, error) =>
      log.debug(target, () => `Revalidation: invalid. tx_hash=${hash} error=${reasonOf(error)}`),
    stale: ({ hash, validTill }) =>
      log.debug(target, () => `Transaction is too old. tx_hash=${hash} valid_till=${validTill}`),
  };
}
