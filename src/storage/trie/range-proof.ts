import { type StateKey, toKey } from "../../lib/bytes.ts";
import { childRootPrefix, type ParentState, type TrieState } from "../state/parent-state.ts";
import { encodeCompact, type RecordedParts } from "./compact-proof.ts";
import { encodeNode, referenceOf } from "./encode-node.ts";
import { TrieError, type TrieNode, valueKey } from "./node.ts";
import type { Trie } from "./trie.ts";
import { walkEntries } from "./walk-entries.ts";

/** The keys after which a range begins: none, one of the top trie, or the place of a child trie and one of its keys. */
export type RangeStart = readonly StateKey[];

/** Where all places of child tries begin, of whatever kind. */
export const anyChildPrefix = ":child_storage:";

/** A start that names no child trie of this state. */
export const badStart = (): TrieError => new TrieError("a range begins in a child trie that there is not");

/**
 * The compact nodes that show the entries of a state from a key on. They take about `limit` bytes, and one entry at least.
 * Rust: `sp_state_machine prove_range_read_with_child_with_size`.
 * @throws TrieError for a start that this state does not have
 */
export function proveRange(state: ParentState, start: RangeStart, limit: number): Uint8Array[] {
  const nodes = new Set<TrieNode>();
  const values = new Map<TrieNode, Uint8Array>();
  const children: Trie[] = [];
  const roots = new Set<string>();
  let size = 0;
  const record = (trie: Trie) => (node: TrieNode) => {
    if (nodes.has(node)) return;
    nodes.add(node);
    // A node that its parent holds as a whole takes nothing of its own.
    if (node === trie.root || referenceOf(node).length === 32) size += withLength(encodeNode(node).length);
  };
  const recordValue = (from: TrieState, node: TrieNode): Uint8Array => {
    const value = from.get(valueKey(node));
    if (value === undefined) throw new TrieError("a value is missing");
    if (node.hashed && !values.has(node)) {
      values.set(node, value);
      size += withLength(value.length);
    }
    return value;
  };
  /** @returns whether the trie ended before the limit */
  const take = (from: TrieState, after: StateKey | undefined): boolean => {
    const trie = from.trie();
    for (const node of walkEntries(trie, after, record(trie))) {
      recordValue(from, node);
      if (size > limit) return false;
    }
    return true;
  };
  const takeChild = (place: StateKey, after: StateKey | undefined): boolean => {
    if (!place.startsWith(childRootPrefix)) throw badStart();
    const child = state.child(place.slice(childRootPrefix.length));
    children.push(child.trie());
    return take(child, after);
  };
  /** @returns the place of the child trie to go on with; undefined at the limit or the end */
  const takeTop = (after: StateKey | undefined): StateKey | undefined => {
    const trie = state.trie();
    for (const node of walkEntries(trie, after, record(trie))) {
      const value = recordValue(state, node);
      const key = valueKey(node);
      if (!key.startsWith(anyChildPrefix)) {
        if (size > limit) return undefined;
      } else if (!roots.has(toKey(value))) {
        roots.add(toKey(value));
        return key;
      }
    }
    return undefined;
  };

  if (start.length > 2) throw new TrieError("a range begins in too many tries");
  let [after] = start;
  let place: StateKey | undefined;
  if (start.length === 2) {
    const [at, inChild] = start as [StateKey, StateKey];
    const root = recordPath(state, at, record(state.trie()));
    if (root === undefined) throw badStart();
    roots.add(toKey(root));
    if (!takeChild(at, inChild)) return joined(state.trie(), children, { nodes, values });
  }
  for (;;) {
    place = takeTop(after);
    if (place === undefined || !takeChild(place, undefined)) return joined(state.trie(), children, { nodes, values });
    after = place;
  }
}

/** Records the nodes down to a key. @returns its value */
function recordPath(state: TrieState, key: StateKey, record: (node: TrieNode) => void): Uint8Array | undefined {
  // A walk that begins after the key goes down to it first.
  walkEntries(state.trie(), key, record).next();
  return state.get(key);
}

function joined(top: Trie, children: readonly Trie[], parts: RecordedParts): Uint8Array[] {
  let nodes = encodeCompact(top, parts);
  for (const child of children) nodes = nodes.concat(encodeCompact(child, parts));
  return nodes;
}

/** How many bytes a list of so many takes with its length. */
const withLength = (length: number): number => length + (length < 64 ? 1 : length < 16_384 ? 2 : 4);
