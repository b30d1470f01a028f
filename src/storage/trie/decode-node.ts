import { blake2b256 } from "../../crypto/hashing.ts";
import type { StateKey } from "../../lib/bytes.ts";
import { referenceOf } from "./encode-node.ts";
import { nibbleAt, packChildPath } from "./nibbles.ts";
import {
  createNode,
  type LoadedNode,
  type NodeSource,
  type StoredBranch,
  sameBytes,
  TrieError,
  type TrieNode,
} from "./node.ts";

/** Reading of trie nodes (sp-trie: node_codec.rs), and of children as far as they are asked for. */

const keyScratch = Buffer.alloc(65_536);

/** The key of a node: the parent's nibbles, the nibble of the child, then the partial key at `at` in `encoded`. */
function readKey(
  encoded: Uint8Array,
  end: number,
  at: number,
  count: number,
  parentKey: StateKey,
  parentEnd: number,
  nibble: number | undefined,
): StateKey {
  const head = parentEnd >> 1;
  const bytes = (count + 1) >> 1;
  if (at + bytes > end || bytes + 2 > keyScratch.length) throw new TrieError("trie node ends too soon");
  // The half byte at the front, when the partial key does not begin at a byte.
  let half: number | undefined;
  let length = 0;
  if (nibble !== undefined) {
    if ((parentEnd & 1) === 1) keyScratch[length++] = (nibbleAt(parentKey, parentEnd - 1) << 4) | nibble;
    else half = nibble;
  }
  let from = at;
  if ((count & 1) === 1) {
    const first = (encoded[from++] as number) & 15;
    if (half === undefined) half = first;
    else {
      keyScratch[length++] = (half << 4) | first;
      half = undefined;
    }
  }
  const stop = at + bytes;
  if (half === undefined) {
    for (; from < stop; from++) keyScratch[length++] = encoded[from] as number;
  } else {
    for (; from < stop; from++) {
      const byte = encoded[from] as number;
      keyScratch[length++] = (half << 4) | (byte >> 4);
      half = byte & 15;
    }
    keyScratch[length++] = half << 4;
  }
  return parentKey.slice(0, head) + keyScratch.toString("latin1", 0, length);
}

/**
 * Reads a node whose position is known: the first `parentEnd` nibbles of `parentKey`, then `nibble`.
 * For a root give an empty key, zero and no nibble.
 * @throws TrieError when the bytes are not one node.
 */
export function decodeNode(
  { bytes, length: stop }: LoadedNode,
  parentKey: StateKey,
  parentEnd: number,
  nibble: number | undefined,
): TrieNode {
  const header = bytes[0];
  if (header === undefined || header === 0) throw new TrieError("empty trie node");
  const kind = header >> 6;
  const hashed = kind === 0;
  const branch = hashed ? (header & 0x30) === 0x10 : kind >= 2;
  if (hashed && (header & 0x30) === 0) throw new TrieError("unknown kind of trie node");
  const most = !hashed ? 63 : branch ? 15 : 31;
  let at = 1;
  const read = (): number => {
    const byte = bytes[at++];
    if (byte === undefined || at > stop) throw new TrieError("trie node ends too soon");
    return byte;
  };
  let count = header & most;
  if (count === most) {
    let more: number;
    do {
      more = read();
      count += more;
    } while (more === 255);
  }
  const start = nibble === undefined ? 0 : parentEnd + 1;
  const key = readKey(bytes, stop, at, count, parentKey, parentEnd, nibble);
  at += (count + 1) >> 1;

  let bitmap = 0;
  if (branch) bitmap = read() | (read() << 8);
  let value: Uint8Array | undefined;
  if (kind !== 2) {
    let length = 32;
    if (!hashed) {
      const first = read();
      if ((first & 3) === 0) length = first >> 2;
      else if ((first & 3) === 1) length = (first >> 2) | (read() << 6);
      else if ((first & 3) === 2) length = ((first >> 2) | (read() << 6) | (read() << 14)) + read() * 0x400000;
      else throw new TrieError("trie node with a value that is too long");
    }
    if (at + length > stop) throw new TrieError("trie node ends too soon");
    // A copy: a view would keep the whole record that the node came with.
    value = bytes.slice(at, at + length);
    at += length;
  }
  let children: (number | undefined)[] | undefined;
  if (branch) {
    children = new Array<number | undefined>(16).fill(undefined);
    for (let index = 0; index < 16; index++) {
      if ((bitmap & (1 << index)) === 0) continue;
      children[index] = at;
      const length = read();
      if ((length & 3) !== 0 || length > 128) throw new TrieError("trie node with a bad child");
      at += length >> 2;
    }
  }
  if (at !== stop) throw new TrieError("trie node has the wrong length");
  const raw = branch ? { bytes, length: stop, bitmap } : undefined;
  if (raw !== undefined && bytes.length > stop) checkLeaves(raw);
  return createNode(key, start, start + count, value, hashed, children, raw);
}

/** Where the leaf of a child begins in what a branch was loaded from, 0 when it is not there. */
export function storedLeafAt({ bytes, length, bitmap }: StoredBranch, child: number): number {
  let at = length;
  if (at === bytes.length) return 0;
  for (let index = 0; index < child; index++) {
    if ((bitmap & (1 << index)) !== 0) at += 2 + leafLength(bytes, at);
  }
  return leafLength(bytes, at) === 0 ? 0 : at;
}

/** The hash of a branch covers its encoding alone: the lengths of the leaves behind it are checked here. */
function checkLeaves({ bytes, length, bitmap }: StoredBranch): void {
  let at = length;
  for (let index = 0; index < 16; index++) {
    if ((bitmap & (1 << index)) === 0) continue;
    if (at + 2 > bytes.length) break;
    at += 2 + leafLength(bytes, at);
  }
  if (at !== bytes.length) throw new TrieError("the leaves stored with a trie node have the wrong length");
}

/** The length of a stored leaf. */
export function leafLength(bytes: Uint8Array, at: number): number {
  return (bytes[at] as number) | ((bytes[at + 1] as number) << 8);
}

/** The reference of a child, without loading it; undefined when there is no such child. */
export function childReference(node: TrieNode, index: number): Uint8Array | undefined {
  const child = node.children?.[index];
  if (child === undefined) return undefined;
  if (typeof child === "object") return referenceOf(child);
  const { bytes } = node.raw as StoredBranch;
  return bytes.subarray(child + 1, child + 1 + ((bytes[child] as number) >> 2));
}

/** A child, loaded from the source when it is not in memory. */
export function childAt(source: NodeSource, node: TrieNode, index: number): TrieNode | undefined {
  const children = node.children;
  if (children === undefined) return undefined;
  const child = children[index];
  if (typeof child !== "number") return child;
  const reference = childReference(node, index) as Uint8Array;
  let loaded: TrieNode;
  try {
    loaded = decodeNode(findChild(source, node, index, reference), node.key, node.end, index);
  } catch (error) {
    throw source.damaged !== undefined && error instanceof TrieError ? source.damaged(error) : error;
  }
  loaded.reference = reference;
  children[index] = loaded;
  return loaded;
}

/** The bytes of a child: inline in its parent, stored with its parent, or in a record of its own. */
function findChild(source: NodeSource, node: TrieNode, index: number, reference: Uint8Array): LoadedNode {
  if (reference.length < 32) return { bytes: reference, length: reference.length };
  const raw = node.raw as StoredBranch;
  const leafAt = storedLeafAt(raw, index);
  if (leafAt === 0) return source.load(packChildPath(node.key, node.end, index), reference);
  const leaf = raw.bytes.subarray(leafAt + 2, leafAt + 2 + leafLength(raw.bytes, leafAt));
  if (!sameBytes(blake2b256(leaf), reference)) throw new TrieError("a leaf stored with its branch is damaged");
  return { bytes: leaf, length: leaf.length };
}
