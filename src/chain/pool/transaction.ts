import type { Hex } from "../../lib/bytes.ts";

/** A tag, one character per byte: what a transaction provides or requires. For signed ones account and nonce. */
export type Tag = string;

export type Source = "local" | "external" | "inBlock";

/** A transaction with what validation said of it. Answers to `base_pool::Transaction`. */
export interface PoolTransaction {
  /** Blake2b-256 of the bytes. */
  readonly hash: Hex;
  /** With the length in front. */
  readonly bytes: Uint8Array;
  readonly priority: bigint;
  /** The block number from which on it is not valid any more. */
  readonly validTill: bigint;
  readonly requires: readonly Tag[];
  readonly provides: readonly Tag[];
  /** Whether other nodes may be told of it. */
  readonly propagate: boolean;
  readonly source: Source;
}

/** How much a queue holds at most. */
export interface Limit {
  readonly count: number;
  readonly bytes: number;
}

export function exceeds(count: number, bytes: number, limit: Limit): boolean {
  return count > limit.count || bytes > limit.bytes;
}
