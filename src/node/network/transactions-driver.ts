import { PoolError } from "../../chain/api.ts";
import type { Chain } from "../../chain/chain.ts";
import type { Hex } from "../../lib/bytes.ts";
import type { Network } from "../../network/network.ts";
import {
  createTransactions,
  propagateInterval,
  type TransactionOutcome,
  type Transactions,
  type TransactionsAction,
  type TransactionsInput,
} from "../../sync/transactions.ts";

/** Passes transactions on between the pool and the peers. */
export interface TransactionsDriver {
  feed(input: TransactionsInput): void;
  /** Transactions that went to at least one peer. */
  readonly counts: { readonly propagated: number };
  stop(): void;
}

/** @param catchesUp while it is true nothing is taken and nothing passed on */
export function createTransactionsDriver(
  { pool, environment }: Pick<Chain, "pool" | "environment">,
  network: () => Network,
  catchesUp: () => boolean,
): TransactionsDriver {
  const transactions: Transactions = createTransactions();
  let cancel = (): void => {};
  const counts = { propagated: 0 };
  let stopped = false;

  const feed = (input: TransactionsInput): void => {
    if (stopped) return;
    for (const action of transactions.handle(input, catchesUp())) perform(action);
  };
  const perform = (action: TransactionsAction): void => {
    switch (action.type) {
      case "send":
        return void network().notify(action.peer, "transactions", action.message);
      case "report":
        return network().report(action.peer, action.change);
      case "broadcast":
        counts.propagated++;
        return pool.broadcast(action.hash, action.peers);
      case "submit":
        return void submit(action.hash, action.bytes);
    }
  };
  const submit = async (hash: Hex, bytes: Uint8Array): Promise<void> =>
    feed({ type: "outcome", hash, outcome: await outcomeOf(pool, bytes) });

  const stopReady = pool.onReady((hash) => feed({ type: "propagate", transactions: pool.propagable(hash) }));
  const propagateAll = (): void => {
    cancel = environment.after(propagateInterval, propagateAll);
    feed({ type: "propagate", transactions: pool.propagable() });
  };
  cancel = environment.after(propagateInterval, propagateAll);

  return {
    feed,
    counts,
    stop() {
      stopped = true;
      cancel();
      stopReady();
    },
  };
}

/** What the pool makes of a transaction. Rust: `sc_service TransactionPoolAdapter::import`. */
async function outcomeOf(pool: Chain["pool"], bytes: Uint8Array): Promise<TransactionOutcome> {
  try {
    await pool.submit(bytes);
    return "new";
  } catch (error) {
    if (!(error instanceof PoolError)) throw error;
    return error.code === alreadyImported ? "known" : "bad";
  }
}

/** The code of a transaction that is in the pool already. */
const alreadyImported = 1013;
