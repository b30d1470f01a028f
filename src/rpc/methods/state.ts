import { blake2Hex } from "../../crypto/hashing.ts";
import { type Hex, keyToHex, toHex } from "../../lib/bytes.ts";
import { notBuilt, stateError } from "../errors.ts";
import { method, subscription } from "../method.ts";
import { runtimeError } from "../runtime-errors.ts";
import { hash, hexBytes, integer, listOf, optional, storageKey, text } from "../schema.ts";
import { keysOf, noState, stateOf } from "../state-access.ts";
import { changesAt, changesBetween } from "../storage-changes.ts";
import { watchStorage } from "../storage-watch.ts";

const at = optional(hash);
const maxPage = 1000;

export const state_call = method({
  doc: "Runs a method of the runtime on the state after a block; gives its encoded result.",
  params: { name: text, bytes: hexBytes, hash: at },
  aliases: ["state_callAt"],
  run: async (args, { chain, runtime }) => {
    const block = args.hash ?? chain.bestHash();
    try {
      return toHex(await runtime.call(block, args.name, args.bytes));
    } catch (error) {
      throw runtimeError(error, { hash: block, method: args.name });
    }
  },
});

export const state_getMetadata = method({
  doc: "The metadata of version 14 of the runtime after a block.",
  params: { hash: at },
  run: async (args, { chain, runtime }) => {
    const block = args.hash ?? chain.bestHash();
    try {
      return await runtime.metadata(block);
    } catch (error) {
      throw runtimeError(error, { hash: block, method: "Metadata_metadata", viaApi: true });
    }
  },
});

export const state_getRuntimeVersion = method({
  doc: "The version of the runtime after a block.",
  params: { hash: at },
  aliases: ["chain_getRuntimeVersion"],
  run: async (args, { chain, runtime }) => {
    const block = args.hash ?? chain.bestHash();
    try {
      return await runtime.versionJson(block);
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
  run: (args, { chain }) => {
    const state = stateOf(chain, args.hash ?? chain.bestHash());
    const value = state.get(args.key);
    if (value !== undefined) return value.length;
    let size = 0;
    for (const key of keysOf(state, args.key)) size += state.get(key)?.length ?? 0;
    return size === 0 ? null : size;
  },
});

export const state_getKeys = method({
  doc: "All storage keys with a prefix, in byte order.",
  params: { prefix: storageKey, hash: at },
  run: (args, { chain }) => keysOf(stateOf(chain, args.hash ?? chain.bestHash()), args.prefix).map(keyToHex),
});

export const state_getPairs = method({
  doc: "All storage keys with a prefix, each with its value.",
  params: { prefix: storageKey, hash: at },
  unsafe: true,
  run: (args, { chain }) => {
    const state = stateOf(chain, args.hash ?? chain.bestHash());
    return keysOf(state, args.prefix).map((key) => [keyToHex(key), toHex(state.get(key) as Uint8Array)]);
  },
});

export const state_getKeysPaged = method({
  doc: "Storage keys with a prefix, in byte order, after a start key: at most 1000.",
  params: { prefix: optional(storageKey), count: integer(32), startKey: optional(storageKey), hash: at },
  aliases: ["state_getKeysPagedAt"],
  run: (args, { chain }) => {
    if (args.count > maxPage) throw stateError.count(args.count, maxPage);
    const state = stateOf(chain, args.hash ?? chain.bestHash());
    return keysOf(state, args.prefix ?? "", args.count, args.startKey).map(keyToHex);
  },
});

export const state_queryStorageAt = method({
  doc: "The values of storage keys after a block, in the order asked for, null for those without one.",
  params: { keys: listOf(storageKey), at },
  run: (args, { chain }) => {
    const block = args.at ?? chain.bestHash();
    return [changesAt(stateOf(chain, block), block, args.keys)];
  },
});

export const state_queryStorage = method({
  doc: "The values of storage keys after one block, and what changed of them in each later one.",
  params: { keys: listOf(storageKey), fromBlock: hash, toBlock: optional(hash) },
  unsafe: true,
  run: (args, { chain }) => changesBetween(chain, args.keys, args.fromBlock, args.toBlock ?? chain.bestHash()),
});

export const state_getReadProof = method({
  doc: "The trie nodes that show the values of storage keys under the state root of a block.",
  params: { keys: listOf(storageKey), hash: at },
  run: (args, { chain }) => {
    const block = args.hash ?? chain.bestHash();
    const proof = chain.proof(block, args.keys);
    if (typeof proof === "string") throw noState(proof, block);
    return { at: block, proof: proof.map(toHex) };
  },
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
  start: (args, { chain, heads }, sink) => {
    if (args.keys === undefined) throw notBuilt("a subscription to the whole storage; name the keys");
    return watchStorage({ chain, heads, keys: args.keys, sink });
  },
});

export const state_subscribeRuntimeVersion = subscription({
  doc: "The version of the runtime, now and whenever it changes.",
  params: {},
  aliases: ["chain_subscribeRuntimeVersion"],
  notification: "state_runtimeVersion",
  unsubscribe: "state_unsubscribeRuntimeVersion",
  unsubscribeAliases: ["chain_unsubscribeRuntimeVersion"],
  start: async (_args, { chain, heads, runtime }, sink) => {
    let last = await runtime.versionJson(chain.bestHash());
    sink.send(last);
    const tell = async (block: Hex): Promise<void> => {
      const version = await runtime.versionJson(block);
      if (version.text === last.text || chain.bestHash() !== block) return;
      last = version;
      sink.send(version);
    };
    // Of a block that is gone by then nothing is told: a later one is the best.
    return heads.onBest((block) => void tell(block).catch(() => {}));
  },
});
