import type { Hex, StateKey } from "../lib/bytes.ts";
import type { DatabaseReader } from "./database.ts";
import { closestMerkleValue } from "./trie/closest-value.ts";
import { proveRange, type RangeStart } from "./trie/range-proof.ts";

/**
 * A question that takes the trie of a block's state: for the nodes that prove some keys, for the reference of one node, or
 * for the compact nodes that show about so many bytes of all entries after a key (of a child trie: its place and its key).
 */
export interface TrieQuestion {
  readonly block: Hex;
  /** The id of a child trie; undefined for the top trie. */
  readonly child: StateKey | undefined;
  readonly of:
    | { readonly proof: readonly StateKey[] }
    | { readonly closest: StateKey }
    | { readonly rangeAfter: RangeStart; readonly limit: number };
}

/** Nodes, none for a range that begins nowhere; or a node's reference as the only item, none when there is no such node. */
export type TrieAnswer = readonly Uint8Array[];

/** The answer by a database, undefined when it does not have the state. @throws StorageError */
export function answerOfTrie(
  database: Pick<DatabaseReader, "proofAt" | "stateAt">,
  { block, child, of }: TrieQuestion,
): TrieAnswer | undefined {
  if ("proof" in of) return database.proofAt(block, of.proof, child);
  const state = database.stateAt(block);
  if (state === undefined) return undefined;
  if ("rangeAfter" in of) return proveRange(state, of.rangeAfter, of.limit);
  const closest = closestMerkleValue((child === undefined ? state : state.child(child)).trie(), of.closest);
  return closest === undefined ? [] : [closest];
}
