import { PoolError } from "../../chain/api.ts";
import { blake2Hex } from "../../crypto/hashing.ts";
import { CodecError } from "../codec-error.ts";
import { subscription } from "../method.ts";
import { opaqueExtrinsic } from "../opaque-extrinsic.ts";
import { hexBytes } from "../schema.ts";
import { refusalText, transactionEvent } from "../transaction-events.ts";

export const transactionWatch_v1_submitAndWatch = subscription({
  doc: "Gives a transaction to the pool and tells what becomes of it; a refusal is an event, not an error.",
  params: { transaction: hexBytes },
  notification: "transactionWatch_v1_watchEvent",
  unsubscribe: "transactionWatch_v1_unwatch",
  start: async (args, { chain }, sink) => {
    try {
      const transaction = opaqueExtrinsic(args.transaction);
      const hash = blake2Hex(transaction);
      const { unwatch } = await chain.pool.submitAndWatch(transaction, (status) => {
        const event = transactionEvent(chain, hash, status);
        if (event === undefined) return;
        sink.send(event.json);
        if (event.last) sink.end();
      });
      return unwatch;
    } catch (error) {
      if (!(error instanceof PoolError || error instanceof CodecError)) throw error;
      const why = error instanceof PoolError ? refusalText(error) : "Extrinsic bytes cannot be decoded";
      sink.send({ event: "invalid", error: why });
      sink.end();
      return () => undefined;
    }
  },
});
