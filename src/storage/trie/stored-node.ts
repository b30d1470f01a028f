import { StorageError } from "../errors.ts";
import { leafLength, storedLeafAt } from "./decode-node.ts";
import { encodeNode, referenceOf } from "./encode-node.ts";
import type { LoadedNode, StoredBranch, TrieNode } from "./node.ts";

/**
 * What a store holds at a path: a node and, with a branch, its leaves, so that reading or changing a key needs no
 * record of its own for the leaf. Length of the node's encoding, u16; the encoding; for a branch, in the order of
 * the children, each leaf that is not inline anyway and not too long: length, u16, and encoding. A length of zero
 * stands for a child that is not such a leaf. All little-endian.
 */

/** Longer leaves have a record of their own. */
const longestLeaf = 400;

/** Whether a node has a record of its own. Others lie within their parent's encoding or record. */
export function hasRecord(node: TrieNode, isRoot: boolean): boolean {
  if (isRoot) return true;
  return referenceOf(node).length === 32 && (node.children !== undefined || !travels(node));
}

/** Whether a leaf is stored with its parent. The length of its parts is close enough to that of its encoding. */
function travels(leaf: TrieNode): boolean {
  return ((leaf.end - leaf.start) >> 1) + (leaf.value?.length ?? 0) <= longestLeaf;
}

let scratch = new Uint8Array(16_384);

/** The record of a node; a copy. */
export function encodeRecord(node: TrieNode): Uint8Array {
  const own = encodeNode(node);
  const most = 2 + own.length + 16 * (longestLeaf + 16);
  if (scratch.length < most) scratch = new Uint8Array(most);
  scratch.set(own, 2);
  writeLength(own.length, 0);
  let at = 2 + own.length;
  const { children } = node;
  if (children !== undefined) {
    // Encoding a leaf below overwrites the buffer that `own` lies in; it was copied above.
    for (let index = 0; index < 16; index++) {
      const child = children[index];
      if (child === undefined) continue;
      if (typeof child === "number") {
        const raw = node.raw as StoredBranch;
        const { bytes } = raw;
        const leafAt = storedLeafAt(raw, index);
        const length = leafAt === 0 ? 0 : leafLength(bytes, leafAt);
        at = writeLength(length, at);
        for (let byte = 0; byte < length; byte++) scratch[at++] = bytes[leafAt + 2 + byte] as number;
      } else if (child.children === undefined && referenceOf(child).length === 32 && travels(child)) {
        const leaf = encodeNode(child);
        at = writeLength(leaf.length, at);
        scratch.set(leaf, at);
        at += leaf.length;
      } else {
        at = writeLength(0, at);
      }
    }
  }
  return scratch.slice(0, at);
}

/** The record of an encoded node without its leaves, which then are looked for at their own paths. */
export function plainRecord(encoded: Uint8Array): Uint8Array {
  const record = new Uint8Array(2 + encoded.length);
  record.set([encoded.length & 255, encoded.length >> 8]);
  record.set(encoded, 2);
  return record;
}

function writeLength(length: number, at: number): number {
  if (length > 0xffff)
    throw new StorageError("misuse", `a key of some ${length} bytes is longer than this database holds`);
  scratch[at] = length & 255;
  scratch[at + 1] = length >> 8;
  return at + 2;
}

/** Takes a record apart; undefined when it is too short to be one. It must be kept unchanged. */
export function readRecord(record: Uint8Array): LoadedNode | undefined {
  const length = record.length < 2 ? 0 : (record[0] as number) | ((record[1] as number) << 8);
  return length === 0 || record.length < 2 + length ? undefined : { bytes: record.subarray(2), length };
}
