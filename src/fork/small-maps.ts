import type { StateKey } from "../lib/bytes.ts";
import { toKey } from "../lib/bytes.ts";
import { childAt, childReference } from "../storage/trie/decode-node.ts";
import type { TrieNode } from "../storage/trie/node.ts";
import type { Trie } from "../storage/trie/trie.ts";
import type { NodeCache } from "./node-cache.ts";
import { itemPrefix, shortSuffix } from "./read-ahead.ts";
import type { KeyPage, RemoteRead } from "./remote-state.ts";

/** A storage item's keys begin with the hash of its pallet. */
export const palletPrefix = 16;
/** So many keys show whether a map is small, or its keys are short. */
const sample = 8;
/** Keys of a map with short keys that are read ahead at most. */
export const shortMapKeys = 256;
/** So many pages are asked for in one message. */
const pagesAtOnce = 50;

/** Asks for proofs of keys, which are kept, and for pages of keys. */
type Read = (keys: readonly StateKey[], pages: readonly KeyPage[]) => RemoteRead["pages"];

/**
 * Has the maps of a pallet in the cache that have few keys, or short ones (one for each subnet, often): a block that reads
 * one of these reads most of them, for every subnet. It takes four or five requests, where each map would take two.
 * @param key a key of such a map, which is wanted now
 */
export function readSmallMaps(trie: Trie, cache: NodeCache, key: StateKey, read: Read): void {
  const maps = mapsOf(trie, cache, key.slice(0, palletPrefix));
  const small: StateKey[] = [];
  const short: KeyPage[] = [];
  for (let from = 0; from === 0 || from < maps.length; from += pagesAtOnce) {
    const some = maps.slice(from, from + pagesAtOnce);
    const samples = read(
      from === 0 ? [key] : [],
      some.map((prefix) => ({ prefix, after: prefix, count: sample })),
    );
    some.forEach((prefix, index) => {
      const keys = samples[index] ?? [];
      if (keys.length < sample) for (const one of keys) small.push(one);
      else if (keys.every((one) => one.length - itemPrefix <= shortSuffix))
        short.push({ prefix, after: prefix, count: shortMapKeys });
    });
  }
  let proven = small;
  for (let from = 0; from < short.length; from += pagesAtOnce) {
    const next: StateKey[] = [];
    for (const page of read(proven, short.slice(from, from + pagesAtOnce))) for (const one of page) next.push(one);
    proven = next;
  }
  if (proven.length > 0) read(proven, []);
}

/** What the keys of each map of a pallet begin with, as far as its nodes are in the cache. */
function mapsOf({ root, source }: Trie, cache: NodeCache, pallet: StateKey): StateKey[] {
  const found: StateKey[] = [];
  const visit = (node: TrieNode): void => {
    const shared = Math.min(node.end >> 1, palletPrefix);
    if (node.key.slice(0, shared) !== pallet.slice(0, shared)) return;
    if (node.end >= itemPrefix * 2) {
      // A leaf is there with its value, or is a map of one key.
      if (node.children !== undefined || node.hashed) found.push(node.key.slice(0, itemPrefix));
      return;
    }
    for (let index = 0; index < 16; index++) {
      const reference = childReference(node, index);
      if (reference === undefined) continue;
      if (reference.length === 32 && cache.get(toKey(reference)) === undefined) continue;
      visit(childAt(source, node, index) as TrieNode);
    }
  };
  if (root !== undefined) visit(root);
  return found;
}
