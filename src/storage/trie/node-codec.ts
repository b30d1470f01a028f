import { blake2b256 } from "../../crypto/hashing.ts";
import { type StateKey, toKey } from "../../lib/bytes.ts";
import { nibbleAt, packChildPath } from "./nibbles.ts";
import { makeNode, type NodeSource, TrieError, type TrieNode } from "./node.ts";

/** Encoding of trie nodes (sp-trie: node_header.rs, node_codec.rs). */

const leafHeader = [0x40, 63] as const;
const branchHeader = [0x80, 63] as const;
const branchValueHeader = [0xc0, 63] as const;
const hashedLeafHeader = [0x20, 31] as const;
const hashedBranchHeader = [0x10, 15] as const;

/** One buffer for all encodings: a result is copied or hashed before the next node is encoded. */
let scratch = Buffer.alloc(4096);

function ensureScratch(length: number): void {
  if (scratch.length >= length) return;
  scratch = Buffer.alloc(length * 2);
}

function writeHeader(node: TrieNode): number {
  const [bits, most] =
    node.children === undefined
      ? node.hashed
        ? hashedLeafHeader
        : leafHeader
      : node.value === undefined
        ? branchHeader
        : node.hashed
          ? hashedBranchHeader
          : branchValueHeader;
  const count = node.end - node.start;
  let at = 0;
  if (count < most) {
    scratch[at++] = bits | count;
  } else {
    scratch[at++] = bits | most;
    let rest = count - most;
    for (; rest >= 255; rest -= 255) scratch[at++] = 255;
    scratch[at++] = rest;
  }
  return at;
}

function writePartial(node: TrieNode, from: number): number {
  const { key, end } = node;
  let at = from;
  let position = node.start;
  if (((end - position) & 1) === 1) scratch[at++] = nibbleAt(key, position++);
  if ((position & 1) === 0) {
    for (; position < end; position += 2) scratch[at++] = key.charCodeAt(position >> 1);
  } else {
    for (; position < end; position += 2) {
      scratch[at++] = ((key.charCodeAt(position >> 1) & 15) << 4) | (key.charCodeAt((position >> 1) + 1) >> 4);
    }
  }
  return at;
}

function writeCompact(length: number, from: number): number {
  let at = from;
  if (length < 64) {
    scratch[at++] = length << 2;
  } else if (length < 0x4000) {
    scratch[at++] = ((length << 2) & 0xff) | 1;
    scratch[at++] = length >> 6;
  } else {
    if (length >= 0x40000000) throw new TrieError("a value is too long for the trie");
    scratch.writeUInt32LE(length * 4 + 2, at);
    at += 4;
  }
  return at;
}

/** The encoding of a node, in a buffer that the next call overwrites. */
export function encodeNode(node: TrieNode): Uint8Array {
  const { children, value } = node;
  if (children !== undefined) for (const child of children) if (typeof child === "object") referenceOf(child);
  ensureScratch(700 + (node.end - node.start) + (value?.length ?? 0));
  let at = writePartial(node, writeHeader(node));
  const bitmapAt = at;
  if (children !== undefined) at += 2;
  if (value !== undefined) {
    if (!node.hashed) at = writeCompact(value.length, at);
    scratch.set(value, at);
    at += value.length;
  }
  if (children !== undefined) {
    let bitmap = 0;
    for (let index = 0; index < 16; index++) {
      const child = children[index];
      if (child === undefined) continue;
      bitmap |= 1 << index;
      if (typeof child === "number") {
        const raw = node.raw as Uint8Array;
        const stop = child + 1 + ((raw[child] as number) >> 2);
        for (let byte = child; byte < stop; byte++) scratch[at++] = raw[byte] as number;
      } else {
        const reference = child.reference as Uint8Array;
        scratch[at++] = reference.length << 2;
        scratch.set(reference, at);
        at += reference.length;
      }
    }
    scratch[bitmapAt] = bitmap & 0xff;
    scratch[bitmapAt + 1] = bitmap >> 8;
  }
  return scratch.subarray(0, at);
}

/** What a parent holds of a node: its encoding when that is shorter than 32 bytes, else its hash. */
export function referenceOf(node: TrieNode): Uint8Array {
  if (node.reference === undefined) {
    const encoded = encodeNode(node);
    node.reference = encoded.length < 32 ? Uint8Array.from(encoded) : blake2b256(encoded);
  }
  return node.reference;
}

/**
 * Reads a node whose position is known: the first `parentEnd` nibbles of `parentKey`, then `nibble`.
 * For a root give an empty key, zero and no nibble.
 * @throws TrieError when the bytes are not one node.
 */
export function decodeNode(
  encoded: Uint8Array,
  parentKey: StateKey,
  parentEnd: number,
  nibble: number | undefined,
): TrieNode {
  const header = encoded[0];
  if (header === undefined || header === 0) throw new TrieError("empty trie node");
  const kind = header >> 6;
  const inNode = kind !== 0;
  const hashed = !inNode;
  const branch = inNode ? kind >= 2 : (header & 0x30) === 0x10;
  const hasValue = inNode ? kind !== 2 : true;
  if (hashed && (header & 0x30) === 0) throw new TrieError("unknown kind of trie node");
  const most = inNode ? 63 : branch ? 15 : 31;
  let at = 1;
  const read = (): number => {
    const byte = encoded[at++];
    if (byte === undefined) throw new TrieError("trie node ends too soon");
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
  const head = parentEnd >> 1;
  const bytes = Buffer.alloc(((start + count + 1) >> 1) - head);
  let position = 0;
  const push = (half: number): void => {
    bytes[position >> 1] = (bytes[position >> 1] as number) | ((position & 1) === 0 ? half << 4 : half);
    position++;
  };
  if (nibble !== undefined) {
    if ((parentEnd & 1) === 1) push(nibbleAt(parentKey, parentEnd - 1));
    push(nibble);
  }
  if ((count & 1) === 1) push(read() & 15);
  for (let pair = count >> 1; pair > 0; pair--) {
    const byte = read();
    push(byte >> 4);
    push(byte & 15);
  }
  const key = parentKey.slice(0, head) + toKey(bytes);

  let bitmap = 0;
  if (branch) bitmap = read() | (read() << 8);
  let value: Uint8Array | undefined;
  if (hasValue) {
    let length = 32;
    if (inNode) {
      const first = read();
      if ((first & 3) === 0) length = first >> 2;
      else if ((first & 3) === 1) length = (first >> 2) | (read() << 6);
      else if ((first & 3) === 2) length = ((first >> 2) | (read() << 6) | (read() << 14)) + read() * 0x400000;
      else throw new TrieError("trie node with a value that is too long");
    }
    if (at + length > encoded.length) throw new TrieError("trie node ends too soon");
    value = encoded.subarray(at, at + length);
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
  if (at !== encoded.length) throw new TrieError("trie node has the wrong length");
  return makeNode(key, start, start + count, value, hashed, children, branch ? encoded : undefined);
}

/** The reference of a child, without loading it; undefined when there is no such child. */
export function childReference(node: TrieNode, index: number): Uint8Array | undefined {
  const child = node.children?.[index];
  if (child === undefined) return undefined;
  if (typeof child === "object") return referenceOf(child);
  const raw = node.raw as Uint8Array;
  return raw.subarray(child + 1, child + 1 + ((raw[child] as number) >> 2));
}

/** A child, loaded from the source when it is not in memory. */
export function childAt(source: NodeSource, node: TrieNode, index: number): TrieNode | undefined {
  const children = node.children;
  if (children === undefined) return undefined;
  const child = children[index];
  if (typeof child !== "number") return child;
  const reference = childReference(node, index) as Uint8Array;
  const encoded =
    reference.length === 32 ? source.load(packChildPath(node.key, node.end, index), reference) : reference;
  const loaded = decodeNode(encoded, node.key, node.end, index);
  loaded.reference = reference;
  children[index] = loaded;
  return loaded;
}
