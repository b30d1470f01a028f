import type { ChainApi, PoolError, TransactionStatus } from "../chain/api.ts";
import { blake2Hex } from "../crypto/hashing.ts";
import type { Hex } from "../lib/bytes.ts";

/** The place of a transaction in a block. */
function placeOf(chain: ChainApi, status: { hash: Hex; index?: number }, transaction: Hex): unknown {
  const index = status.index ?? chain.body(status.hash)?.findIndex((bytes) => blake2Hex(bytes) === transaction) ?? 0;
  return { hash: status.hash, index };
}

/**
 * What `transactionWatch_v1` tells of a status of the pool; undefined for nothing. `last`: nothing follows.
 * Rust: sc-rpc-spec-v2: transaction/transaction.rs handle_event.
 */
export function transactionEvent(
  chain: ChainApi,
  transaction: Hex,
  status: TransactionStatus,
): { readonly json: unknown; readonly last: boolean } | undefined {
  switch (status.type) {
    case "ready":
    case "future":
      return { json: { event: "validated" }, last: false };
    case "broadcast":
      return undefined;
    case "inBlock":
      return { json: { event: "bestChainBlockIncluded", block: placeOf(chain, status, transaction) }, last: false };
    case "retracted":
      return { json: { event: "bestChainBlockIncluded", block: null }, last: false };
    case "finalized":
      return { json: { event: "finalized", block: placeOf(chain, status, transaction) }, last: true };
    case "finalityTimeout":
      return dropped("Maximum number of finality watchers has been reached");
    case "dropped":
      return dropped("Extrinsic dropped from the pool due to exceeding limits");
    case "usurped":
      return { json: { event: "invalid", error: "Extrinsic was rendered invalid by another extrinsic" }, last: true };
    case "invalid":
      return { json: { event: "invalid", error: "Extrinsic marked as invalid" }, last: true };
    default:
      return status satisfies never;
  }
}

function dropped(error: string): { json: unknown; last: boolean } {
  return { json: { event: "dropped", error }, last: true };
}

const unknown: Readonly<Record<string, string>> = {
  CannotLookup: "Could not lookup information required to validate the transaction",
  NoUnsignedValidator: "Could not find an unsigned validator for the unsigned transaction",
};

/** Refusals of the pool that have one text each, by their code. */
const refusals: Readonly<Record<number, string>> = {
  1012: "Transaction is temporarily banned",
  1013: "Transaction is already imported",
  1015: "The transaction contains a cyclic dependency",
  1016: "The transaction could not enter the pool because of the limit",
  1018: "Transaction cannot be propagated and the local node does not author blocks",
  1019: "Transaction does not provide any tags, so the pool cannot identify it",
  1020: "The provided block ID is not valid",
  1021: "The pool is not accepting future transactions",
};

/**
 * Why the pool does not take a transaction, as the event `invalid` of `transactionWatch_v1` says it.
 * Rust: `sc_rpc_spec_v2::transaction::error`
 */
export function refusalText({ code, message, data = "" }: PoolError): string {
  switch (code) {
    case 1002:
      return `Verification error: ${data}`;
    case 1010: {
      const custom = /^Custom error: (\d+)$/.exec(data)?.[1];
      return custom === undefined ? `Invalid transaction: ${data}` : `Invalid transaction with custom error: ${custom}`;
    }
    case 1011:
      return `Unknown transaction validity: ${unknown[data] ?? "UnknownTransaction custom error"}`;
    case 1014: {
      const [, old, now] = /\((\d+) vs (\d+)\)/.exec(message) ?? [];
      return `The priority of the transaction is too low (pool ${old} > current ${now})`;
    }
    default:
      return refusals[code] ?? message;
  }
}
