import { DecodeError } from "../../codec/io.ts";
import { type Hex, type StateKey, toHex, toKey } from "../../lib/bytes.ts";
import { decodeStateRequest, type StateRequest } from "../../network/messages/state-request.ts";
import { encodeStateResponse, type StateEntries } from "../../network/messages/state-response.ts";
import type { Answer, PeerId } from "../../network/network.ts";
import { badRequest, sameStateRequest } from "../reputation.ts";
import { createSeenRequests } from "./seen-requests.ts";

/** A part of a block's state that is to be looked up: where it begins, and about how many bytes it takes. */
export interface RangeQuestion {
  readonly block: Hex;
  readonly start: readonly StateKey[];
  readonly limit: number;
}

/**
 * An answer, or what has to be looked up for it: the compact nodes that prove the entries after a key, or the entries
 * themselves (`stateEntries`). Undefined or nothing when the state is not kept, or there is no such start.
 */
export type StateAnswer =
  | Answer
  | { readonly nodesOf: RangeQuestion; answer(nodes: readonly Uint8Array[] | undefined): Answer }
  | { readonly entriesOf: RangeQuestion; answer(entries: readonly StateEntries[] | undefined): Answer };

/** A state answer takes about so many bytes. Rust: `state_request_handler.rs MAX_RESPONSE_BYTES`. */
const mostBytes = 2 * 1024 * 1024;
/** The top trie, and a child trie under it. Rust: `MAX_NESTED_TRIE_DEPTH`. */
const mostTries = 2;

export type StateAnswers = (peer: PeerId, request: Uint8Array) => StateAnswer;

/**
 * What answers requests of states. Rust: `sc_network_sync::state_request_handler StateRequestHandler`.
 * @param peers how many peers there are at most
 */
export function createStateAnswers(peers: number): StateAnswers {
  const seen = createSeenRequests(peers);
  return (peer, bytes) => {
    const request = readRequest(bytes);
    if (request === undefined) return { changes: [badRequest] };
    const key = `${peer} ${request.block} ${request.start.map(toHex).join(" ")}`;
    if (seen.tooOften(key)) return { changes: [sameStateRequest] };
    if (request.start.length > mostTries) return {};
    const question = { block: request.block, start: request.start.map(toKey), limit: mostBytes };
    const answered = (bytes: Uint8Array): Answer => {
      seen.answered(key);
      return { bytes };
    };
    if (request.noProof) {
      const answer = (entries: readonly StateEntries[] | undefined): Answer =>
        entries === undefined ? {} : answered(encodeStateResponse({ entries }));
      return { entriesOf: question, answer };
    }
    const answer = (proof: readonly Uint8Array[] | undefined): Answer =>
      proof === undefined || proof.length === 0 ? {} : answered(encodeStateResponse({ entries: [], proof }));
    return { nodesOf: question, answer };
  };
}

function readRequest(bytes: Uint8Array): StateRequest | undefined {
  try {
    return decodeStateRequest(bytes);
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}
