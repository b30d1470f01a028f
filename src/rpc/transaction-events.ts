import type { ChainApi, TransactionStatus } from "../chain/api.ts";
import { blake2Hex } from "../crypto/hashing.ts";
import type { Hex } from "../lib/bytes.ts";

/** The place of a transaction in a block. */
function placeOf(chain: ChainApi, status: { hash: Hex; index?: number }, transaction: Hex): unknown {
  const index = status.index ?? chain.body(status.hash)?.findIndex((bytes) => blake2Hex(bytes) === transaction) ?? 0;
  return { hash: status.hash, index };
}

/**
 * What `transactionWatch_v1` tells of a status of the pool; undefined for nothing. `last`: nothing follows.
 * Answers to sc-rpc-spec-v2: transaction/transaction.rs handle_event.
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
