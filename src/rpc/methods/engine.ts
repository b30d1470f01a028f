import { type SealingApi, SealingError } from "../../chain/api.ts";
import type { Context } from "../context.ts";
import { internalError, RpcError } from "../errors.ts";
import { method } from "../method.ts";
import { flag, hash, hexBytes, optional } from "../schema.ts";

const available = ({ chain }: Pick<Context, "chain">): boolean => chain.sealing !== undefined;

function sealingOf({ chain }: Context): SealingApi {
  if (chain.sealing === undefined) throw internalError("the node was not started with --sealing");
  return chain.sealing;
}

/** Sealing's own codes go to the client as they are. */
function refused(error: unknown): never {
  throw error instanceof SealingError ? new RpcError(error.code, error.message) : error;
}

export const engine_createBlock = method({
  doc: "Makes a block now, with all extrinsics that are ready.",
  params: { createEmpty: flag, finalize: flag, parentHash: optional(hash) },
  available,
  run: async (args, context) => {
    const { createEmpty, finalize, parentHash } = args;
    const options = { createEmpty, finalize, ...(parentHash === undefined ? {} : { parentHash }) };
    const block = await sealingOf(context).createBlock(options).catch(refused);
    return {
      hash: block.hash,
      aux: {
        header_only: false,
        clear_justification_requests: false,
        needs_justification: false,
        bad_justification: false,
        is_new_best: block.isNewBest,
      },
      proof_size: block.proofSize,
    };
  },
});

export const engine_finalizeBlock = method({
  doc: "Makes a block final, and all before it.",
  params: { hash, justification: optional(hexBytes) },
  available,
  run: (args, context) => sealingOf(context).finalizeBlock(args.hash).catch(refused),
});
