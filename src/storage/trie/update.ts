import { blake2b256 } from "../../crypto/hashing.ts";
import type { StateKey } from "../../lib/bytes.ts";
import { childAt } from "./decode-node.ts";
import { commonNibbles, nibbleAt } from "./nibbles.ts";
import {
  createLeaf,
  createNode,
  isHashed,
  type StoredBranch,
  sameBytes,
  type TrieLayout,
  type TrieNode,
  withStart,
} from "./node.ts";
import { emptyTrie, rootHash, type Trie } from "./trie.ts";

/** Changes sorted by key; the functions below work on the part from `low` up to `high` of them. */
interface Work {
  readonly keys: readonly StateKey[];
  readonly values: readonly (Uint8Array | undefined)[];
  readonly trie: Trie;
}

type Children = (TrieNode | number | undefined)[];

/**
 * The trie after putting and (value undefined) removing keys. Each changed path is walked once, whatever the number of keys on it.
 * @throws what the source throws when a node is missing.
 */
export function applyChanges(trie: Trie, changes: ReadonlyMap<StateKey, Uint8Array | undefined>): Trie {
  if (changes.size === 0) return trie;
  const keys = [...changes.keys()].sort();
  const work: Work = { keys, values: keys.map((key) => changes.get(key)), trie };
  const root = trie.root === undefined ? build(work, 0, 0, keys.length) : update(work, trie.root, 0, keys.length);
  return root === trie.root ? trie : { ...trie, root };
}

/** With one more value, or another one. */
export function insert(trie: Trie, key: StateKey, value: Uint8Array): Trie {
  return applyChanges(trie, new Map([[key, value]]));
}

/** Without a key. */
export function remove(trie: Trie, key: StateKey): Trie {
  return applyChanges(trie, new Map([[key, undefined]]));
}

/** A trie of these keys and values, and nothing else. */
export function trieFromEntries(entries: Iterable<readonly [StateKey, Uint8Array]>, layout: TrieLayout): Trie {
  return applyChanges(emptyTrie(layout), new Map(entries));
}

/** The root hash of these keys and values (sp-trie: `TrieLayout::trie_root`). */
export function rootFromEntries(entries: Iterable<readonly [StateKey, Uint8Array]>, layout: TrieLayout): Uint8Array {
  return rootHash(trieFromEntries(entries, layout));
}

/** The end of the run of keys from `from` that have this nibble at that position. */
function groupEnd(work: Work, position: number, nibble: number, from: number, high: number): number {
  let at = from + 1;
  while (at < high && nibbleAt(work.keys[at] as StateKey, position) === nibble) at++;
  return at;
}

/** What the changes put where there was nothing. */
function build(work: Work, start: number, low: number, high: number): TrieNode | undefined {
  const { keys, values } = work;
  let from = low;
  let to = high;
  while (from < to && values[from] === undefined) from++;
  while (from < to && values[to - 1] === undefined) to--;
  if (from === to) return undefined;
  const firstKey = keys[from] as StateKey;
  const firstValue = values[from] as Uint8Array;
  if (to - from === 1) return createLeaf(firstKey, start, firstValue, work.trie.layout);
  // The first and the last key stay, so this is a branch where these two part.
  const end = commonNibbles(firstKey, keys[to - 1] as StateKey, start, firstKey.length * 2);
  let value: Uint8Array | undefined;
  let hashed = false;
  if (firstKey.length * 2 === end) {
    [value, hashed] = heldValue(work, firstValue);
    from++;
  }
  const children: Children = new Array(16).fill(undefined);
  while (from < to) {
    const nibble = nibbleAt(keys[from] as StateKey, end);
    const stop = groupEnd(work, end, nibble, from, to);
    children[nibble] = build(work, end + 1, from, stop);
    from = stop;
  }
  return createNode(firstKey, start, end, value, hashed, children, undefined);
}

function heldValue(work: Work, value: Uint8Array): [Uint8Array, boolean] {
  return isHashed(value, work.trie.layout) ? [blake2b256(value), true] : [value, false];
}

/** The node after the changes, all of which lie below its start; undefined when nothing is left. */
function update(work: Work, node: TrieNode, low: number, high: number): TrieNode | undefined {
  const { keys } = work;
  const { start, end } = node;
  const firstCommon = commonNibbles(keys[low] as StateKey, node.key, start, end);
  // Keys are sorted: what the first and the last share with the partial key, all do.
  const common =
    high - low === 1
      ? firstCommon
      : Math.min(firstCommon, commonNibbles(keys[high - 1] as StateKey, node.key, start, end));
  return common < end ? split(work, node, common, low, high) : updateInside(work, node, low, high);
}

/** At least one key leaves the partial key of the node at `at`. */
function split(work: Work, node: TrieNode, at: number, low: number, high: number): TrieNode | undefined {
  const { keys, values } = work;
  const own = nibbleAt(node.key, at);
  const children: Children = new Array(16).fill(undefined);
  let value: Uint8Array | undefined;
  let hashed = false;
  let others = 0;
  let below: TrieNode | undefined = node;
  let from = low;
  if ((keys[from] as StateKey).length * 2 === at) {
    const put = values[from++];
    if (put !== undefined) {
      [value, hashed] = heldValue(work, put);
      others++;
    }
  }
  while (from < high) {
    const nibble = nibbleAt(keys[from] as StateKey, at);
    const stop = groupEnd(work, at, nibble, from, high);
    if (nibble === own) {
      // Only an update that changes something gives another node than the one it got.
      const moved = withStart(node, at + 1);
      const updated = update(work, moved, from, stop);
      if (updated !== moved) below = updated;
    } else {
      const child = build(work, at + 1, from, stop);
      if (child !== undefined) {
        children[nibble] = child;
        others++;
      }
    }
    from = stop;
  }
  if (others === 0) return below === undefined ? undefined : withStart(below, node.start);
  if (below !== undefined) children[own] = withStart(below, at + 1);
  return normalize(work, node.key, node.start, at, value, hashed, children, undefined);
}

/** All keys pass through the whole partial key of the node. */
function updateInside(work: Work, node: TrieNode, low: number, high: number): TrieNode | undefined {
  const { keys, values, trie } = work;
  const { end } = node;
  let { value, hashed } = node;
  let children: Children | undefined;
  let changed = false;
  let from = low;
  if ((keys[from] as StateKey).length * 2 === end) {
    const put = values[from++];
    const [newValue, newHashed] = put === undefined ? [undefined, false] : heldValue(work, put);
    if (newHashed !== hashed || !sameBytes(newValue, value)) {
      value = newValue;
      hashed = newHashed;
      changed = true;
    }
  }
  while (from < high) {
    const nibble = nibbleAt(keys[from] as StateKey, end);
    const stop = groupEnd(work, end, nibble, from, high);
    const child = childAt(trie.source, node, nibble);
    const updated = child === undefined ? build(work, end + 1, from, stop) : update(work, child, from, stop);
    if (updated !== child) {
      children ??= node.children === undefined ? new Array(16).fill(undefined) : [...node.children];
      children[nibble] = updated;
      changed = true;
    } else if (children !== undefined) {
      // It may have been loaded for this, after the copy was made: the new node keeps it.
      children[nibble] = child;
    }
    from = stop;
  }
  if (!changed) return node;
  return normalize(work, node.key, node.start, end, value, hashed, children ?? node.children, node.raw);
}

/** A node of these parts: a branch, or a leaf or the only child when there is no more. */
function normalize(
  work: Work,
  key: StateKey,
  start: number,
  end: number,
  value: Uint8Array | undefined,
  hashed: boolean,
  children: Children | undefined,
  raw: StoredBranch | undefined,
): TrieNode | undefined {
  let count = 0;
  let only = 0;
  if (children !== undefined) {
    for (let index = 0; index < 16; index++) {
      if (children[index] === undefined) continue;
      count++;
      only = index;
    }
  }
  if (count === 0) {
    return value === undefined ? undefined : createNode(key, start, end, value, hashed, undefined, undefined);
  }
  const branch = createNode(key, start, end, value, hashed, children, raw);
  if (count > 1 || value !== undefined) return branch;
  return withStart(childAt(work.trie.source, branch, only) as TrieNode, start);
}
