import { blake2b256 } from "../../crypto/hashing.ts";
import { equalBytes, type StateKey, toKey } from "../../lib/bytes.ts";
import { childRootPrefix, type ParentState, type TrieState } from "../state/parent-state.ts";
import { decodeCompact, encodeCompact, type ProofParts } from "./compact-proof.ts";
import { encodeNode, referenceOf } from "./encode-node.ts";
import { type NodeSource, TrieError, type TrieNode, valueKey } from "./node.ts";
import { findNode, loadTrie, type Trie } from "./trie.ts";
import { walkEntries } from "./walk-entries.ts";

/** The keys after which a range begins: none, one of the top trie, or the place of a child trie and one of its keys. */
export type RangeStart = readonly StateKey[];

/** Keys and values of one trie, as a range proof shows them. */
export interface ProvenPart {
  /** The id of a child trie; absent for the top trie. */
  readonly child?: StateKey;
  /** A child trie that has the same entries as this one, which are not repeated. */
  readonly sameAs?: StateKey;
  readonly entries: readonly (readonly [StateKey, Uint8Array])[];
}

export interface ProvenRange {
  readonly parts: readonly ProvenPart[];
  /** Where the next range begins; undefined when the state ends here. */
  readonly next: RangeStart | undefined;
}

/** Where all places of child tries begin, of whatever kind. */
const anyChildPrefix = ":child_storage:";

/** A start that names no child trie of this state. */
const badStart = (): TrieError => new TrieError("a range begins in a child trie that there is not");

/**
 * The compact nodes that show the entries of a state from a key on. They take about `limit` bytes, and one entry at least.
 * Rust: `sp_state_machine prove_range_read_with_child_with_size`.
 * @throws TrieError for a start that this state does not have
 */
export function proveRange(state: ParentState, start: RangeStart, limit: number): Uint8Array[] {
  const parts = new Map<string, Uint8Array>();
  const children: Trie[] = [];
  const roots = new Set<string>();
  let size = 0;
  const keep = (hash: Uint8Array, bytes: Uint8Array): void => {
    const key = toKey(hash);
    if (parts.has(key)) return;
    parts.set(key, bytes);
    size += bytes.length + lengthOfLength(bytes.length);
  };
  const record = (trie: Trie) => (node: TrieNode) => {
    const reference = referenceOf(node);
    if (reference.length === 32) keep(reference, encodeNode(node).slice());
    else if (node === trie.root) keep(blake2b256(reference), reference);
  };
  const recordValue = (from: TrieState, node: TrieNode): Uint8Array => {
    const value = from.get(valueKey(node));
    if (value === undefined) throw new TrieError("a value is missing");
    if (node.hashed && node.value !== undefined) keep(node.value, value);
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
    if (!takeChild(at, inChild)) return joined(state.trie(), children, parts);
  }
  for (;;) {
    place = takeTop(after);
    if (place === undefined || !takeChild(place, undefined)) return joined(state.trie(), children, parts);
    after = place;
  }
}

/** Records the nodes down to a key. @returns its value */
function recordPath(state: TrieState, key: StateKey, record: (node: TrieNode) => void): Uint8Array | undefined {
  // A walk that begins after the key goes down to it first.
  walkEntries(state.trie(), key, record).next();
  return state.get(key);
}

function joined(top: Trie, children: readonly Trie[], parts: ProofParts): Uint8Array[] {
  let nodes = encodeCompact(top, parts);
  for (const child of children) nodes = nodes.concat(encodeCompact(child, parts));
  return nodes;
}

const lengthOfLength = (length: number): number => (length < 64 ? 1 : length < 16_384 ? 2 : 4);

/** A node of a proof that is not there: where a range ends. */
class MissingNode extends TrieError {
  override name = "MissingNode";
}

/**
 * The entries that a range proof shows, all of them from `start` on without one between them left out.
 * Rust: `sp_state_machine read_range_proof_check_with_child`.
 * @throws TrieError when it proves nothing under this root
 */
export function verifyRange(root: Uint8Array, nodes: readonly Uint8Array[], start: RangeStart): ProvenRange {
  const parts = decodeProof(root, nodes);
  const source: NodeSource = {
    load(_path, hash) {
      const bytes = parts.get(toKey(hash));
      if (bytes === undefined) throw new MissingNode("the proof ends here");
      return { bytes, length: bytes.length };
    },
  };
  const valueOf = (node: TrieNode): Uint8Array =>
    node.hashed ? source.load("", node.value as Uint8Array).bytes : (node.value as Uint8Array);
  /** @returns whether the trie ended; `take` says whether to go on */
  const read = (
    trie: Trie,
    after: StateKey | undefined,
    take: (key: StateKey, value: Uint8Array) => boolean,
  ): boolean => {
    try {
      for (const node of walkEntries(trie, after)) if (!take(valueKey(node), valueOf(node))) return false;
      return true;
    } catch (error) {
      if (error instanceof MissingNode) return false;
      throw error;
    }
  };

  const top: [StateKey, Uint8Array][] = [];
  const found: ProvenPart[] = [{ entries: top }];
  const sameRoot = new Map<string, StateKey>();
  let lastOfTop: StateKey | undefined;
  const readChild = (place: StateKey, childRoot: Uint8Array, after: StateKey | undefined): RangeStart | "whole" => {
    if (!place.startsWith(childRootPrefix) || childRoot.length !== 32) throw badStart();
    const child = place.slice(childRootPrefix.length);
    sameRoot.set(toKey(childRoot), child);
    const entries: [StateKey, Uint8Array][] = [];
    found.push({ child, entries });
    const last = (): StateKey | undefined => entries.at(-1)?.[0];
    try {
      const whole = read(loadTrie(1, source, childRoot), after, (key, value) => entries.push([key, value]) > 0);
      if (whole) return "whole";
    } catch (error) {
      if (!(error instanceof MissingNode)) throw error;
    }
    const next = last();
    if (next === undefined) throw new TrieError("a range proof shows nothing");
    return [place, next];
  };

  const trie = loadTrie(1, source, root);
  let [after] = start;
  if (start.length === 2) {
    const [place, inChild] = start as [StateKey, StateKey];
    const childRoot = valueAt(trie, place, valueOf);
    if (childRoot === undefined) throw badStart();
    const ended = readChild(place, childRoot, inChild);
    if (ended !== "whole") return { parts: found, next: ended };
  }
  for (;;) {
    let child: readonly [StateKey, Uint8Array] | undefined;
    const whole = read(trie, after, (key, value) => {
      lastOfTop = key;
      if (!key.startsWith(anyChildPrefix)) return top.push([key, value]) > 0;
      const same = sameRoot.get(toKey(value));
      if (same === undefined) child = [key, value];
      else found.push({ child: key.slice(childRootPrefix.length), sameAs: same, entries: [] });
      return same !== undefined;
    });
    if (child !== undefined) {
      const [place, childRoot] = child;
      const ended = readChild(place, childRoot, undefined);
      if (ended !== "whole") return { parts: found, next: ended };
      after = place;
      continue;
    }
    if (whole) return { parts: found, next: undefined };
    const next = lastOfTop ?? (start.length === 2 ? start[0] : undefined);
    if (next === undefined || (start.length === 1 && next === start[0]))
      throw new TrieError("a range proof shows nothing");
    return { parts: found, next: [next] };
  }
}

function valueAt(trie: Trie, key: StateKey, valueOf: (node: TrieNode) => Uint8Array): Uint8Array | undefined {
  const node = findNode(trie, key);
  return node === undefined ? undefined : valueOf(node);
}

/** Reads the nodes of the top trie and of the child tries it names. Rust: `sp_trie::decode_compact`. */
function decodeProof(root: Uint8Array, nodes: readonly Uint8Array[]): ProofParts {
  const parts = new Map<string, Uint8Array>();
  const top = decodeCompact(nodes, 0, parts);
  if (!equalBytes(top.root, root)) throw new TrieError("a range proof of another root");
  for (let next = top.next; next < nodes.length; ) next = decodeCompact(nodes, next, parts).next;
  return parts;
}
