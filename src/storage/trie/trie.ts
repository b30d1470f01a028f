import { blake2b256 } from "../../crypto/hashing.ts";
import type { StateKey } from "../../lib/bytes.ts";
import { childAt, decodeNode } from "./decode-node.ts";
import { encodeNode, referenceOf } from "./encode-node.ts";
import { commonNibbles, nibbleAt, packPath } from "./nibbles.ts";
import { type NodeSource, noSource, sameBytes, TrieError, type TrieLayout, type TrieNode } from "./node.ts";

/**
 * A state trie at one moment. It is a value: changing it gives another trie that shares all nodes off the changed
 * paths, and one that is thrown away costs nothing.
 */
export interface Trie {
  readonly root: TrieNode | undefined;
  readonly layout: TrieLayout;
  readonly source: NodeSource;
}

/** The root of a trie without keys: blake2b-256 of one zero byte. */
export const emptyRoot: Uint8Array = blake2b256(Uint8Array.of(0));

/** A trie of nothing. */
export function emptyTrie(layout: TrieLayout, source: NodeSource = noSource): Trie {
  return { root: undefined, layout, source };
}

/**
 * The trie with that root hash, loaded from a source as far as it is used.
 * @throws TrieError, or what the source throws, when the root node is missing or damaged.
 */
export function loadTrie(layout: TrieLayout, source: NodeSource, root: Uint8Array): Trie {
  if (Buffer.compare(root, emptyRoot) === 0) return emptyTrie(layout, source);
  const loaded = source.load(packPath("", 0), root);
  try {
    return { root: decodeNode(loaded, "", 0, undefined), layout, source };
  } catch (error) {
    throw source.damaged !== undefined && error instanceof TrieError ? source.damaged(error) : error;
  }
}

/** The 32-byte root hash (sp-trie: `delta_trie_root`, `LayoutV1::trie_root`). */
export function rootHash(trie: Trie): Uint8Array {
  if (trie.root === undefined) return emptyRoot;
  const reference = referenceOf(trie.root);
  return reference.length === 32 ? reference : blake2b256(encodeNode(trie.root));
}

/** The node that holds the value of a key, undefined when the trie has no such key. */
export function findNode(trie: Trie, key: StateKey): TrieNode | undefined {
  const length = key.length * 2;
  let node = trie.root;
  while (node !== undefined) {
    const { end } = node;
    if (commonNibbles(node.key, key, node.start, end) < end) return undefined;
    if (end === length) return node.value === undefined ? undefined : node;
    node = childAt(trie.source, node, nibbleAt(key, end));
  }
  return undefined;
}

/** As `findNode`, by the part of the trie that is in memory; null when that does not say. Loads nothing. */
export function findInMemory({ root }: Trie, key: StateKey): TrieNode | undefined | null {
  const length = key.length * 2;
  let node = root;
  while (node !== undefined) {
    const { end } = node;
    if (commonNibbles(node.key, key, node.start, end) < end) return undefined;
    if (end === length) return node.value === undefined ? undefined : node;
    const child: TrieNode | number | undefined = node.children?.[nibbleAt(key, end)];
    if (typeof child === "number") return null;
    node = child;
  }
  return undefined;
}

/** Whether a node holds a value; undefined: there is none. */
export function holdsValue(node: TrieNode | undefined, value: Uint8Array | undefined): boolean {
  return sameBytes(node?.value, value !== undefined && node?.hashed === true ? blake2b256(value) : value);
}

/**
 * What the trie holds of a key's value: the value, or its hash when `hashed`.
 * @throws what the source throws when a node is missing.
 */
export function getFromTrie(
  trie: Trie,
  key: StateKey,
): { readonly value: Uint8Array; readonly hashed: boolean } | undefined {
  const node = findNode(trie, key);
  return node?.value === undefined ? undefined : { value: node.value, hashed: node.hashed };
}
