import type { StateKey } from "../../lib/bytes.ts";
import { childAt } from "./decode-node.ts";
import { commonNibbles, nibbleAt } from "./nibbles.ts";
import { TrieError, type TrieNode } from "./node.ts";
import type { Trie } from "./trie.ts";

/** Keys that are longer than this, in half bytes, are of no honest trie. */
const longestKey = 131_072;

/** Told of what a walk does. */
export interface WalkListener {
  /** Of every node on the way, before what is below it. */
  visited?(node: TrieNode): void;
  /** Of a child that was loaded, and took the place of its offset in its parent. */
  loaded?(parent: TrieNode, index: number, offset: number): void;
}

/**
 * The nodes that hold values, in the order of their keys.
 * @param after only keys after this one; undefined for all
 * @throws what the trie's source throws for a node that is not there
 */
export function* walkEntries(
  trie: Trie,
  after: StateKey | undefined,
  { visited, loaded }: WalkListener = {},
): Generator<TrieNode, void> {
  /** The way down, and at each node the child it goes to next. */
  const way: { readonly node: TrieNode; index: number }[] = [];
  const enter = (node: TrieNode | undefined): TrieNode | undefined => {
    if (node === undefined) return undefined;
    if (node.end > longestKey) throw new TrieError("a trie with a key that is too long");
    visited?.(node);
    return node;
  };
  const childOf = (node: TrieNode, index: number): TrieNode | undefined => {
    const before = node.children?.[index];
    const child = childAt(trie.source, node, index);
    if (typeof before === "number") loaded?.(node, index, before);
    return enter(child);
  };
  let node = enter(trie.root);
  while (node !== undefined) {
    const length = after === undefined ? 0 : after.length * 2;
    const common = after === undefined ? 0 : commonNibbles(node.key, after, node.start, node.end);
    const isAfter =
      after === undefined ||
      (common < node.end && (common === length || nibbleAt(node.key, common) > nibbleAt(after, common)));
    if (isAfter) {
      way.push({ node, index: 0 });
      if (node.value !== undefined) yield node;
      break;
    }
    if (common < node.end) break;
    if (length === node.end) {
      way.push({ node, index: 0 });
      break;
    }
    const index = nibbleAt(after as StateKey, node.end);
    way.push({ node, index: index + 1 });
    node = childOf(node, index);
  }
  for (let top = way.at(-1); top !== undefined; top = way.at(-1)) {
    const { children } = top.node;
    while (children !== undefined && top.index < 16 && children[top.index] === undefined) top.index++;
    if (children === undefined || top.index === 16) {
      way.pop();
      continue;
    }
    const child = childOf(top.node, top.index++) as TrieNode;
    way.push({ node: child, index: 0 });
    if (child.value !== undefined) yield child;
  }
}
