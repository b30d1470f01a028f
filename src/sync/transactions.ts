import { DecodeError } from "../codec/io.ts";
import { blake2Hex } from "../crypto/hashing.ts";
import type { Hex } from "../lib/bytes.ts";
import { createRecentSet, type RecentSet } from "../lib/recent.ts";
import { decodeTransactions, encodeTransaction } from "../network/messages/transactions.ts";
import type { PeerId, ReputationChange } from "../network/network.ts";
import { anyTransaction, anyTransactionRefund, badTransaction, goodTransaction } from "./reputation.ts";

/** A transaction of the pool that may travel. */
export interface Travelling {
  readonly hash: Hex;
  /** With its length in front. */
  readonly bytes: Uint8Array;
}

/**
 * What the pool made of a transaction. `known`: it had it, and it is good. `none`: it was not looked at.
 * Rust: `sc_network_transactions::config TransactionImport`.
 */
export type TransactionOutcome = "new" | "known" | "bad" | "none";

export type TransactionsInput =
  /** A peer's stream of transactions opened both ways. */
  | { readonly type: "peer"; readonly peer: PeerId; readonly roles: "full" | "light" | "authority" }
  | { readonly type: "peer-left"; readonly peer: PeerId }
  | { readonly type: "message"; readonly peer: PeerId; readonly message: Uint8Array }
  /** The pool is done with a transaction that was given to it. */
  | { readonly type: "outcome"; readonly hash: Hex; readonly outcome: TransactionOutcome }
  /** Transactions that are ready and propagable: all of them every 2.9 s, or one that has just come into the pool. */
  | { readonly type: "propagate"; readonly transactions: readonly Travelling[] };

export type TransactionsAction =
  | { readonly type: "send"; readonly peer: PeerId; readonly message: Uint8Array }
  /** To be given to the pool, with its outcome in return. */
  | { readonly type: "submit"; readonly hash: Hex; readonly bytes: Uint8Array }
  | { readonly type: "report"; readonly peer: PeerId; readonly change: ReputationChange }
  /** Whom a transaction went to, for those who watch it. */
  | { readonly type: "broadcast"; readonly hash: Hex; readonly peers: readonly PeerId[] };

/** Transactions between peers: input in, actions out. Rust: `sc_network_transactions TransactionsHandler`. */
export interface Transactions {
  /** @param isMajorSyncing while the node catches up nothing is taken, and nothing passed on */
  handle(input: TransactionsInput, isMajorSyncing: boolean): TransactionsAction[];
  /** How many the pool has not answered for. */
  pending(): number;
}

/** How often everything that is ready is passed on to those who do not know it, ms. Rust: `PROPAGATE_TIMEOUT`. */
export const propagateInterval = 2900;
/** Rust: `MAX_KNOWN_TRANSACTIONS`. */
const mostKnown = 10_240;
/** Rust: `MAX_PENDING_TRANSACTIONS`. */
const mostPending = 8192;

const outcomeChange: Readonly<Record<TransactionOutcome, ReputationChange | undefined>> = {
  new: goodTransaction,
  known: anyTransactionRefund,
  bad: badTransaction,
  none: undefined,
};

export function createTransactions(): Transactions {
  const peers = new Map<PeerId, { readonly light: boolean; readonly known: RecentSet<Hex> }>();
  /** Who sent a transaction that the pool looks at. */
  const senders = new Map<Hex, PeerId[]>();

  const take = (peer: PeerId, message: Uint8Array): TransactionsAction[] => {
    const from = peers.get(peer);
    if (from === undefined) return [];
    const transactions = read(message);
    if (transactions === undefined) return [{ type: "report", peer, change: badTransaction }];
    const actions: TransactionsAction[] = [];
    for (const bytes of transactions) {
      if (senders.size > mostPending) break;
      const hash = blake2Hex(bytes);
      from.known.add(hash);
      actions.push({ type: "report", peer, change: anyTransaction });
      const others = senders.get(hash);
      if (others !== undefined) {
        // Once is enough for the outcome; the price is paid each time.
        if (!others.includes(peer)) others.push(peer);
        continue;
      }
      senders.set(hash, [peer]);
      actions.push({ type: "submit", hash, bytes });
    }
    return actions;
  };
  const propagate = (transactions: readonly Travelling[]): TransactionsAction[] => {
    const actions: TransactionsAction[] = [];
    const receivers = new Map<Hex, PeerId[]>();
    for (const [peer, { light, known }] of peers) {
      if (light) continue;
      for (const { hash, bytes } of transactions) {
        if (!known.add(hash)) continue;
        actions.push({ type: "send", peer, message: encodeTransaction(bytes) });
        receivers.set(hash, [...(receivers.get(hash) ?? []), peer]);
      }
    }
    for (const [hash, to] of receivers) actions.push({ type: "broadcast", hash, peers: to });
    return actions;
  };

  return {
    handle(input, isMajorSyncing) {
      switch (input.type) {
        case "peer":
          peers.set(input.peer, { light: input.roles === "light", known: createRecentSet(mostKnown) });
          return [];
        case "peer-left":
          peers.delete(input.peer);
          return [];
        case "message":
          return isMajorSyncing ? [] : take(input.peer, input.message);
        case "outcome": {
          const change = outcomeChange[input.outcome];
          const from = senders.get(input.hash) ?? [];
          senders.delete(input.hash);
          return change === undefined ? [] : from.map((peer) => ({ type: "report", peer, change }));
        }
        case "propagate":
          return isMajorSyncing ? [] : propagate(input.transactions);
      }
    },
    pending: () => senders.size,
  };
}

function read(message: Uint8Array): Uint8Array[] | undefined {
  try {
    return decodeTransactions(message);
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}
