import { Reader, Writer } from "../../codec/io.ts";
import { plainBytes } from "../../lib/bytes.ts";

/** The most transactions read of one message. Peers of today send one, older ones all that they have. */
const mostTransactions = 16_384;

/**
 * Encodes the message that carries one transaction (with its length in front).
 * Rust: `sc_network_transactions do_propagate_transactions`: a list of always one.
 */
export function encodeTransaction(extrinsic: Uint8Array): Uint8Array {
  const to = new Writer();
  to.compact(1);
  to.raw(extrinsic);
  return to.finish();
}

/**
 * Decodes a message of transactions, each with its length in front; those beyond a fixed number are not read.
 * @throws DecodeError
 */
export function decodeTransactions(bytes: Uint8Array): Uint8Array[] {
  const from = new Reader(plainBytes(bytes));
  const transactions: Uint8Array[] = [];
  const count = from.length(1);
  while (transactions.length < count && transactions.length < mostTransactions) {
    const start = from.offset;
    const length = from.length(1);
    from.offset += length;
    transactions.push(from.bytes.slice(start, from.offset));
  }
  return transactions;
}
