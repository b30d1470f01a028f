import type { StateKey } from "../../lib/bytes.ts";
import { encodeNode } from "./encode-node.ts";
import { commonNibbles, nibbleAt } from "./nibbles.ts";
import { createNode, isHashed, type TrieLayout, type TrieNode } from "./node.ts";

/** A hash function of 32 bytes. */
export type Hash = (bytes: Uint8Array) => Uint8Array;

/**
 * The root hash of keys and values whose trie is made with this hash function; of repeated keys the last counts.
 * The chain's own tries have blake2b-256: `rootFromEntries`. Rust: `trie_root: trie_root_no_extension`
 */
export function rootByHash(
  hash: Hash,
  entries: Iterable<readonly [StateKey, Uint8Array]>,
  layout: TrieLayout,
): Uint8Array {
  const values = new Map(entries);
  const keys = [...values.keys()].sort();
  if (keys.length === 0) return hash(Uint8Array.of(0));

  /** The node of the keys from `low` up to `high`, which share all nibbles before `start`. */
  const build = (start: number, low: number, high: number): TrieNode => {
    const key = keys[low] as StateKey;
    const end = commonNibbles(key, keys[high - 1] as StateKey, start, key.length * 2);
    const own = key.length * 2 === end ? values.get(key) : undefined;
    const hashed = own !== undefined && isHashed(own, layout);
    const value = hashed ? hash(own) : own;
    if (high - low === 1) return createNode(key, start, end, value, hashed, undefined, undefined);
    const children: (TrieNode | undefined)[] = new Array(16).fill(undefined);
    let from = own === undefined ? low : low + 1;
    while (from < high) {
      const nibble = nibbleAt(keys[from] as StateKey, end);
      let stop = from + 1;
      while (stop < high && nibbleAt(keys[stop] as StateKey, end) === nibble) stop++;
      const child = build(end + 1, from, stop);
      const encoded = encodeNode(child);
      child.reference = encoded.length < 32 ? encoded.slice() : hash(encoded);
      children[nibble] = child;
      from = stop;
    }
    return createNode(key, start, end, value, hashed, children, undefined);
  };

  return hash(encodeNode(build(0, 0, keys.length)));
}
