import { DecodeError, Reader, Writer } from "../../codec/io.ts";
import { blake2Hex } from "../../crypto/hashing.ts";
import { fromHex, type Hex, toKey } from "../../lib/bytes.ts";
import { badFormat } from "./errors.ts";

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

/** BLAKE2b-256 of a transaction with its length prefix. */
export function transactionHash(bytes: Uint8Array): Hex {
  return blake2Hex(bytes);
}

/** The tag of an account's transaction with a nonce. Answers to `CheckNonce`. */
export function nonceTag(account: Hex, nonce: number): Tag {
  const to = new Writer();
  to.raw(fromHex(account));
  to.u32(nonce);
  return toKey(to.finish());
}
