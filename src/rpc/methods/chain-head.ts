import { type Hex, toHex } from "../../lib/bytes.ts";
import type { Follow } from "../chain-head/follow.ts";
import type { Context } from "../context.ts";
import { specError } from "../errors.ts";
import { method, subscription } from "../method.ts";
import { withCalls } from "../runtime-call.ts";
import { runtimeErrorText } from "../runtime-errors.ts";
import { BadHex, flag, hash, oneOrMany, optional, strictHex, text } from "../schema.ts";
import { readQueries, storageQueries, storageResults } from "../storage-query.ts";

const followSubscription = text;
const limitReached = { result: "limitReached" } as const;

/** The subscription of this connection with that id and a block pinned in it; undefined without the subscription. */
function followOf(args: { followSubscription: string; hash: Hex }, context: Context): Follow | undefined {
  const follow = context.follows.find(context.connection, args.followSubscription);
  if (follow !== undefined && follow.pinnedHeader(args.hash) === undefined) throw specError.invalidBlock();
  return follow;
}

function started(operationId: string | undefined, discarded: { discardedItems?: number } = {}): unknown {
  return operationId === undefined ? limitReached : { result: "started", operationId, ...discarded };
}

export const chainHead_v1_follow = subscription({
  doc: "Follows the chain: which blocks are known, best and final. What it names stays readable until it is unpinned.",
  params: { withRuntime: flag },
  notification: "chainHead_v1_followEvent",
  unsubscribe: "chainHead_v1_unfollow",
  start: (args, context, sink) => context.follows.open(context, args.withRuntime, sink),
});

export const chainHead_v1_header = method({
  doc: "The encoded header of a pinned block.",
  params: { followSubscription, hash },
  run: (args, context) => {
    const header = followOf(args, context)?.pinnedHeader(args.hash);
    return header === undefined ? null : toHex(header);
  },
});

export const chainHead_v1_body = method({
  doc: "Begins to fetch the extrinsics of a pinned block.",
  params: { followSubscription, hash },
  run: (args, context) => {
    const operations = followOf(args, context)?.operations;
    const id = operations?.start(context, () => {
      const body = context.chain.body(args.hash);
      if (body === undefined) return { event: "operationInaccessible" };
      return { event: "operationBodyDone", value: body.map(toHex) };
    });
    return started(id);
  },
});

export const chainHead_v1_call = method({
  doc: "Begins a runtime call on the state of a pinned block.",
  params: { followSubscription, hash, function: text, callParameters: strictHex },
  run: (args, context) => {
    const { callParameters } = args;
    if (callParameters instanceof BadHex) throw specError.invalidParam(callParameters.text);
    const follow = followOf(args, context);
    if (follow?.withRuntime === false) throw specError.noRuntime();
    const id = follow?.operations.start(context, function* call() {
      try {
        const asked = () => context.runtime.call(args.hash, args.function, callParameters, context.connection);
        return { event: "operationCallDone", output: toHex(yield* withCalls(context.connection, asked)) };
      } catch (error) {
        const at = { hash: args.hash, method: args.function };
        return { event: "operationError", error: runtimeErrorText(error, at) };
      }
    });
    return started(id);
  },
});

export const chainHead_v1_storage = method({
  doc: "Begins to read storage of a pinned block: values, hashes, all under a prefix, or the nearest trie node.",
  params: { followSubscription, hash, items: storageQueries, childTrie: optional(strictHex) },
  *run(args, context) {
    if (context.follows.find(context.connection, args.followSubscription) === undefined) return limitReached;
    const asked = yield* readQueries(args.items, args.childTrie, context.turn);
    if (asked instanceof BadHex) throw specError.invalidParam(asked.text);
    const results = storageResults(context, args.hash, asked.queries, asked.child);
    const id = followOf(args, context)?.operations.startPages(context, results);
    return started(id, { discardedItems: 0 });
  },
});

export const chainHead_v1_continue = method({
  doc: "Lets a storage operation go on that said it was waiting.",
  params: { followSubscription, operationId: text },
  run: (args, { follows, connection }) => {
    const operations = follows.find(connection, args.followSubscription)?.operations;
    if (operations?.continue(args.operationId) === "not-waiting") throw specError.invalidContinue();
    return null;
  },
});

export const chainHead_v1_stopOperation = method({
  doc: "Ends an operation.",
  params: { followSubscription, operationId: text },
  run: (args, { follows, connection }) => {
    follows.find(connection, args.followSubscription)?.operations.stop(args.operationId);
    return null;
  },
});

export const chainHead_v1_unpin = method({
  doc: "Lets go of pinned blocks.",
  params: { followSubscription, hashOrHashes: oneOrMany(hash) },
  run: (args, { follows, connection }) => {
    const follow = follows.find(connection, args.followSubscription);
    if (follow === undefined) return null;
    const hashes = args.hashOrHashes.values;
    if (new Set(hashes).size < hashes.length) throw specError.duplicateHashes();
    if (hashes.some((one) => follow.pinnedHeader(one) === undefined)) throw specError.invalidBlock();
    for (const one of hashes) follow.unpin(one);
    return null;
  },
});
