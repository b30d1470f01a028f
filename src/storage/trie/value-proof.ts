import { DecodeError } from "../../codec/io.ts";
import { equalBytes, type StateKey } from "../../lib/bytes.ts";
import { nibbleAt } from "./nibbles.ts";
import { isHashed, type TrieLayout } from "./node.ts";
import { decodeProofNode, encodeProofNode, type ProofNode } from "./proof-node.ts";
import type { Hash } from "./root-by-hash.ts";

/** A claim that the trie of a root has a value. */
export interface ValueClaim {
  readonly root: Uint8Array;
  readonly key: StateKey;
  readonly value: Uint8Array;
}

/** A branch on the way down. */
interface Step {
  readonly node: ProofNode;
  readonly nibble: number;
  /** Whether the child is held by the branch as a whole. */
  readonly inline: boolean;
}

const hashLength = 32;

/**
 * Whether a proof shows that a trie has a value: its nodes are those on the way down from the root, without the value
 * and without the hashes of one another, and nothing else. Rust: `trie_db: proof/verify.rs verify_proof` for one item.
 */
export function verifyValueProof(
  hash: Hash,
  layout: TrieLayout,
  claim: ValueClaim,
  proof: readonly Uint8Array[],
): boolean {
  try {
    const root = rootOf(hash, layout, claim, proof);
    return root !== undefined && equalBytes(root, claim.root);
  } catch (error) {
    if (error instanceof DecodeError) return false;
    throw error;
  }
}

/** The root of the trie with the claimed value; undefined when the proof does not fit. */
function rootOf(
  hash: Hash,
  layout: TrieLayout,
  { key, value }: ValueClaim,
  proof: readonly Uint8Array[],
): Uint8Array | undefined {
  const steps: Step[] = [];
  let used = 0;
  let bytes = proof[used++];
  let at = 0;
  for (;;) {
    const node = bytes === undefined ? undefined : decodeProofNode(bytes);
    if (node === undefined || !follows(node, key, at)) return undefined;
    at += node.count;
    if (at === key.length * 2) {
      if (!isOpen(node) || used !== proof.length) return undefined;
      const held = isHashed(value, layout) ? { bytes: hash(value), hashed: true } : { bytes: value, hashed: false };
      return rebuilt(hash, encodeProofNode({ ...node, value: held }), steps, node);
    }
    const nibble = nibbleAt(key, at++);
    const child = node.children?.[nibble];
    // A hash in the place of a node that follows is one too many.
    if (child === undefined || child.length === hashLength) return undefined;
    steps.push({ node, nibble, inline: child.length > 0 });
    bytes = child.length > 0 ? child : proof[used++];
  }
}

/** Whether the place of a node's value is empty, as the proof of that value leaves it. */
function isOpen({ value, children }: ProofNode): boolean {
  if (children !== undefined) return value === undefined;
  return value !== undefined && !value.hashed && value.bytes.length === 0;
}

/** The hash of the first node, with all that was left out put in its place from the last node up. */
function rebuilt(hash: Hash, last: Uint8Array, steps: readonly Step[], end: ProofNode): Uint8Array | undefined {
  let encoded = last;
  if (!childrenFit(end.children)) return undefined;
  for (const { node, nibble, inline } of steps.toReversed()) {
    if (inline && encoded.length > hashLength) return undefined;
    const children = (node.children ?? []).with(nibble, inline ? encoded : hash(encoded));
    if (!childrenFit(children)) return undefined;
    encoded = encodeProofNode({ ...node, children });
  }
  return hash(encoded);
}

const childrenFit = (children: ProofNode["children"]): boolean =>
  children === undefined || children.every((child) => child === undefined || child.length <= hashLength);

/** Whether the part of a key from `at` on begins with a partial key. */
function follows({ partial, count }: ProofNode, key: StateKey, at: number): boolean {
  if (at + count > key.length * 2) return false;
  const padding = count & 1;
  for (let index = 0; index < count; index++) {
    const place = index + padding;
    const byte = partial[place >> 1] as number;
    if ((place & 1 ? byte & 15 : byte >> 4) !== nibbleAt(key, at + index)) return false;
  }
  return true;
}
