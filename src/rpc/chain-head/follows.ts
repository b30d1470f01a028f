import type { ChainApi } from "../../chain/api.ts";
import type { Connection, Context } from "../context.ts";
import { specError } from "../errors.ts";
import type { Sink, Stop } from "../subscription.ts";
import { type Follow, startFollow } from "./follow.ts";
import { createPins, type PinLimits } from "./pins.ts";

/** The `chainHead_v1_follow` subscriptions of all connections. */
export interface Follows {
  /** @throws RpcError -32800 when the connection has too many. */
  open(context: Context, withRuntime: boolean, sink: Sink): Stop;
  /** A connection's own subscription. */
  find(connection: Connection, id: string): Follow | undefined;
}

const followLimits: PinLimits & { perConnection: number } = {
  blocks: 512,
  duration: 60_000,
  perConnection: 4,
};

export function createFollows(chain: Pick<ChainApi, "pin">, limits = followLimits): Follows {
  const pins = createPins(limits, () => performance.now(), chain.pin);
  const open = new Map<Connection, Map<string, Follow>>();

  return {
    open(context, withRuntime, sink) {
      const { connection } = context;
      const own = open.get(connection) ?? new Map<string, Follow>();
      if (own.size >= limits.perConnection) throw specError.reachedLimits("chainHead_follow");
      open.set(connection, own);
      // Known by its id before its first events: they may already stop it.
      let stop: Stop = () => undefined;
      sink.onEnd(() => {
        own.delete(sink.id);
        if (own.size === 0) open.delete(connection);
        stop();
      });
      const started = startFollow({ context, pins, sink, withRuntime });
      stop = started.stop;
      if (started.follow.ended()) stop();
      else own.set(sink.id, started.follow);
      return stop;
    },
    find: (connection, id) => open.get(connection)?.get(id),
  };
}
