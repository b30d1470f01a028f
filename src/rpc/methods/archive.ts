import type { ChainApi } from "../../chain/api.ts";
import { type Hex, toHex, toKey } from "../../lib/bytes.ts";
import type { Context } from "../context.ts";
import { archiveError, invalidParams } from "../errors.ts";
import { hexTexts, listParts, textOf } from "../json-parts.ts";
import { method, subscription } from "../method.ts";
import { withCalls } from "../runtime-call.ts";
import { runtimeErrorText } from "../runtime-errors.ts";
import { BadHex, fields, hash, integer64, listOf, oneOf, optional, strictHex, text } from "../schema.ts";
import { type DiffItem, storageDiff } from "../storage-diff.ts";
import { readQueries, storageQueries, storageResults } from "../storage-query.ts";
import { streamResults } from "../stream-results.ts";
import type { Sink, Stop } from "../subscription.ts";

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

function hashesAt(chain: ChainApi, given: bigint): Hex[] {
  if (given > 0xffff_ffffn) throw archiveError.invalidParam(`Invalid block height: ${given}`);
  const height = Number(given);
  const finalized = chain.header(chain.finalizedHash())?.number ?? 0;
  if (height > finalized) return chain.unfinalized().filter((one) => chain.header(one)?.number === height);
  const found = chain.hashOfNumber(height);
  return found === undefined ? [] : [found];
}

export const archive_v1_hashByHeight = method({
  doc: "The hashes of the blocks of a number; several only above the finalized one.",
  params: { height: integer64 },
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
  params: { hash, function: text, callParameters: strictHex },
  available,
  *run(args, { runtime, connection }) {
    const { callParameters } = args;
    if (callParameters instanceof BadHex) throw archiveError.invalidParam(callParameters.text);
    try {
      const call = () => runtime.call(args.hash, args.function, callParameters, connection);
      return { success: true, value: toHex(yield* withCalls(connection, call)) };
    } catch (error) {
      return { success: false, error: runtimeErrorText(error, { hash: args.hash, method: args.function }) };
    }
  },
});

const storageEvents = { item: "storage", done: "storageDone", error: "storageError" };

export const archive_v1_storage = subscription({
  doc: "Storage after a block: values, hashes, all under a prefix, or the nearest trie node; one event for each.",
  params: { hash, items: storageQueries, childTrie: optional(strictHex) },
  available,
  notification: "archive_v1_storageEvent",
  unsubscribe: "archive_v1_stopStorage",
  *start(args, context, sink) {
    for (const { type, paginationStartKey } of args.items) {
      if (paginationStartKey !== undefined && !type.startsWith("descendants")) {
        throw invalidParams("Pagination start key is only supported for descendants queries");
      }
    }
    const asked = yield* readQueries(args.items, args.childTrie, context.turn);
    if (asked instanceof BadHex) return refuse(sink, storageEvents.error, `Invalid parameter: ${asked.text}`);
    const results = storageResults(context, args.hash, asked.queries, asked.child);
    return streamResults(context, sink, results, storageEvents);
  },
});

/** A refusal as the only event of a subscription. */
function refuse(sink: Sink, event: string, error: string): Stop {
  sink.send({ event, error });
  sink.end();
  return () => undefined;
}

const diffItem = fields({
  key: strictHex,
  returnType: oneOf("value", "hash"),
  childTrieKey: optional(strictHex),
});

const diffEvents = { item: "storageDiff", done: "storageDiffDone", error: "storageDiffError" };

export const archive_v1_storageDiff = subscription({
  doc: "What differs between the states of a block and of its parent, or of another block.",
  params: { hash, items: optional(listOf(diffItem)), previousHash: optional(hash) },
  available,
  notification: "archive_v1_storageDiffEvent",
  unsubscribe: "archive_v1_storageDiff_stopStorageDiff",
  start: (args, context, sink) => {
    const { chain } = context;
    const previous = args.previousHash ?? chain.header(args.hash)?.parentHash;
    if (previous === undefined) {
      return refuse(sink, diffEvents.error, `Block header is not present: ${shortHash(args.hash)}`);
    }
    const items: DiffItem[] = [];
    for (const { key, returnType, childTrieKey } of args.items ?? []) {
      const bad = [key, childTrieKey].find((bytes) => bytes instanceof BadHex);
      if (bad instanceof BadHex) return refuse(sink, diffEvents.error, `Invalid parameter: ${bad.text}`);
      items.push({
        key: toKey(key as Uint8Array),
        returnType,
        childTrieKey: childTrieKey && toKey(childTrieKey as Uint8Array),
      });
    }
    const whole: DiffItem[] = [{ key: "", returnType: "value", childTrieKey: undefined }];
    const results = storageDiff(chain, { hash: args.hash, previous }, items.length === 0 ? whole : items);
    return streamResults(context, sink, results, diffEvents);
  },
});

/** A hash as Rust writes it for people: its two ends. */
const shortHash = (hash: Hex): string => `${hash.slice(0, 6)}…${hash.slice(-4)}`;
