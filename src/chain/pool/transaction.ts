import { DecodeError, Reader, Writer } from "../../codec/io.ts";
import { fromHex, type Hex, toKey } from "../../lib/bytes.ts";
import type { Extrinsic } from "../../primitives/extrinsic.ts";
import type { TransactionSourceName } from "../../primitives/validity.ts";
import { badFormat } from "./errors.ts";

/** A tag, one character per byte: what a transaction provides or requires. For signed ones account and nonce. */
export type Tag = string;

/** A transaction as it is given to the pool. */
export interface GivenTransaction {
  /** That of the extrinsic. */
  readonly hash: Hex;
  readonly extrinsic: Extrinsic;
  readonly source: TransactionSourceName;
}

/** A transaction with what validation said of it. Rust: `sc_transaction_pool::graph::base_pool::Transaction`. */
export interface PoolTransaction extends GivenTransaction {
  readonly priority: bigint;
  /** The block number from which on it is not valid any more. */
  readonly validTill: bigint;
  readonly requires: readonly Tag[];
  readonly provides: readonly Tag[];
  /** Whether other nodes may be told of it. */
  readonly propagate: boolean;
}

/** Whether two lists hold the same tags in the same order: the rules give them in theirs. */
export function sameTags(a: readonly Tag[], b: readonly Tag[]): boolean {
  return a.length === b.length && a.every((tag, index) => tag === b[index]);
}

/** How much a queue holds at most. */
export interface Limit {
  readonly count: number;
  readonly bytes: number;
}

/** Whether a queue of so many transactions with so many bytes together holds too much. */
export function exceeds(count: number, bytes: number, limit: Limit): boolean {
  return count > limit.count || bytes > limit.bytes;
}

/** The transaction as it is hashed: what its length prefix covers. @throws PoolError 1001 when that is more than there is. */
export function canonical(bytes: Uint8Array): Uint8Array {
  try {
    const from = new Reader(bytes);
    const length = from.length(1);
    return bytes.subarray(0, from.offset + length);
  } catch (error) {
    throw error instanceof DecodeError ? badFormat(error.message) : error;
  }
}

/** The tag of an account's transaction with a nonce. Rust: `CheckNonce`. */
export function nonceTag(account: Hex, nonce: number): Tag {
  const to = new Writer();
  to.raw(fromHex(account));
  to.u32(nonce);
  return toKey(to.finish());
}
