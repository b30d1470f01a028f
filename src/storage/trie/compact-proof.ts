import { blake2b256 } from "../../crypto/hashing.ts";
import { toKey } from "../../lib/bytes.ts";
import { childReference, decodeNode } from "./decode-node.ts";
import { encodeNode, referenceOf } from "./encode-node.ts";
import { createNode, TrieError, type TrieNode } from "./node.ts";
import type { Trie } from "./trie.ts";

/**
 * Compact proofs: the nodes of a part of a trie from the root downward, each without the hashes of the children that
 * follow it, and values that nodes hold the hash of behind their node. Rust: `trie_db::trie_codec`, `sp_trie::trie_codec`.
 */

/** What of a trie a proof has: nodes, and the values that nodes hold the hash of. */
export interface RecordedParts {
  readonly nodes: ReadonlySet<TrieNode>;
  readonly values: ReadonlyMap<TrieNode, Uint8Array>;
}

/** In front of a node whose value follows it. Rust: `sp_trie ESCAPE_COMPACT_HEADER`. */
const valueFollows = 1;
/** Paths of honest tries are a tenth of this; each step takes a node of its own. */
const mostDepth = 1024;
const noBytes = new Uint8Array(0);

/** A child of which only the reference is known. */
const childNamed = (reference: Uint8Array): TrieNode => ({
  ...createNode("", 0, 0, undefined, false, undefined, undefined),
  reference,
});
/** A child whose node follows. */
const leftOut = childNamed(noBytes);

/**
 * The compact nodes of the recorded part of a trie. A node that its parent holds as a whole is not repeated.
 * @throws TrieError, or what the trie's source throws
 */
export function encodeCompact(trie: Trie, parts: RecordedParts): Uint8Array[] {
  const output: Uint8Array[] = [];
  const encode = (node: TrieNode): void => {
    const place = output.length;
    output.push(noBytes);
    const value = parts.values.get(node);
    if (value !== undefined) output.push(value);
    const { children } = node;
    let named = children;
    for (let index = 0; children !== undefined && index < 16; index++) {
      const child = children[index];
      // What was recorded is loaded, so that all other places are as they are in the node's own bytes.
      if (typeof child !== "object" || !parts.nodes.has(child) || referenceOf(child).length < 32) continue;
      if (named === children) named = [...children];
      (named as (TrieNode | number | undefined)[])[index] = leftOut;
      encode(child);
    }
    const own = value === undefined ? node.value : noBytes;
    const hashed = node.hashed && value === undefined;
    const encoded = encodeNode(createNode(node.key, node.start, node.end, own, hashed, named, node.raw));
    output[place] = value === undefined ? encoded.slice() : prepend(valueFollows, encoded);
  };
  if (trie.root !== undefined && parts.nodes.has(trie.root)) encode(trie.root);
  return output;
}

function prepend(first: number, rest: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(rest.length + 1);
  bytes[0] = first;
  bytes.set(rest, 1);
  return bytes;
}

/** A node some of whose children are still to come. */
interface OpenNode {
  readonly node: TrieNode;
  /** The child that comes next. */
  index: number;
  /** The whole node as it came, while nothing has to be put into it. */
  bytes: Uint8Array | undefined;
}

/**
 * Reads one trie out of compact nodes into `parts`.
 * @returns the hash of its root, and how many of the nodes it took
 * @throws TrieError when they do not make a trie
 */
export function decodeCompact(
  nodes: readonly Uint8Array[],
  from: number,
  parts: Map<string, Uint8Array>,
): { readonly root: Uint8Array; readonly next: number } {
  const open: OpenNode[] = [];
  const keep = (bytes: Uint8Array): Uint8Array => {
    const hash = blake2b256(bytes);
    parts.set(toKey(hash), bytes);
    return hash;
  };
  for (let at = from; at < nodes.length; at++) {
    let bytes = nodes[at] as Uint8Array;
    let attached: Uint8Array | undefined;
    if (bytes[0] === valueFollows) {
      bytes = bytes.subarray(1);
      at++;
      const value = nodes[at];
      if (value === undefined) throw new TrieError("a compact proof ends before a value");
      attached = keep(value);
    }
    const read = decodeNode({ bytes, length: bytes.length }, "", 0, undefined);
    const { key, start, end, children, raw } = read;
    if (attached !== undefined && read.value === undefined) throw new TrieError("a value follows a node without one");
    const node = attached === undefined ? read : createNode(key, start, end, attached, true, children, raw);
    let entry: OpenNode = { node, index: nextOmitted(node, 0), bytes: attached === undefined ? bytes : undefined };
    while (entry.index === 16) {
      const hash = keep(entry.bytes ?? encodeNode(entry.node).slice());
      const parent = open.pop();
      if (parent === undefined) return { root: hash, next: at + 1 };
      (parent.node.children as (TrieNode | number | undefined)[])[parent.index] = childNamed(hash);
      parent.bytes = undefined;
      parent.index = nextOmitted(parent.node, parent.index + 1);
      entry = parent;
    }
    open.push(entry);
    if (open.length > mostDepth) throw new TrieError("a compact proof is nested too deep");
  }
  throw new TrieError("a compact proof ends too soon");
}

/** The next child from `index` on that was left out, whose node follows; 16 when there is none. */
function nextOmitted(node: TrieNode, index: number): number {
  if (node.children === undefined) return 16;
  let next = index;
  while (next < 16 && childReference(node, next)?.length !== 0) next++;
  return next;
}
