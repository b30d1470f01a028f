import type { StateKey } from "../../lib/bytes.ts";
import { childAt } from "./decode-node.ts";
import { commonNibbles, nibbleAt } from "./nibbles.ts";
import { type TrieNode, valueKey } from "./node.ts";
import type { Trie } from "./trie.ts";

/** Walks the keys of a trie in byte order. */
export interface TrieCursor {
  /** The first key after `key` (which need not exist). Asking for the key after the last answer takes one step. */
  nextKey(key: StateKey): StateKey | undefined;
}

/** A cursor at the start of a trie. */
export function trieCursor(trie: Trie): TrieCursor {
  /** The way down to where the walk is, and at each node the child it went to (-1: it is at the node's own value). */
  const nodes: TrieNode[] = [];
  const indexes: number[] = [];
  let last: StateKey | undefined;

  const push = (node: TrieNode, index: number): void => {
    nodes.push(node);
    indexes.push(index);
  };

  /** The next value after where the walk is. */
  const advance = (): StateKey | undefined => {
    for (;;) {
      const top = nodes.length - 1;
      const node = nodes[top];
      if (node === undefined) return undefined;
      let index = (indexes[top] as number) + 1;
      if (node.children !== undefined) while (index < 16 && node.children[index] === undefined) index++;
      if (node.children === undefined || index === 16) {
        nodes.pop();
        indexes.pop();
        continue;
      }
      indexes[top] = index;
      const child = childAt(trie.source, node, index) as TrieNode;
      push(child, -1);
      if (child.value !== undefined) return valueKey(child);
    }
  };

  const seek = (key: StateKey): StateKey | undefined => {
    nodes.length = 0;
    indexes.length = 0;
    const length = key.length * 2;
    let node = trie.root;
    while (node !== undefined) {
      const common = commonNibbles(node.key, key, node.start, node.end);
      if (common < node.end) {
        const after = common === length || nibbleAt(node.key, common) > nibbleAt(key, common);
        if (!after) break;
        push(node, -1);
        if (node.value !== undefined) return valueKey(node);
        break;
      }
      if (length === node.end) {
        push(node, -1);
        break;
      }
      const nibble = nibbleAt(key, node.end);
      push(node, nibble);
      node = childAt(trie.source, node, nibble);
    }
    return advance();
  };

  return {
    nextKey(key) {
      last = key === last ? advance() : seek(key);
      return last;
    },
  };
}

/**
 * A walk that serves a few interleaved walks, as nested loops over maps make them: each goes on where it was
 * without a search from the root.
 */
export function keyWalker(trie: Trie): TrieCursor {
  const cursors: { cursor: TrieCursor; last: StateKey | undefined }[] = [];
  let oldest = 0;
  return {
    nextKey(key) {
      let slot = cursors.find((one) => one.last === key);
      if (slot === undefined) {
        if (cursors.length < maxWalks) {
          slot = { cursor: trieCursor(trie), last: undefined };
          cursors.push(slot);
        } else {
          slot = cursors[oldest] as (typeof cursors)[number];
          oldest = (oldest + 1) % maxWalks;
        }
      }
      slot.last = slot.cursor.nextKey(key);
      return slot.last;
    },
  };
}

const maxWalks = 4;
