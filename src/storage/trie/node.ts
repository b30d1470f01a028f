import { blake2b256 } from "../../crypto/hashing.ts";
import type { StateKey } from "../../lib/bytes.ts";

/** 0: values always lie in their node. 1: values of 33 bytes and more are represented by their hash. */
export type TrieLayout = 0 | 1;

/**
 * A node of the base-16 Patricia trie. Nodes are never changed once made, so tries share them; only the two
 * caches (`reference`, and a child that is loaded in place of its position in `raw`) are filled in later.
 * Its partial key are the nibbles `start` to `end` of `key`: every key below it begins with the first `end` nibbles of `key`.
 */
export interface TrieNode {
  readonly key: StateKey;
  readonly start: number;
  readonly end: number;
  /** The value itself or, when `hashed`, the blake2b-256 hash of it. */
  readonly value: Uint8Array | undefined;
  readonly hashed: boolean;
  /** Undefined: a leaf. Sixteen places, each a node, the offset of the child's reference in `raw`, or nothing. */
  readonly children: (TrieNode | number | undefined)[] | undefined;
  /** What this node was loaded from, while a child is not loaded. */
  readonly raw: StoredBranch | undefined;
  /** What the parent holds of this node: its encoding when shorter than 32 bytes, else the hash of it. */
  reference: Uint8Array | undefined;
}

/** The bytes of a branch: its encoding and, when it comes from a store, the leaves that are stored with it. */
export interface StoredBranch {
  readonly bytes: Uint8Array;
  /** How many of the bytes are the encoding; the leaves follow (see stored-node.ts). */
  readonly length: number;
  /** One bit for each child there is in the encoding. */
  readonly bitmap: number;
}

/** Where nodes come from that are not in memory. */
export interface NodeSource {
  /**
   * The node at a path (see packPath), which has that hash.
   * @throws when there is no such node.
   */
  load(path: string, hash: Uint8Array): LoadedNode;
  /** Makes the error to throw when what was loaded does not read as a node; without it the TrieError is thrown. */
  damaged?(error: TrieError): Error;
}

export interface LoadedNode {
  /** The encoding and, when it comes from a store, the leaves stored with it. */
  readonly bytes: Uint8Array;
  /** How many of the bytes are the encoding. */
  readonly length: number;
}

export class TrieError extends Error {
  override name = "TrieError";
}

/** The source of a trie that is in memory as a whole. */
export const noSource: NodeSource = {
  load() {
    throw new TrieError("a trie node is missing: this trie has no store behind it");
  },
};

/** Values of this length and more are represented by their hash in layout 1 (sp-trie: TRIE_VALUE_NODE_THRESHOLD). */
const hashedValueLength = 33;

export function createNode(
  key: StateKey,
  start: number,
  end: number,
  value: Uint8Array | undefined,
  hashed: boolean,
  children: (TrieNode | number | undefined)[] | undefined,
  raw: StoredBranch | undefined,
): TrieNode {
  return { key, start, end, value, hashed, children, raw, reference: undefined };
}

/** A node without children. */
export function createLeaf(key: StateKey, start: number, value: Uint8Array, layout: TrieLayout): TrieNode {
  const hashed = isHashed(value, layout);
  return createNode(key, start, key.length * 2, hashed ? blake2b256(value) : value, hashed, undefined, undefined);
}

/** Whether a value this long is kept by its hash only. */
export function isHashed(value: Uint8Array, layout: TrieLayout): boolean {
  return layout === 1 && value.length >= hashedValueLength;
}

/** The same node with its partial key beginning elsewhere. */
export function withStart(node: TrieNode, start: number): TrieNode {
  if (node.start === start) return node;
  return createNode(node.key, start, node.end, node.value, node.hashed, node.children, node.raw);
}

/** The state key of the value in this node. */
export function valueKey(node: TrieNode): StateKey {
  return node.key.length * 2 === node.end ? node.key : node.key.slice(0, node.end >> 1);
}

/** Whether two values are the same, or both absent. A loop is faster than a comparison of Buffers for what is this short. */
export function sameBytes(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined || a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
}
