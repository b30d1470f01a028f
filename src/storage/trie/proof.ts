import { blake2b256 } from "../../crypto/hashing.ts";
import { compareBytes, type StateKey, toKey } from "../../lib/bytes.ts";
import { childAt } from "./decode-node.ts";
import { encodeNode, referenceOf } from "./encode-node.ts";
import { commonNibbles, nibbleAt } from "./nibbles.ts";
import { type NodeSource, TrieError, type TrieLayout } from "./node.ts";
import { findNode, loadTrie, type Trie } from "./trie.ts";

/**
 * The nodes (and values that are represented by their hash) that someone who knows only the root needs to read these
 * keys, or to see that they are absent; sorted, each once. Rust: `prove_read` of sp-state-machine.
 * @param valueOf the value of a key of this trie, for values that the trie only holds the hash of.
 */
export function prove(
  trie: Trie,
  keys: readonly StateKey[],
  valueOf: (key: StateKey) => Uint8Array | undefined,
): Uint8Array[] {
  const parts = new Map<string, Uint8Array>();
  const add = (bytes: Uint8Array): void => {
    parts.set(toKey(bytes), Uint8Array.from(bytes));
  };
  for (const key of keys) {
    let node = trie.root;
    while (node !== undefined) {
      if (node === trie.root || referenceOf(node).length === 32) add(encodeNode(node));
      if (commonNibbles(node.key, key, node.start, node.end) < node.end) break;
      if (key.length * 2 === node.end) {
        const value = node.hashed ? valueOf(key) : undefined;
        if (value !== undefined) add(value);
        break;
      }
      node = childAt(trie.source, node, nibbleAt(key, node.end));
    }
  }
  return [...parts.values()].sort(compareBytes);
}

/**
 * Reads keys from a proof made by `prove`.
 * @returns each key with its value, undefined when the proof shows that it is absent.
 * @throws TrieError when the proof does not reach that far or is not of this root.
 */
export function readFromProof(
  root: Uint8Array,
  proof: readonly Uint8Array[],
  keys: readonly StateKey[],
  layout: TrieLayout = 1,
): Map<StateKey, Uint8Array | undefined> {
  const parts = new Map(proof.map((part) => [toKey(blake2b256(part)), part]));
  const source: NodeSource = {
    load(_path, hash) {
      const part = parts.get(toKey(hash));
      if (part === undefined) throw new TrieError("the proof is incomplete, or of another root");
      return { bytes: part, length: part.length };
    },
  };
  const trie = loadTrie(layout, source, root);
  return new Map(
    keys.map((key) => {
      const node = findNode(trie, key);
      if (node?.value === undefined) return [key, undefined];
      return [key, node.hashed ? source.load("", node.value).bytes : node.value];
    }),
  );
}

/** Whether a proof shows these keys with these values (undefined: absent) under that root. */
export function verifyProof(
  root: Uint8Array,
  proof: readonly Uint8Array[],
  expected: ReadonlyMap<StateKey, Uint8Array | undefined>,
  layout: TrieLayout = 1,
): boolean {
  try {
    const found = readFromProof(root, proof, [...expected.keys()], layout);
    for (const [key, value] of expected) {
      const other = found.get(key);
      if ((value === undefined) !== (other === undefined)) return false;
      if (value !== undefined && other !== undefined && compareBytes(value, other) !== 0) return false;
    }
    return true;
  } catch (error) {
    if (error instanceof TrieError) return false;
    throw error;
  }
}
