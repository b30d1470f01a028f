import { type StateKey, toKey } from "../../lib/bytes.ts";
import { childRootPrefix, type ParentState, type TrieState } from "../state/parent-state.ts";
import { encodeCompact, type RecordedParts } from "./compact-proof.ts";
import { encodeNode, referenceOf } from "./encode-node.ts";
import { TrieError, type TrieNode, valueKey } from "./node.ts";
import type { Trie } from "./trie.ts";
import { type WalkListener, walkEntries } from "./walk-entries.ts";

/** The keys after which a range begins: none, one of the top trie, or the place of a child trie and one of its keys. */
export type RangeStart = readonly StateKey[];

/** Where all places of child tries begin, of whatever kind. */
export const anyChildPrefix = ":child_storage:";

/** A start that names no child trie of this state. */
class NoSuchStart extends TrieError {
  override name = "NoSuchStart";
}

export const badStart = (): TrieError => new NoSuchStart("a range begins in a child trie that there is not");

/** A child that was loaded for a proof, and what stood in its place. */
interface Load {
  readonly parent: TrieNode;
  readonly index: number;
  readonly offset: number;
}

/**
 * The compact nodes that show the entries of a state from a key on. They take about `limit` bytes, and one entry at least.
 * What was loaded for it is let go again: whoever fetches a whole state would else bring all of it into memory.
 * Rust: `sp_state_machine prove_range_read_with_child_with_size`.
 * None for a start that this state does not have.
 */
export function proveRange(state: ParentState, start: RangeStart, limit: number): Uint8Array[] {
  const loads: Load[] = [];
  try {
    return recordRange(state, start, limit, loads);
  } catch (error) {
    if (error instanceof NoSuchStart) return [];
    throw error;
  } finally {
    for (const { parent, index, offset } of loads) {
      if (parent.children !== undefined) parent.children[index] = offset;
    }
  }
}

function recordRange(state: ParentState, start: RangeStart, limit: number, loads: Load[]): Uint8Array[] {
  const top = state.trie();
  const nodes = new Set<TrieNode>();
  const values = new Map<TrieNode, Uint8Array>();
  const children: Trie[] = [];
  const roots = new Set<string>();
  let size = 0;
  const record = (trie: Trie): WalkListener => ({
    visited(node) {
      if (nodes.has(node)) return;
      nodes.add(node);
      // A node that its parent holds as a whole takes nothing of its own.
      if (node === trie.root || referenceOf(node).length === 32) size += withLength(encodeNode(node).length);
    },
    loaded(parent, index, offset) {
      loads.push({ parent, index, offset });
    },
  });
  const recordValue = (from: TrieState, node: TrieNode): Uint8Array => {
    // A short value is part of its node: whoever is sent a whole state costs no read for each of its keys.
    if (!node.hashed) return node.value as Uint8Array;
    const value = from.get(valueKey(node));
    if (value === undefined) throw new TrieError("a value is missing");
    if (!values.has(node)) {
      values.set(node, value);
      size += withLength(value.length);
    }
    return value;
  };
  /** @returns whether the trie ended before the limit */
  const takeChild = (place: StateKey, after: StateKey | undefined): boolean => {
    if (!place.startsWith(childRootPrefix)) throw badStart();
    const child = state.child(place.slice(childRootPrefix.length));
    const trie = child.trie();
    children.push(trie);
    for (const node of walkEntries(trie, after, record(trie))) {
      recordValue(child, node);
      if (size > limit) return false;
    }
    return true;
  };
  /** @returns the place of the child trie to go on with; undefined at the limit or the end */
  const takeTop = (after: StateKey | undefined): StateKey | undefined => {
    for (const node of walkEntries(top, after, record(top))) {
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

  if (start.length > 2) throw badStart();
  let [after] = start;
  if (start.length === 2) {
    const [place, inChild] = start as [StateKey, StateKey];
    // A walk that begins after the key goes down to it first.
    walkEntries(top, place, record(top)).next();
    const root = state.get(place);
    if (root === undefined) throw badStart();
    roots.add(toKey(root));
    if (!takeChild(place, inChild)) return joined(top, children, { nodes, values });
  }
  for (;;) {
    const place = takeTop(after);
    if (place === undefined || !takeChild(place, undefined)) return joined(top, children, { nodes, values });
    after = place;
  }
}

function joined(top: Trie, children: readonly Trie[], parts: RecordedParts): Uint8Array[] {
  let nodes = encodeCompact(top, parts);
  for (const child of children) nodes = nodes.concat(encodeCompact(child, parts));
  return nodes;
}

/** How many bytes a list of so many takes with its length. */
const withLength = (length: number): number => length + (length < 64 ? 1 : length < 16_384 ? 2 : 4);
