import { PoolError } from "../../chain/api.ts";
import { blake2Hex } from "../../crypto/hashing.ts";
import { subscription } from "../method.ts";
import { hexBytes } from "../schema.ts";
import { transactionEvent } from "../transaction-events.ts";

/** Codes of the pool that say the transaction may be good another time. */
const droppedCodes: ReadonlySet<number> = new Set([1012, 1014, 1016]);

export const transactionWatch_v1_submitAndWatch = subscription({
  doc: "Gives a transaction to the pool and tells what becomes of it; a refusal is an event, not an error.",
  params: { transaction: hexBytes },
  notification: "transactionWatch_v1_watchEvent",
  unsubscribe: "transactionWatch_v1_unwatch",
  start: async (args, { chain }, sink) => {
    const hash = blake2Hex(args.transaction);
    try {
      const { unwatch } = await chain.pool.submitAndWatch(args.transaction, (status) => {
        const event = transactionEvent(chain, hash, status);
        if (event === undefined) return;
        sink.send(event.json);
        if (event.last) sink.end();
      });
      return unwatch;
    } catch (error) {
      if (!(error instanceof PoolError)) throw error;
      const why = error.data === undefined ? error.message : `${error.message}: ${error.data}`;
      sink.send({ event: droppedCodes.has(error.code) ? "dropped" : "invalid", error: why });
      sink.end();
      return () => undefined;
    }
  },
});
