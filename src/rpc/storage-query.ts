import type { ChainApi } from "../chain/api.ts";
import { blake2Hex } from "../crypto/hashing.ts";
import { type Hex, keyToHex, type StateKey, toHex, toKey } from "../lib/bytes.ts";
import type { StateReader } from "../primitives/state.ts";
import type { Context } from "./context.ts";
import { blockErrorText } from "./runtime-errors.ts";
import { type Args, BadHex, fields, listOf, oneOf, optional, type Param, strictHex } from "./schema.ts";
import { type Results, settled, type Turn, type Work } from "./slices/work.ts";
import { walk } from "./state-access.ts";

const queryTypes = [
  ...(["value", "hash", "closestDescendantMerkleValue"] as const),
  ...(["descendantsValues", "descendantsHashes"] as const),
] as const;

export interface StorageQuery {
  readonly key: StateKey;
  readonly type: (typeof queryTypes)[number];
  /** Descendants after this key only. */
  readonly paginationStartKey: StateKey | undefined;
}

const item = { key: strictHex, type: oneOf(...queryTypes), paginationStartKey: optional(strictHex) };
type QueryItem = Args<typeof item>;

/** The `items` of chainHead_v1_storage and archive_v1_storage. */
export const storageQueries: Param<QueryItem[]> = listOf(fields(item));

/** What is asked of which trie, or the first text that should be hex and is not. */
export function* readQueries(
  items: readonly QueryItem[],
  childTrie: Uint8Array | BadHex | undefined,
  turn: Turn,
): Work<{ readonly queries: StorageQuery[]; readonly child: StateKey | undefined } | BadHex> {
  const queries: StorageQuery[] = [];
  for (const { key, type, paginationStartKey } of items) {
    if (turn.over()) yield;
    if (key instanceof BadHex) return key;
    if (paginationStartKey instanceof BadHex) return paginationStartKey;
    const after = paginationStartKey === undefined ? undefined : toKey(paginationStartKey);
    queries.push({ key: toKey(key), type, paginationStartKey: after });
  }
  if (childTrie instanceof BadHex) return childTrie;
  return { queries, child: childTrie === undefined ? undefined : toKey(childTrie) };
}

export type StorageResult = Readonly<Record<string, string | undefined>>;

/** The main trie or a child trie after a block. @throws Error with why it cannot be read. */
export function readerOf(chain: ChainApi, hash: Hex, child: StateKey | undefined): StateReader {
  const state = child === undefined ? chain.stateAt(hash) : chain.childStateAt(hash, child);
  if (typeof state === "string") throw new Error(`UnknownBlock: ${blockErrorText[state](hash)}`);
  return state;
}

/**
 * The answers to storage queries, one by one and only as far as they are taken. Keys without a value give nothing.
 * Rust: sc-rpc-spec-v2: common/storage.rs.
 * @throws Error with why the state cannot be read.
 */
export function* storageResults(
  { chain, connection }: Pick<Context, "chain" | "connection">,
  hash: Hex,
  queries: readonly StorageQuery[],
  child: StateKey | undefined,
): Results<StorageResult> {
  const state = readerOf(chain, hash, child);
  const inChild = child === undefined ? {} : { childTrieKey: keyToHex(child) };
  const result = (key: StateKey, field: string, bytes: Hex): StorageResult => ({
    key: keyToHex(key),
    [field]: bytes,
    ...inChild,
  });
  for (const { key, type, paginationStartKey } of queries) {
    if (type === "closestDescendantMerkleValue") {
      const value = yield* settled(chain.closestMerkleValue({ hash, key, child, caller: connection }));
      if (typeof value === "string") throw new Error(`UnknownBlock: ${blockErrorText[value](hash)}`);
      if (value !== undefined) yield result(key, type, toHex(value));
      continue;
    }
    const many = type === "descendantsValues" || type === "descendantsHashes";
    for (const found of many ? walk(state, key, paginationStartKey) : [key]) {
      const value = found === undefined ? undefined : state.get(found);
      if (found === undefined || value === undefined) yield;
      else if (type === "value" || type === "descendantsValues") yield result(found, "value", toHex(value));
      else yield result(found, "hash", blake2Hex(value));
    }
  }
}
