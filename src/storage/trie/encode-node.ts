import { blake2b256 } from "../../crypto/hashing.ts";
import { nibbleAt } from "./nibbles.ts";
import { TrieError, type TrieNode } from "./node.ts";

/** Encoding of trie nodes (sp-trie: node_header.rs, node_codec.rs). */

const leafHeader = [0x40, 63] as const;
const branchHeader = [0x80, 63] as const;
const branchValueHeader = [0xc0, 63] as const;
const hashedLeafHeader = [0x20, 31] as const;
const hashedBranchHeader = [0x10, 15] as const;

/** One buffer for all encodings: a result is copied or hashed before the next node is encoded. */
let scratch = new Uint8Array(4096);

function ensureScratch(length: number): void {
  if (scratch.length >= length) return;
  scratch = new Uint8Array(length * 2);
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
    scratch[at++] = ((length << 2) & 0xff) | 2;
    scratch[at++] = (length >> 6) & 0xff;
    scratch[at++] = (length >> 14) & 0xff;
    scratch[at++] = length >> 22;
  }
  return at;
}

const noBytes = new Uint8Array(0);

/** Copies a part of `bytes` into the buffer and answers where it ends there. A loop is faster for what is short. */
function copy(bytes: Uint8Array, from: number, to: number, at: number): number {
  if (to - from > 80) scratch.set(bytes.subarray(from, to), at);
  else for (let index = from; index < to; index++) scratch[at + index - from] = bytes[index] as number;
  return at + to - from;
}

/** The encoding of a node, in a buffer that the next call overwrites. */
export function encodeNode(node: TrieNode): Uint8Array {
  const { children, value } = node;
  if (children !== undefined) {
    for (let index = 0; index < 16; index++) {
      const child = children[index];
      if (typeof child === "object" && child.reference === undefined) referenceOf(child);
    }
  }
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
    // Children that are not in memory lie in `raw` as they are written here: those side by side are copied at once.
    const bytes = node.raw?.bytes ?? noBytes;
    let from = 0;
    let to = 0;
    for (let index = 0; index < 16; index++) {
      const child = children[index];
      if (child === undefined) continue;
      bitmap |= 1 << index;
      if (typeof child === "number") {
        if (child !== to) {
          at = copy(bytes, from, to, at);
          from = child;
        }
        to = child + 1 + ((bytes[child] as number) >> 2);
        continue;
      }
      at = copy(bytes, from, to, at);
      from = to;
      const reference = child.reference as Uint8Array;
      scratch[at++] = reference.length << 2;
      at = copy(reference, 0, reference.length, at);
    }
    at = copy(bytes, from, to, at);
    scratch[bitmapAt] = bitmap & 0xff;
    scratch[bitmapAt + 1] = bitmap >> 8;
  }
  return scratch.subarray(0, at);
}

/** What a parent holds of a node: its encoding when that is shorter than 32 bytes, else its hash. */
export function referenceOf(node: TrieNode): Uint8Array {
  if (node.reference === undefined) {
    const encoded = encodeNode(node);
    node.reference = encoded.length < 32 ? encoded.slice() : blake2b256(encoded);
  }
  return node.reference;
}
