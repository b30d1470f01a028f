import { type ChainApi, PoolError } from "../chain/api.ts";
import type { Connection } from "./context.ts";
import type { Heads } from "./heads.ts";
import type { Stop } from "./subscription.ts";

/** Transactions that `transaction_v1_broadcast` keeps offering to the pool until told to stop. */
export interface Broadcasts {
  /** Gives the operation's id, or undefined when the connection has too many. */
  start(connection: Connection, bytes: Uint8Array): string | undefined;
  /** Gives whether there was such an operation of this connection. */
  stop(connection: Connection, id: string): boolean;
  /** Stops all of a connection. */
  forget(connection: Connection): void;
}

const maxPerConnection = 16;

/** Refusals that a later block may lift: banned for a while, dropped by the limits, no such block, future not taken. */
const passing: ReadonlySet<number> = new Set([1012, 1016, 1020, 1021]);

export function createBroadcasts(chain: ChainApi, heads: Heads): Broadcasts {
  const operations = new Map<Connection, Map<string, Stop>>();
  let count = 0;

  /** Offers at once and, while it is refused for a passing reason, again with each best block. */
  const offer = (bytes: Uint8Array): Stop => {
    let stopHeads: Stop | undefined;
    let stopped = false;
    const again = (): void => {
      chain.pool.submit(bytes).then(
        () => stopHeads?.(),
        (error: unknown) => {
          const mayPass = error instanceof PoolError && passing.has(error.code);
          if (stopped || !mayPass) stopHeads?.();
          else stopHeads ??= heads.onBest(again);
        },
      );
    };
    again();
    return () => {
      stopped = true;
      stopHeads?.();
    };
  };

  return {
    start(connection, bytes) {
      const own = operations.get(connection) ?? new Map<string, Stop>();
      if (own.size >= maxPerConnection) return undefined;
      operations.set(connection, own);
      const id = String(count++);
      own.set(id, offer(bytes));
      return id;
    },
    stop(connection, id) {
      const own = operations.get(connection);
      own?.get(id)?.();
      return own?.delete(id) ?? false;
    },
    forget(connection) {
      for (const stop of operations.get(connection)?.values() ?? []) stop();
      operations.delete(connection);
    },
  };
}
