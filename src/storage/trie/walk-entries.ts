import type { StateKey } from "../../lib/bytes.ts";
import { childAt } from "./decode-node.ts";
import { commonNibbles, nibbleAt } from "./nibbles.ts";
import { TrieError, type TrieNode } from "./node.ts";
import type { Trie } from "./trie.ts";

/** Keys that are longer than this, in half bytes, are of no honest trie. */
const longestKey = 131_072;

/**
 * The nodes that hold values, in the order of their keys.
 * @param after only keys after this one; undefined for all
 * @param visit told of every node on the way, before what is below it
 * @throws what the trie's source throws for a node that is not there
 */
export function* walkEntries(
  trie: Trie,
  after: StateKey | undefined,
  visit: (node: TrieNode) => void = () => {},
): Generator<TrieNode, void> {
  /** The way down, and at each node the child it goes to next. */
  const way: { readonly node: TrieNode; index: number }[] = [];
  const enter = (node: TrieNode | undefined): TrieNode | undefined => {
    if (node === undefined) return undefined;
    if (node.end > longestKey) throw new TrieError("a trie with a key that is too long");
    visit(node);
    return node;
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
    node = enter(childAt(trie.source, node, index));
  }
  for (let top = way.at(-1); top !== undefined; top = way.at(-1)) {
    const { children } = top.node;
    while (children !== undefined && top.index < 16 && children[top.index] === undefined) top.index++;
    if (children === undefined || top.index === 16) {
      way.pop();
      continue;
    }
    const child = enter(childAt(trie.source, top.node, top.index++)) as TrieNode;
    way.push({ node: child, index: 0 });
    if (child.value !== undefined) yield child;
  }
}
