import { blake2b256 } from "../crypto/hashing.ts";
import { type StateKey, toKey } from "../lib/bytes.ts";
import { keyWalker } from "../storage/trie/cursor.ts";
import type { NodeSource } from "../storage/trie/node.ts";
import { findNode, loadTrie } from "../storage/trie/trie.ts";

/** What a proof lacks: a node or value that the root names on the way to a key. */
export class ProofGap extends Error {
  override name = "ProofGap";
}

/**
 * The parts of a proof that lie on the ways to some keys and are not known, by their hashes; anything else in it is left.
 * @param root that of the trie, 32 bytes
 * @param known what of the trie is there already
 * @throws ProofGap when a part is missing, TrieError when one is no node
 */
export function provenParts(
  root: Uint8Array,
  known: (hash: string) => Uint8Array | undefined,
  proof: readonly Uint8Array[],
  keys: readonly StateKey[],
): Map<string, Uint8Array> {
  const given = new Map(proof.map((part) => [toKey(blake2b256(part)), part]));
  const used = new Map<string, Uint8Array>();
  const take = (hash: string): Uint8Array => {
    const there = known(hash);
    if (there !== undefined) return there;
    const part = given.get(hash);
    if (part === undefined) throw new ProofGap("a node that the state root names is missing in its proof");
    used.set(hash, part);
    return part;
  };
  const source: NodeSource = {
    load(_path, hash) {
      const bytes = take(toKey(hash));
      return { bytes, length: bytes.length };
    },
  };
  const trie = loadTrie(1, source, root);
  for (const key of keys) {
    const node = findNode(trie, key);
    if (node?.value !== undefined && node.hashed) take(toKey(node.value));
  }
  return used;
}

/** Whether everything on the way to a key is known, its value too. */
export function isProven(root: Uint8Array, known: (hash: string) => Uint8Array | undefined, key: StateKey): boolean {
  try {
    return provenParts(root, known, [], [key]).size === 0;
  } catch (error) {
    if (error instanceof ProofGap) return false;
    throw error;
  }
}

/** Whether everything is known that a walk over the keys which begin so needs, with their values. */
export function isWalkable(
  root: Uint8Array,
  known: (hash: string) => Uint8Array | undefined,
  prefix: StateKey,
): boolean {
  const take = (hash: Uint8Array): Uint8Array => {
    const bytes = known(toKey(hash));
    if (bytes === undefined) throw new ProofGap("a node is not known");
    return bytes;
  };
  const source: NodeSource = {
    load(_path, hash) {
      const bytes = take(hash);
      return { bytes, length: bytes.length };
    },
  };
  try {
    const trie = loadTrie(1, source, root);
    const walker = keyWalker(trie);
    for (let key = walker.nextKey(prefix); key?.startsWith(prefix); key = walker.nextKey(key)) {
      const node = findNode(trie, key);
      if (node?.value !== undefined && node.hashed) take(node.value);
    }
    return true;
  } catch (error) {
    if (error instanceof ProofGap) return false;
    throw error;
  }
}
