import { type ChainApi, PoolError, type TransactionStatus } from "../chain/api.ts";
import { blake2Hex } from "../crypto/hashing.ts";
import type { Hex } from "../lib/bytes.ts";
import { CodecError } from "./codec-error.ts";
import type { Connection } from "./context.ts";
import type { Heads } from "./heads.ts";
import { opaqueExtrinsic } from "./opaque-extrinsic.ts";
import type { Stop } from "./subscription.ts";

/** Transactions that `transaction_v1_broadcast` keeps offering to the pool until told to stop. */
export interface Broadcasts {
  /** Gives the operation's id, or undefined when the connection has too many. */
  start(connection: Connection, bytes: Uint8Array): string | undefined;
  /** Stops one and takes its transaction out of the pool. Gives whether there was such an operation of this connection. */
  stop(connection: Connection, id: string): boolean;
  /** Stops all of a connection. */
  forget(connection: Connection): void;
}

interface Operation {
  readonly hash: Hex;
  readonly stop: Stop;
}

const maxPerConnection = 16;

/** Refusals that a later block may lift: banned for a while, dropped by the limits, no such block, future not taken. */
const passing: ReadonlySet<number> = new Set([1012, 1016, 1020, 1021]);
/** What may become of a transaction that is offered again then. */
const again: ReadonlySet<string> = new Set(["finalityTimeout", "invalid", "dropped"]);
/** What ends the offering. */
const last: ReadonlySet<string> = new Set(["finalized", "usurped"]);

/** Rust: `sc_rpc_spec_v2::transaction::TransactionBroadcast` */
export function createBroadcasts(chain: ChainApi, heads: Heads): Broadcasts {
  const operations = new Map<Connection, Map<string, Operation>>();
  let count = 0;

  /** Offers at once, and with the next best block whenever it was not taken or did not stay. @param done told when that ends. */
  const offer = (bytes: Uint8Array, done: () => void): Stop => {
    let stopHeads: Stop = () => undefined;
    let unwatch: Stop = () => undefined;
    let stopped = false;
    const later = (): void => {
      stopHeads();
      if (!stopped) stopHeads = heads.onBest(now);
    };
    const onStatus = ({ type }: TransactionStatus): void => {
      if (again.has(type)) later();
      else if (last.has(type)) done();
    };
    const now = (): void => {
      stopHeads();
      unwatch();
      chain.pool.submitAndWatch(bytes, onStatus).then(
        (watch) => {
          unwatch = watch.unwatch;
          if (stopped) unwatch();
        },
        (error: unknown) => {
          if (error instanceof PoolError && passing.has(error.code)) later();
          else done();
        },
      );
    };
    now();
    return () => {
      stopped = true;
      stopHeads();
      unwatch();
    };
  };

  return {
    start(connection, bytes) {
      const own = operations.get(connection) ?? new Map<string, Operation>();
      if (own.size >= maxPerConnection) return undefined;
      const id = String(count++);
      const transaction = decoded(bytes);
      // The client is not told, and finds out when it stops it.
      if (transaction === undefined) return id;
      operations.set(connection, own);
      own.set(id, { hash: blake2Hex(transaction), stop: offer(transaction, () => own.delete(id)) });
      return id;
    },
    stop(connection, id) {
      const own = operations.get(connection);
      const operation = own?.get(id);
      if (operation === undefined) return false;
      operation.stop();
      own?.delete(id);
      chain.pool.remove([operation.hash]);
      return true;
    },
    forget(connection) {
      for (const { stop } of operations.get(connection)?.values() ?? []) stop();
      operations.delete(connection);
    },
  };
}

function decoded(bytes: Uint8Array): Uint8Array | undefined {
  try {
    return opaqueExtrinsic(bytes);
  } catch (error) {
    if (error instanceof CodecError) return undefined;
    throw error;
  }
}
