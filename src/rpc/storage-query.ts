import type { ChainApi } from "../chain/api.ts";
import { blake2Hex } from "../crypto/hashing.ts";
import { type Hex, keyToHex, type StateKey, toHex } from "../lib/bytes.ts";
import type { StateReader } from "../primitives/state.ts";
import { blockErrorText } from "./runtime-errors.ts";
import { fields, listOf, oneOf, optional, type Param, storageKey } from "./schema.ts";
import { keysUnder } from "./state-access.ts";

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

/** The `items` of chainHead_v1_storage and archive_v1_storage. */
export const storageQueries: Param<StorageQuery[]> = listOf(
  fields({ key: storageKey, type: oneOf(...queryTypes), paginationStartKey: optional(storageKey) }),
);

export type StorageResult = Readonly<Record<string, string | undefined>>;

/** The main trie or a child trie after a block. @throws Error with why it cannot be read. */
export function readerOf(chain: ChainApi, hash: Hex, child: StateKey | undefined): StateReader {
  const state = child === undefined ? chain.stateAt(hash) : chain.childStateAt(hash, child);
  if (typeof state === "string") throw new Error(`UnknownBlock: ${blockErrorText[state](hash)}`);
  return state;
}

/**
 * The answers to storage queries, one by one and only as far as they are taken. Keys without a value give nothing.
 * Answers to sc-rpc-spec-v2: common/storage.rs.
 * @throws Error with why the state cannot be read.
 */
export function* storageResults(
  chain: ChainApi,
  hash: Hex,
  queries: readonly StorageQuery[],
  child: StateKey | undefined,
): Generator<StorageResult> {
  const state = readerOf(chain, hash, child);
  const inChild = child === undefined ? {} : { childTrieKey: keyToHex(child) };
  const result = (key: StateKey, field: string, bytes: Hex): StorageResult => ({
    key: keyToHex(key),
    [field]: bytes,
    ...inChild,
  });
  for (const { key, type, paginationStartKey } of queries) {
    if (type === "closestDescendantMerkleValue") {
      const value = chain.closestMerkleValue(hash, key, child);
      if (typeof value === "string") throw new Error(`UnknownBlock: ${blockErrorText[value](hash)}`);
      if (value !== undefined) yield result(key, type, toHex(value));
      continue;
    }
    const many = type === "descendantsValues" || type === "descendantsHashes";
    for (const found of many ? keysUnder(state, key, paginationStartKey) : [key]) {
      const value = state.get(found);
      if (value === undefined) continue;
      if (type === "value" || type === "descendantsValues") yield result(found, "value", toHex(value));
      else yield result(found, "hash", blake2Hex(value));
    }
  }
}
