import type { ChainApi } from "../chain/api.ts";
import { blake2Hex } from "../crypto/hashing.ts";
import { equalBytes, type Hex, keyToHex, type StateKey, toHex } from "../lib/bytes.ts";
import { keysUnder, prepared } from "./state-access.ts";
import { readerOf } from "./storage-query.ts";

export interface DiffItem {
  /** Keys with this prefix. */
  readonly key: StateKey;
  readonly returnType: "value" | "hash";
  readonly childTrieKey: StateKey | undefined;
}

export type Difference = Readonly<Record<string, string | undefined>>;

/**
 * What differs between the states of two blocks under some prefixes, in key order; undefined for keys that do not.
 * Rust: sc-rpc-spec-v2: archive/archive_storage.rs ArchiveStorageDiff.
 * @throws Error with why a state cannot be read.
 */
export function* storageDiff(
  chain: ChainApi,
  blocks: { readonly hash: Hex; readonly previous: Hex },
  items: readonly DiffItem[],
): Generator<Difference | undefined> {
  for (const { key: prefix, returnType, childTrieKey } of items) {
    const now = readerOf(chain, blocks.hash, childTrieKey);
    const before = readerOf(chain, blocks.previous, childTrieKey);
    const inChild = childTrieKey === undefined ? {} : { childTrieKey: keyToHex(childTrieKey) };
    const difference = (key: StateKey, value: Uint8Array, type: string): Difference => ({
      key: keyToHex(key),
      ...(returnType === "value" ? { value: toHex(value) } : { hash: blake2Hex(value) }),
      type,
      ...inChild,
    });
    yield* prepared(now);
    yield* prepared(before);
    const oldKeys = keysUnder(before, prefix);
    let old = oldKeys.next();
    for (const key of keysUnder(now, prefix)) {
      for (; !old.done && old.value < key; old = oldKeys.next()) {
        yield difference(old.value, before.get(old.value) as Uint8Array, "deleted");
      }
      const value = now.get(key) as Uint8Array;
      if (old.done || old.value !== key) yield difference(key, value, "added");
      else {
        const same = equalBytes(before.get(key) as Uint8Array, value);
        yield same ? undefined : difference(key, value, "modified");
        old = oldKeys.next();
      }
    }
    for (; !old.done; old = oldKeys.next()) yield difference(old.value, before.get(old.value) as Uint8Array, "deleted");
  }
}
