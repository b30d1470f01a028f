import { DecodeError } from "../../codec/io.ts";
import { type Hex, type StateKey, toHex, toKey } from "../../lib/bytes.ts";
import { decodeStateRequest, type StateRequest } from "../../network/messages/state-request.ts";
import { encodeStateResponse } from "../../network/messages/state-response.ts";
import type { Answer, PeerId } from "../../network/network.ts";
import { badRequest, sameStateRequest } from "../reputation.ts";
import { createSeenRequests } from "./seen-requests.ts";
import { type StateOfBlock, stateEntries } from "./state-entries.ts";

/** The states of a chain, as far as requests of states are answered out of them. */
export interface StateReader {
  /** The state of a block; undefined when it is not kept. */
  stateAt(block: Hex): StateOfBlock | undefined;
  /**
   * The compact nodes that show the state's entries after `start`, of about that many bytes; undefined when the state is
   * not kept, or there is no such start.
   */
  proveRange(block: Hex, start: readonly StateKey[], limit: number): readonly Uint8Array[] | undefined;
}

/** A state answer takes about so many bytes. Rust: `state_request_handler.rs MAX_RESPONSE_BYTES`. */
const mostBytes = 2 * 1024 * 1024;
/** The top trie, and a child trie under it. Rust: `MAX_NESTED_TRIE_DEPTH`. */
const mostTries = 2;

export type StateAnswers = (peer: PeerId, request: Uint8Array) => Answer;

/**
 * What answers requests of states. Rust: `sc_network_sync::state_request_handler StateRequestHandler`.
 * @param peers how many peers there are at most
 */
export function createStateAnswers(states: StateReader, peers: number): StateAnswers {
  const seen = createSeenRequests(peers);
  return (peer, bytes) => {
    const request = readRequest(bytes);
    if (request === undefined) return { changes: [badRequest] };
    const key = `${peer} ${request.block} ${request.start.map(toHex).join(" ")}`;
    if (seen.tooOften(key)) return { changes: [sameStateRequest] };
    const answer = answerFor(states, request);
    if (answer === undefined) return {};
    seen.answered(key);
    return { bytes: answer };
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

function answerFor(states: StateReader, request: StateRequest): Uint8Array | undefined {
  const { block, noProof } = request;
  if (request.start.length > mostTries) return undefined;
  const start = request.start.map(toKey);
  if (!noProof) {
    const proof = states.proveRange(block, start, mostBytes);
    return proof === undefined ? undefined : encodeStateResponse({ entries: [], proof });
  }
  const state = states.stateAt(block);
  const entries = state === undefined ? undefined : stateEntries(state, start, mostBytes);
  return entries === undefined ? undefined : encodeStateResponse({ entries });
}
