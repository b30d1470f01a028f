import { equalBytes, type StateKey, toKey } from "../../lib/bytes.ts";
import { childRootPrefix } from "../state/parent-state.ts";
import { decodeCompact } from "./compact-proof.ts";
import { type NodeSource, TrieError, type TrieNode, valueKey } from "./node.ts";
import { anyChildPrefix, badStart, type RangeStart } from "./range-proof.ts";
import { findNode, loadTrie, type Trie } from "./trie.ts";
import { walkEntries } from "./walk-entries.ts";

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

/** A node of a proof that is not there: where a range ends. */
class MissingNode extends TrieError {
  override name = "MissingNode";
}

/** Takes an entry. @returns whether to go on */
type TakeEntry = (key: StateKey, value: Uint8Array) => boolean;

/**
 * The entries that a range proof shows, all of them from `start` on without one between them left out.
 * Rust: `sp_state_machine read_range_proof_check_with_child`.
 * @throws TrieError when it proves nothing under this root, or nothing after `start`
 */
export function verifyRange(root: Uint8Array, nodes: readonly Uint8Array[], start: RangeStart): ProvenRange {
  const source = sourceOf(decodeProof(root, nodes));
  const trie = loadTrie(1, source, root);
  const top: [StateKey, Uint8Array][] = [];
  const parts: ProvenPart[] = [{ entries: top }];
  const withRoot = new Map<string, StateKey>();
  /** @returns the last key, where the trie goes on; undefined when it ended */
  const readChild = (place: StateKey, childRoot: Uint8Array, after: StateKey | undefined): RangeStart | "whole" => {
    if (!place.startsWith(childRootPrefix) || childRoot.length !== 32) throw badStart();
    const child = place.slice(childRootPrefix.length);
    const entries: [StateKey, Uint8Array][] = [];
    const whole = read(
      source,
      () => loadTrie(1, source, childRoot),
      after,
      (key, value) => entries.push([key, value]) > 0,
    );
    const last = entries.at(-1)?.[0];
    if (last === undefined && !whole) return [];
    withRoot.set(toKey(childRoot), child);
    parts.push({ child, entries });
    return whole || last === undefined ? "whole" : [place, last];
  };

  /** The last key of the top trie up to which everything is read, its child trie too. */
  let [reached] = start;
  if (start.length === 2) {
    const [place, inChild] = start as [StateKey, StateKey];
    const node = findNode(trie, place);
    const ended = node === undefined ? [] : readChild(place, valueOf(source, node), inChild);
    if (ended !== "whole") return goOn(parts, ended, start);
  }
  for (;;) {
    let child: readonly [StateKey, Uint8Array] | undefined;
    const whole = read(
      source,
      () => trie,
      reached,
      (key, value) => {
        if (key.startsWith(anyChildPrefix)) {
          const sameAs = withRoot.get(toKey(value));
          if (sameAs === undefined) {
            child = [key, value];
            return false;
          }
          parts.push({ child: key.slice(childRootPrefix.length), sameAs, entries: [] });
        } else top.push([key, value]);
        reached = key;
        return true;
      },
    );
    if (child === undefined) return whole ? { parts, next: undefined } : goOn(parts, listOf(reached), start);
    const [place, childRoot] = child;
    const ended = readChild(place, childRoot, undefined);
    // A child trie of which nothing is shown is where the next range begins.
    if (ended !== "whole") return goOn(parts, ended.length > 0 ? ended : listOf(reached), start);
    reached = place;
  }
}

const listOf = (key: StateKey | undefined): RangeStart => (key === undefined ? [] : [key]);

function goOn(parts: readonly ProvenPart[], next: RangeStart, start: RangeStart): ProvenRange {
  const same = next.length === start.length && next.every((key, index) => key === start[index]);
  if (next.length === 0 || same) throw new TrieError("a range proof shows nothing");
  return { parts, next };
}

/** Reads a trie as far as it is shown. @returns whether it ended, and `take` wanted all of it */
function read(source: NodeSource, open: () => Trie, after: StateKey | undefined, take: TakeEntry): boolean {
  try {
    for (const node of walkEntries(open(), after)) if (!take(valueKey(node), valueOf(source, node))) return false;
    return true;
  } catch (error) {
    if (error instanceof MissingNode) return false;
    throw error;
  }
}

const valueOf = (source: NodeSource, node: TrieNode): Uint8Array =>
  node.hashed ? source.load("", node.value as Uint8Array).bytes : (node.value as Uint8Array);

function sourceOf(parts: ProofParts): NodeSource {
  return {
    load(_path, hash) {
      const bytes = parts.get(toKey(hash));
      if (bytes === undefined) throw new MissingNode("the proof ends here");
      return { bytes, length: bytes.length };
    },
  };
}

/** Nodes and values of a proof by their hashes, as keys. */
type ProofParts = ReadonlyMap<string, Uint8Array>;

/** Reads the nodes of the top trie and of the child tries it names. Rust: `sp_trie::decode_compact`. */
function decodeProof(root: Uint8Array, nodes: readonly Uint8Array[]): ProofParts {
  const parts = new Map<string, Uint8Array>();
  const top = decodeCompact(nodes, 0, parts);
  if (!equalBytes(top.root, root)) throw new TrieError("a range proof of another root");
  for (let next = top.next; next < nodes.length; ) next = decodeCompact(nodes, next, parts).next;
  return parts;
}
