import { RpcError, rpcCode } from "../errors.ts";
import { method } from "../method.ts";
import { hexBytes, text } from "../schema.ts";

export const transaction_v1_broadcast = method({
  doc: "Offers a transaction to the pool until stopped; answers with an id for stopping, null when there are too many.",
  params: { transaction: hexBytes },
  run: (args, { broadcasts, connection }) => broadcasts.start(connection, args.transaction) ?? null,
});

export const transaction_v1_stop = method({
  doc: "Stops offering a transaction.",
  params: { operationId: text },
  run: (args, { broadcasts, connection }) => {
    if (!broadcasts.stop(connection, args.operationId))
      throw new RpcError(rpcCode.invalidParams, "Invalid operation id");
    return null;
  },
});
