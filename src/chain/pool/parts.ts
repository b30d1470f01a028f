import type { Hex } from "../../lib/bytes.ts";
import type { Block } from "../../primitives/block.ts";
import type { Extrinsic } from "../../primitives/extrinsic.ts";
import type { TransactionSourceName } from "../../primitives/validity.ts";
import type { BlockPlace, Rest, Validity } from "../engine.ts";
import type { Environment, Log } from "../environment.ts";
import { createPoolMeasures, type PoolMeasures } from "../measures.ts";
import { type Bans, createBans } from "./bans.ts";
import { createDropWarnings, type DropReason, type DropWarnings } from "./drop-warnings.ts";
import { createPoolLog, type PoolLog } from "./pool-log.ts";
import { createQueues, type Queues } from "./queues.ts";
import type { Limit } from "./transaction.ts";
import { createWatchers, type Watchers } from "./watchers.ts";

export interface PoolOptions {
  readonly ready: Limit;
  readonly future: Limit;
  /** How long an invalid transaction is not taken again, ms. */
  readonly banTime: number;
}

/** What the pool asks of the chain it serves. */
export interface PoolChain {
  /** The best block. */
  head(): BlockPlace;
  validate(extrinsic: Extrinsic, at: BlockPlace, source: TransactionSourceName): Promise<Validity>;
  /** Stands for the rules after a block: the same object for the same rules. Absent: they never change. */
  rulesAt?(hash: Hex): object | undefined;
  /** The nonce of an account after a block. */
  nonceOf(account: Hex, at: BlockPlace): Promise<number>;
  /** Whether this node makes blocks: only then it takes what may not be passed on. */
  readonly authors: boolean;
  now(): number;
  readonly after: Environment["after"];
  readonly log: Log;
  /** Where it counts what it does; absent: nobody looks. */
  readonly measures?: PoolMeasures;
  /** For one long task, from now on: awaited between its parts. */
  rest(): Rest;
}

/** What the pool looks at in a block that joined the best chain, or left it. */
export type PoolBlock = Pick<Block, "hash" | "number" | "parentHash" | "body">;

/** What the parts of a pool work on together. */
export interface PoolParts {
  readonly chain: PoolChain;
  readonly options: PoolOptions;
  readonly log: PoolLog;
  readonly drops: DropWarnings;
  readonly queues: Queues;
  readonly measures: PoolMeasures;
  readonly watchers: Watchers;
  readonly bans: Bans;
  /** The rules that the transactions here were validated by; undefined before the first new best block. */
  rules: object | undefined;
  /** Transactions to be validated again. */
  readonly revalidation: Set<Hex>;
  /** Told whenever a transaction became ready. */
  readonly readyListeners: Set<(hash: Hex) => void>;
}

/** The parts of an empty pool. */
export function createParts(chain: PoolChain, options: PoolOptions): PoolParts {
  const log = createPoolLog(chain.log);
  return {
    chain,
    options,
    log,
    drops: createDropWarnings({ log: chain.log, now: chain.now, after: chain.after, limits: limitsText(options) }),
    queues: createQueues(),
    measures: chain.measures ?? createPoolMeasures(),
    watchers: createWatchers(log),
    bans: createBans(chain.now, options.banTime, options.ready.count + options.future.count),
    rules: undefined,
    revalidation: new Set(),
    readyListeners: new Set(),
  };
}

/** How often a question is asked again when the best block changed each time before the answer came. */
export const mostAttempts = 3;

/**
 * Takes transactions out with what depends on them: they are invalid, and banned.
 * @param reason told to the operator, when nobody asked for it.
 * @returns what went.
 */
export function removeInvalid(parts: PoolParts, hashes: readonly Hex[], reason?: DropReason): readonly Hex[] {
  const { bans, drops, measures, queues, watchers } = parts;
  bans.add(hashes);
  const removed = queues.removeSubtree(hashes).map(({ hash }) => hash);
  for (const hash of removed) watchers.tell(hash, { type: "invalid" });
  if (reason === "invalid") measures.invalid += removed.length;
  if (reason !== undefined) drops.note(reason, removed.length);
  return removed;
}

/** What a pool holds at most, with the options that say so. */
function limitsText({ ready, future }: PoolOptions): string {
  const mebibytes = (bytes: number): string => `${Math.round(bytes / 1024 / 102.4) / 10} MiB`;
  return (
    `at most ${ready.count} transactions of ${mebibytes(ready.bytes)} that are ready, see --pool-limit and --pool-kbytes, ` +
    `and ${future.count} of ${mebibytes(future.bytes)} that wait for others`
  );
}
