import { blake2Hex } from "../../crypto/hashing.ts";
import { type StateKey, toHex } from "../../lib/bytes.ts";
import type { StateReader } from "../../primitives/state.ts";
import { stateError } from "../errors.ts";
import { listParts, textOf } from "../json-parts.ts";
import { method } from "../method.ts";
import { readProof } from "../read-proof.ts";
import { hash, integer, listOf, optional, storageKey } from "../schema.ts";
import { childId, childStateOf, first, keyTexts, valueText, walk, whileKept } from "../state-access.ts";

const at = optional(hash);
const maxPage = 1000;
/** `childStorageKey` is the key of the child trie in the top trie, prefix and id. */
const inChild = { childStorageKey: storageKey, key: storageKey, hash: at };

export const childstate_getKeys = method({
  doc: "All keys of a child trie with a prefix, in byte order.",
  params: { childStorageKey: storageKey, prefix: storageKey, hash: at },
  run: (args, context) => {
    const block = args.hash ?? context.chain.bestHash();
    const keys = walk(childStateOf(context.chain, block, args.childStorageKey), args.prefix);
    return whileKept(context.chain, block, textOf(listParts(keyTexts(keys)), context));
  },
});

export const childstate_getKeysPaged = method({
  doc: "Keys of a child trie with a prefix, in byte order, after a start key: at most 1000.",
  params: {
    childStorageKey: storageKey,
    prefix: optional(storageKey),
    count: integer(32),
    startKey: optional(storageKey),
    hash: at,
  },
  aliases: ["childstate_getKeysPagedAt"],
  run: (args, context) => {
    if (args.count > maxPage) throw stateError.count(args.count, maxPage);
    const block = args.hash ?? context.chain.bestHash();
    const state = childStateOf(context.chain, block, args.childStorageKey);
    const keys = first(args.count, walk(state, args.prefix ?? "", args.startKey));
    return whileKept(context.chain, block, textOf(listParts(keyTexts(keys)), context));
  },
});

export const childstate_getStorage = method({
  doc: "The value of a key of a child trie, null when there is none.",
  params: inChild,
  run: (args, { chain }) => {
    const value = childStateOf(chain, args.hash ?? chain.bestHash(), args.childStorageKey).get(args.key);
    return value === undefined ? null : toHex(value);
  },
});

export const childstate_getStorageEntries = method({
  doc: "The values of several keys of a child trie, null for those without one.",
  params: { childStorageKey: storageKey, keys: listOf(storageKey), hash: at },
  run: (args, context) => {
    const block = args.hash ?? context.chain.bestHash();
    const state = childStateOf(context.chain, block, args.childStorageKey);
    return whileKept(context.chain, block, textOf(listParts(valueTexts(state, args.keys)), context));
  },
});

function* valueTexts(state: StateReader, keys: readonly StateKey[]): Generator<string> {
  for (const key of keys) yield valueText(state.get(key));
}

export const childstate_getStorageHash = method({
  doc: "The blake2b-256 hash of a value of a child trie, null when there is none.",
  params: inChild,
  run: (args, { chain }) => {
    const value = childStateOf(chain, args.hash ?? chain.bestHash(), args.childStorageKey).get(args.key);
    return value === undefined ? null : blake2Hex(value);
  },
});

export const childstate_getStorageSize = method({
  doc: "The bytes of a value of a child trie, null when there is none.",
  params: inChild,
  run: (args, { chain }) =>
    childStateOf(chain, args.hash ?? chain.bestHash(), args.childStorageKey).get(args.key)?.length ?? null,
});

export const state_getChildReadProof = method({
  doc: "The trie nodes that show the values of keys of a child trie under the state root of a block.",
  params: { childStorageKey: storageKey, keys: listOf(storageKey), hash: at },
  run: (args, context) =>
    readProof(context, args.hash ?? context.chain.bestHash(), args.keys, childId(args.childStorageKey)),
});
