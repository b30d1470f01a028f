import { childAt, childReference } from "./decode-node.ts";
import { commonNibbles, nibbleAt } from "./nibbles.ts";
import { rootHash, type Trie } from "./trie.ts";

/**
 * What a trie names at a path of its store (see packPath): the hash of the node there, or its encoding when it is
 * inline; undefined when no node begins at that path.
 */
export function referenceAt(trie: Trie, path: string): Uint8Array | undefined {
  const key = path.slice(0, -1);
  const count = key.length * 2 - (path.endsWith("\x01") ? 1 : 0);
  if (count === 0) return rootHash(trie);
  let node = trie.root;
  while (node !== undefined && node.end < count) {
    if (commonNibbles(node.key, key, node.start, node.end) < node.end) return undefined;
    const index = nibbleAt(key, node.end);
    if (node.end + 1 === count) return childReference(node, index);
    node = childAt(trie.source, node, index);
  }
  return undefined;
}
