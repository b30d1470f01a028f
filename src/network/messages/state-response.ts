import { DecodeError, Reader, Writer } from "../../codec/io.ts";
import { emptyBytes } from "../../lib/bytes.ts";
import { createMessageWriter, readMessage } from "./protobuf.ts";

/** Keys and values of one trie. Rust: `sc_network_sync schema api.v1 KeyValueStateEntry`. */
export interface StateEntries {
  /** The root of a child trie; no bytes for the top trie. */
  readonly root: Uint8Array;
  readonly entries: readonly (readonly [key: Uint8Array, value: Uint8Array])[];
  /** Whether the trie ends with them. */
  readonly complete: boolean;
}

/** A part of a state. Rust: `sc_network_sync schema api.v1 StateResponse`. */
export interface StateResponse {
  /** When no proof was asked for: the top trie first, then child tries. */
  readonly entries: readonly StateEntries[];
  /** The nodes of a compact proof; absent when none was given. */
  readonly proof?: readonly Uint8Array[];
}

/** The most keys, child tries and proof nodes read of one answer, whose size the network bounds. */
const mostItems = 262_144;

/** Encodes an answer (protobuf). The proof is SCALE: `CompactProof`. */
export function encodeStateResponse({ entries, proof }: StateResponse): Uint8Array {
  const to = createMessageWriter();
  for (const one of entries) to.bytes(1, encodeEntries(one));
  if (proof !== undefined) to.bytes(2, encodeNodes(proof));
  return to.finish();
}

function encodeEntries({ root, entries, complete }: StateEntries): Uint8Array {
  const to = createMessageWriter();
  if (root.length > 0) to.bytes(1, root);
  for (const [key, value] of entries) {
    const pair = createMessageWriter();
    if (key.length > 0) pair.bytes(1, key);
    if (value.length > 0) pair.bytes(2, value);
    to.bytes(2, pair.finish());
  }
  if (complete) to.bool(3, true);
  return to.finish();
}

/** Encodes a list of trie nodes, SCALE: proofs compact and plain, as sync and light clients have them. */
export function encodeNodes(nodes: readonly Uint8Array[]): Uint8Array {
  const to = new Writer();
  to.compact(nodes.length);
  for (const node of nodes) {
    to.compact(node.length);
    to.raw(node);
  }
  return to.finish();
}

/** Decodes an answer. @throws DecodeError */
export function decodeStateResponse(bytes: Uint8Array): StateResponse {
  const left = { items: mostItems };
  const entries: StateEntries[] = [];
  let proof = emptyBytes;
  readMessage(bytes, (field, value) => {
    if (field === 1) entries.push(decodeEntries(value.bytes(), left));
    else if (field === 2) proof = value.bytes();
  });
  return { entries, ...(proof.length > 0 ? { proof: decodeNodes(proof, left) } : {}) };
}

function count(left: { items: number }): void {
  if (left.items-- === 0) throw new DecodeError("too many items in an answer", 0);
}

function decodeEntries(bytes: Uint8Array, left: { items: number }): StateEntries {
  count(left);
  let root = emptyBytes;
  let complete = false;
  const entries: (readonly [Uint8Array, Uint8Array])[] = [];
  readMessage(bytes, (field, value) => {
    if (field === 1) root = value.bytes().slice();
    else if (field === 2) {
      count(left);
      entries.push(decodePair(value.bytes()));
    } else if (field === 3) complete = value.bool();
  });
  return { root, entries, complete };
}

function decodePair(bytes: Uint8Array): readonly [Uint8Array, Uint8Array] {
  let key = emptyBytes;
  let value = emptyBytes;
  readMessage(bytes, (field, from) => {
    if (field === 1) key = from.bytes().slice();
    else if (field === 2) value = from.bytes().slice();
  });
  return [key, value];
}

function decodeNodes(bytes: Uint8Array, left: { items: number }): Uint8Array[] {
  const from = new Reader(bytes);
  const nodes: Uint8Array[] = [];
  for (let more = from.length(1); more > 0; more--) {
    count(left);
    nodes.push(from.take(from.length(1)));
  }
  return nodes;
}
