import type { ChainApi } from "../../chain/api.ts";
import { type Hex, toHex } from "../../lib/bytes.ts";
import type { Context } from "../context.ts";
import { invalidParams } from "../errors.ts";
import { hexTexts, listParts, textOf } from "../json-parts.ts";
import { method, subscription } from "../method.ts";
import { runtimeErrorText } from "../runtime-errors.ts";
import { fields, hash, hexBytes, integer, listOf, oneOf, optional, storageKey, text } from "../schema.ts";
import { storageDiff } from "../storage-diff.ts";
import { storageQueries, storageResults } from "../storage-query.ts";
import { streamResults } from "../stream-results.ts";

/** Only a node that keeps every state and every body has these. */
const available = ({ node }: Pick<Context, "node">): boolean => node.archive;

export const archive_v1_genesisHash = method({
  doc: "The hash of block 0.",
  params: {},
  available,
  run: (_args, { chain }) => chain.genesisHash,
});

export const archive_v1_finalizedHeight = method({
  doc: "The number of the last finalized block.",
  params: {},
  available,
  run: (_args, { chain }) => chain.header(chain.finalizedHash())?.number ?? 0,
});

function hashesAt(chain: ChainApi, height: number): Hex[] {
  const finalized = chain.header(chain.finalizedHash())?.number ?? 0;
  if (height > finalized) return chain.unfinalized().filter((one) => chain.header(one)?.number === height);
  const found = chain.hashOfNumber(height);
  return found === undefined ? [] : [found];
}

export const archive_v1_hashByHeight = method({
  doc: "The hashes of the blocks of a number; several only above the finalized one.",
  params: { height: integer(32) },
  available,
  run: (args, { chain }) => hashesAt(chain, args.height),
});

export const archive_v1_header = method({
  doc: "The encoded header of a block, null for an unknown one.",
  params: { hash },
  available,
  run: (args, { chain }) => {
    const header = chain.header(args.hash);
    return header === undefined ? null : toHex(header.encoded);
  },
});

export const archive_v1_body = method({
  doc: "The extrinsics of a block, null for an unknown one.",
  params: { hash },
  available,
  run: (args, context) => {
    const body = context.chain.body(args.hash);
    return body === undefined ? null : textOf(listParts(hexTexts(body)), context);
  },
});

export const archive_v1_call = method({
  doc: "A runtime call on the state after a block: success with its value, or an error.",
  params: { hash, function: text, callParameters: hexBytes },
  available,
  *run(args, { chain, runtime }) {
    if (chain.header(args.hash) === undefined) return null;
    try {
      return { success: true, value: toHex(yield* runtime.call(args.hash, args.function, args.callParameters)) };
    } catch (error) {
      return { success: false, error: runtimeErrorText(error, { hash: args.hash, method: args.function }) };
    }
  },
});

export const archive_v1_storage = subscription({
  doc: "Storage after a block: values, hashes, all under a prefix, or the nearest trie node; one event for each.",
  params: { hash, items: storageQueries, childTrie: optional(storageKey) },
  available,
  notification: "archive_v1_storageEvent",
  unsubscribe: "archive_v1_stopStorage",
  start: (args, context, sink) => {
    for (const { type, paginationStartKey } of args.items) {
      if (paginationStartKey !== undefined && !type.startsWith("descendants")) {
        throw invalidParams("Pagination start key is only supported for descendants queries");
      }
    }
    const events = { item: "storage", done: "storageDone", error: "storageError" };
    const results = storageResults(context.chain, args.hash, args.items, args.childTrie);
    return streamResults(context, sink, results, events);
  },
});

const diffItem = fields({
  key: storageKey,
  returnType: oneOf("value", "hash"),
  childTrieKey: optional(storageKey),
});

export const archive_v1_storageDiff = subscription({
  doc: "What differs between the states of a block and of its parent, or of another block.",
  params: { hash, items: optional(listOf(diffItem)), previousHash: optional(hash) },
  available,
  notification: "archive_v1_storageDiffEvent",
  unsubscribe: "archive_v1_storageDiff_stopStorageDiff",
  start: (args, context, sink) => {
    const { chain } = context;
    const previous = args.previousHash ?? chain.header(args.hash)?.parentHash;
    if (previous === undefined) throw invalidParams(`hash: no block ${args.hash} is known`);
    const whole = [{ key: "", returnType: "value" as const, childTrieKey: undefined }];
    const events = { item: "storageDiff", done: "storageDiffDone", error: "storageDiffError" };
    const results = storageDiff(chain, { hash: args.hash, previous }, args.items ?? whole);
    return streamResults(context, sink, results, events);
  },
});
