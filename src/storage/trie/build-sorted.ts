import { blake2b256 } from "../../crypto/hashing.ts";
import type { StateKey } from "../../lib/bytes.ts";
import { referenceOf } from "./encode-node.ts";
import { commonNibbles, nibbleAt, packPath } from "./nibbles.ts";
import { createNode, isHashed, TrieError, type TrieNode } from "./node.ts";
import type { NodeWriter } from "./persist.ts";
import { encodeRecord, hasRecord } from "./stored-node.ts";
import { emptyRoot } from "./trie.ts";

/** Builds a trie (layout V1) from keys in byte order, with no more in memory than the way down to the last key. */
export interface SortedTrie {
  /** @throws TrieError when the key does not come after the one before */
  add(key: StateKey, value: Uint8Array): void;
  /** Ends the trie. @returns its root hash */
  finish(): Uint8Array;
}

/** A branch whose later children are still to come. */
interface OpenBranch {
  readonly key: StateKey;
  readonly end: number;
  readonly value: Uint8Array | undefined;
  readonly children: (TrieNode | undefined)[];
}

/** Stands for the children of a branch that is written: whoever holds it needs its reference only. */
const written: TrieNode["children"] = [];

/** @param write receives the record of every node that has one, as `writeTrieChanges` would write it */
export function buildSortedTrie(write: NodeWriter): SortedTrie {
  const open: OpenBranch[] = [];
  let last: { readonly key: StateKey; readonly value: Uint8Array } | undefined;

  /** A node that is complete, with its partial key from `start` on. */
  const close = (branch: OpenBranch | undefined, leaf: NonNullable<typeof last>, start: number): TrieNode => {
    const { key, end, value, children } = branch ?? {
      key: leaf.key,
      end: leaf.key.length * 2,
      value: leaf.value,
      children: undefined,
    };
    const hashed = value !== undefined && isHashed(value, 1);
    const held = hashed ? blake2b256(value) : value;
    const node = createNode(key, start, end, held, hashed, children, undefined);
    if (hasRecord(node, start === 0)) write(packPath(key, start), encodeRecord(node));
    if (children === undefined) return node;
    const done = createNode(key, start, end, undefined, false, written, undefined);
    done.reference = referenceOf(node);
    return done;
  };

  /** Puts the last key, and the branches that end with it, where they belong: below a branch at `depth`. */
  const settle = (depth: number): void => {
    const leaf = last as NonNullable<typeof last>;
    /** What is complete but for where its partial key begins; undefined is the leaf. */
    let below: OpenBranch | undefined;
    for (let top = open.at(-1); top !== undefined && top.end > depth; top = open.at(-1)) {
      const child = close(below, leaf, top.end + 1);
      top.children[nibbleAt(leaf.key, top.end)] = child;
      below = top;
      open.pop();
    }
    let parent = open.at(-1);
    if (parent?.end !== depth) {
      parent = { key: leaf.key, end: depth, value: undefined, children: new Array(16).fill(undefined) };
      open.push(parent);
    }
    parent.children[nibbleAt(leaf.key, depth)] = close(below, leaf, depth + 1);
  };

  return {
    add(key, value) {
      if (last !== undefined) {
        const length = last.key.length * 2;
        const depth = commonNibbles(last.key, key, 0, Math.min(length, key.length * 2));
        if (last.key >= key) throw new TrieError("keys of a state do not come in their order");
        if (depth === length) {
          // The key before is the beginning of this one.
          open.push({ key: last.key, end: length, value: last.value, children: new Array(16).fill(undefined) });
        } else settle(depth);
      }
      last = { key, value };
    },
    finish() {
      if (last === undefined) return emptyRoot;
      const leaf = last;
      let below: OpenBranch | undefined;
      for (let top = open.pop(); top !== undefined; top = open.pop()) {
        top.children[nibbleAt(leaf.key, top.end)] = close(below, leaf, top.end + 1);
        below = top;
      }
      const root = close(below, leaf, 0);
      const reference = referenceOf(root);
      // A node that is shorter than a hash is its own reference.
      return reference.length === 32 ? reference : blake2b256(reference);
    },
  };
}
