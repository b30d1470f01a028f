import type { StateKey } from "../lib/bytes.ts";
import { toKey } from "../lib/bytes.ts";
import { childAt, childReference } from "../storage/trie/decode-node.ts";
import { packChildPath } from "../storage/trie/nibbles.ts";
import { type TrieNode, valueKey } from "../storage/trie/node.ts";
import type { ForkedState } from "./forked-state.ts";
import type { NodeCache } from "./node-cache.ts";
import { itemPrefix } from "./read-ahead.ts";

/** Real states have some hundreds; one that has its keys otherwise is read as it is used. */
const mostAhead = 4000;

/**
 * Has every storage item of a state in the cache that is one value, and of each map the first node: in one request for each
 * level of the trie, five or six of them, whatever the rules are. Without it each would be a request of its own.
 * @param except keys whose values are left
 * @throws StorageError
 */
export function readItems(state: ForkedState, cache: NodeCache, except: ReadonlySet<StateKey>): void {
  const { source, root } = state.trie();
  const values: StateKey[] = [];
  const isThere = (hash: Uint8Array): boolean => cache.get(toKey(hash)) !== undefined;
  const note = (node: TrieNode): void => {
    if (node.value === undefined || !node.hashed || isThere(node.value)) return;
    const key = valueKey(node);
    if (key.length <= itemPrefix && !except.has(key)) values.push(key);
  };
  let asked = 0;
  let level = root === undefined ? [] : [root];
  while (level.length > 0) {
    const missing: StateKey[] = [];
    for (const node of level) {
      note(node);
      for (let index = 0; index < 16; index++) {
        const reference = childReference(node, index);
        // A path without its last character, which says whether it ends within a byte, is a key on that way.
        if (reference?.length === 32 && !isThere(reference))
          missing.push(packChildPath(node.key, node.end, index).slice(0, -1));
      }
    }
    asked += missing.length;
    if (asked > mostAhead) return;
    if (missing.length > 0) state.fetch(missing);
    const next: TrieNode[] = [];
    for (const node of level) {
      for (let index = 0; index < 16; index++) {
        const child = childAt(source, node, index);
        if (child === undefined) continue;
        if (child.children !== undefined && child.end < itemPrefix * 2) next.push(child);
        else note(child);
      }
    }
    level = next;
  }
  if (values.length > 0) state.fetch(values);
}
