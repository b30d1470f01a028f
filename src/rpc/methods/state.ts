import { RuntimeCallError } from "../../chain/api.ts";
import { blake2Hex } from "../../crypto/hashing.ts";
import { type Hex, keyToHex, type StateKey, toHex } from "../../lib/bytes.ts";
import type { StateReader } from "../../primitives/state.ts";
import { notBuilt, stateError } from "../errors.ts";
import { RawJson } from "../json.ts";
import { listParts, textOf } from "../json-parts.ts";
import { method, subscription } from "../method.ts";
import { readProof } from "../read-proof.ts";
import { withCalls } from "../runtime-call.ts";
import { runtimeError } from "../runtime-errors.ts";
import type { RuntimeView } from "../runtime-view.ts";
import { hash, hexBytes, integer, listOf, optional, storageKey, text } from "../schema.ts";
import { createSeries } from "../slices/series.ts";
import type { Turn, Work } from "../slices/work.ts";
import { first, keyTexts, stateOf, valueText, walk, whileKept } from "../state-access.ts";
import { changesBetween } from "../storage-changes.ts";
import { watchStorage } from "../storage-watch.ts";

const at = optional(hash);
const maxPage = 1000;

export const state_call = method({
  doc: "Runs a method of the runtime on the state after a block; gives its encoded result.",
  params: { name: text, bytes: hexBytes, hash: at },
  aliases: ["state_callAt"],
  *run(args, { chain, runtime, connection }) {
    const block = args.hash ?? chain.bestHash();
    try {
      const answer = yield* withCalls(connection, () => runtime.call(block, args.name, args.bytes, connection));
      return new RawJson(`"${toHex(answer)}"`);
    } catch (error) {
      throw runtimeError(error, { hash: block, method: args.name });
    }
  },
});

export const state_getMetadata = method({
  doc: "The metadata of version 14 of the runtime after a block.",
  params: { hash: at },
  *run(args, { chain, runtime }) {
    const block = args.hash ?? chain.bestHash();
    try {
      return yield* runtime.metadata(block);
    } catch (error) {
      throw runtimeError(error, { hash: block, method: "Metadata_metadata", viaApi: true });
    }
  },
});

export const state_getRuntimeVersion = method({
  doc: "The version of the runtime after a block.",
  params: { hash: at },
  aliases: ["chain_getRuntimeVersion"],
  *run(args, { chain, runtime }) {
    const block = args.hash ?? chain.bestHash();
    try {
      return yield* runtime.versionJson(block);
    } catch (error) {
      throw runtimeError(error, { hash: block, method: "Core_version", viaApi: true });
    }
  },
});

export const state_getStorage = method({
  doc: "The value of a storage key after a block, null when there is none.",
  params: { key: storageKey, hash: at },
  aliases: ["state_getStorageAt"],
  run: (args, { chain }) => {
    const value = stateOf(chain, args.hash ?? chain.bestHash()).get(args.key);
    return value === undefined ? null : toHex(value);
  },
});

export const state_getStorageHash = method({
  doc: "The blake2b-256 hash of a storage value, null when there is none.",
  params: { key: storageKey, hash: at },
  aliases: ["state_getStorageHashAt"],
  run: (args, { chain }) => {
    const value = stateOf(chain, args.hash ?? chain.bestHash()).get(args.key);
    return value === undefined ? null : blake2Hex(value);
  },
});

export const state_getStorageSize = method({
  doc: "The bytes of a storage value or, when the key has none, of all values under it as a prefix; null when there are none.",
  params: { key: storageKey, hash: at },
  aliases: ["state_getStorageSizeAt"],
  run: (args, { chain, turn }) => {
    const block = args.hash ?? chain.bestHash();
    const state = stateOf(chain, block);
    const value = state.get(args.key);
    if (value !== undefined) return value.length;
    return whileKept(chain, block, sizeUnder(state, args.key, turn));
  },
});

/** The bytes of all values with a key's prefix, null when there are none. */
function* sizeUnder(state: StateReader, prefix: StateKey, turn: Turn): Work<number | null> {
  let size = 0;
  for (const key of walk(state, prefix)) {
    if (turn.over()) yield;
    size += key === undefined ? 0 : (state.get(key)?.length ?? 0);
  }
  return size === 0 ? null : size;
}

export const state_getKeys = method({
  doc: "All storage keys with a prefix, in byte order.",
  params: { prefix: storageKey, hash: at },
  run: (args, context) => {
    const block = args.hash ?? context.chain.bestHash();
    const keys = walk(stateOf(context.chain, block), args.prefix);
    return whileKept(context.chain, block, textOf(listParts(keyTexts(keys)), context));
  },
});

export const state_getPairs = method({
  doc: "All storage keys with a prefix, each with its value.",
  params: { prefix: storageKey, hash: at },
  unsafe: true,
  run: (args, context) => {
    const block = args.hash ?? context.chain.bestHash();
    const state = stateOf(context.chain, block);
    return whileKept(context.chain, block, textOf(listParts(pairTexts(state, args.prefix)), context));
  },
});

function* pairTexts(state: StateReader, prefix: StateKey): Generator<string | undefined> {
  for (const key of walk(state, prefix)) {
    yield key === undefined ? undefined : `["${keyToHex(key)}",${valueText(state.get(key))}]`;
  }
}

export const state_getKeysPaged = method({
  doc: "Storage keys with a prefix, in byte order, after a start key: at most 1000.",
  params: { prefix: optional(storageKey), count: integer(32), startKey: optional(storageKey), hash: at },
  aliases: ["state_getKeysPagedAt"],
  run: (args, context) => {
    if (args.count > maxPage) throw stateError.count(args.count, maxPage);
    const block = args.hash ?? context.chain.bestHash();
    const keys = walk(stateOf(context.chain, block), args.prefix ?? "", args.startKey);
    return whileKept(context.chain, block, textOf(listParts(keyTexts(first(args.count, keys))), context));
  },
});

export const state_queryStorageAt = method({
  doc: "The values of storage keys after a block, in the order asked for, null for those without one.",
  params: { keys: listOf(storageKey), at },
  run: (args, context) => {
    const block = args.at ?? context.chain.bestHash();
    return textOf(changesBetween(context.chain, args.keys, block, block), context);
  },
});

export const state_queryStorage = method({
  doc: "The values of storage keys after one block, and what changed of them in each later one.",
  params: { keys: listOf(storageKey), fromBlock: hash, toBlock: optional(hash) },
  unsafe: true,
  run: (args, context) => {
    const { chain } = context;
    return textOf(changesBetween(chain, args.keys, args.fromBlock, args.toBlock ?? chain.bestHash()), context);
  },
});

export const state_getReadProof = method({
  doc: "The trie nodes that show the values of storage keys under the state root of a block.",
  params: { keys: listOf(storageKey), hash: at },
  run: (args, context) => readProof(context, args.hash ?? context.chain.bestHash(), args.keys),
});

export const state_traceBlock = method({
  doc: "Not built: `subtensor replay --trace` shows what a block reads and writes.",
  params: { block: hash, targets: optional(text), storageKeys: optional(text), methods: optional(text) },
  unsafe: true,
  run: () => {
    throw notBuilt("state_traceBlock; `subtensor replay --trace` shows what a block reads and writes");
  },
});

export const state_subscribeStorage = subscription({
  doc: "The values of storage keys, now and whenever the best block changes them.",
  params: { keys: optional(listOf(storageKey)) },
  notification: "state_storage",
  unsubscribe: "state_unsubscribeStorage",
  start: (args, context, sink) => {
    if (args.keys === undefined) throw notBuilt("a subscription to the whole storage; name the keys");
    return watchStorage(context, args.keys, sink);
  },
});

export const state_subscribeRuntimeVersion = subscription({
  doc: "The version of the runtime, now and whenever it changes.",
  params: {},
  aliases: ["chain_subscribeRuntimeVersion"],
  notification: "state_runtimeVersion",
  unsubscribe: "state_unsubscribeRuntimeVersion",
  unsubscribeAliases: ["chain_unsubscribeRuntimeVersion"],
  *start(_args, { chain, heads, runtime, connection }, sink) {
    let last = yield* runtime.versionJson(chain.bestHash());
    sink.send(last);
    const series = createSeries(connection);
    const stop = heads.onBest((block) => {
      series.add(function* compare() {
        const version = yield* versionIfKept(runtime, block);
        if (version === undefined || version.text === last.text) return;
        last = version;
        sink.send(version);
      });
    });
    return () => {
      stop();
      series.stop();
    };
  },
});

/** Undefined when the block's state is gone by now: then a later one is the best. */
function* versionIfKept(runtime: RuntimeView, block: Hex): Work<RawJson | undefined> {
  try {
    return yield* runtime.versionJson(block);
  } catch (error) {
    if (error instanceof RuntimeCallError) return undefined;
    throw error;
  }
}
