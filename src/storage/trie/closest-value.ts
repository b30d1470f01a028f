import type { StateKey } from "../../lib/bytes.ts";
import { childAt } from "./decode-node.ts";
import { referenceOf } from "./encode-node.ts";
import { commonNibbles, nibbleAt } from "./nibbles.ts";
import { rootHash, type Trie } from "./trie.ts";

/**
 * The reference of the node at a key, or of the nearest one below it: its hash, or the encoded node when that is
 * shorter than 32 bytes (the root always by its hash). Undefined when no key of the trie starts with `key`.
 * Rust: sp-trie `read_trie_first_descendant_value`.
 */
export function closestMerkleValue(trie: Trie, key: StateKey): Uint8Array | undefined {
  const length = key.length * 2;
  let node = trie.root;
  while (node !== undefined) {
    const wanted = node.end < length ? node.end : length;
    if (commonNibbles(node.key, key, node.start, wanted) < wanted) return undefined;
    if (length <= node.end) return node === trie.root ? rootHash(trie) : referenceOf(node);
    node = childAt(trie.source, node, nibbleAt(key, node.end));
  }
  return undefined;
}
