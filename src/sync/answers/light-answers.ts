import { DecodeError } from "../../codec/io.ts";
import { type Hex, type StateKey, toKey } from "../../lib/bytes.ts";
import { decodeLightRequest, type LightRequest } from "../../network/messages/light-request.ts";
import { encodeLightResponse } from "../../network/messages/light-response.ts";
import type { Answer } from "../../network/network.ts";
import { badRequest } from "../reputation.ts";

/** Reading what light clients ask of a state. */
export interface ProofReader {
  /**
   * The trie nodes, sorted, that show keys of the top trie or a child trie of a block's state; undefined when it is not
   * kept. A child trie that there is not has no keys.
   */
  proofAt(block: Hex, keys: readonly StateKey[], child?: StateKey): readonly Uint8Array[] | undefined;
}

/** A call of the runtime that is to be made with everything recorded that it reads. */
export interface LightCall {
  readonly block: Hex;
  /** A function of the runtime API, such as `Core_version`. */
  readonly method: string;
  /** Its arguments, SCALE. */
  readonly data: Uint8Array;
}

/** An answer, or a call whose proof makes the answer; without a proof the client asks somebody else. */
export type LightAnswer =
  | Answer
  | { readonly call: LightCall; answer(proof: readonly Uint8Array[] | undefined): Answer };

const childPrefix = ":child_storage:default:";

/**
 * Answers a light client. Rust: `sc_network_light::light_client_requests::handler`.
 * An engine that cannot record what a call reads answers without a proof, as for a state that is not kept.
 */
export function answerLight(proofs: ProofReader, bytes: Uint8Array): LightAnswer {
  const request = readRequest(bytes);
  if (request === undefined) return { changes: [badRequest] };
  if (request.type === "call") {
    const { block, method, data } = request;
    return { call: { block, method, data }, answer: (proof) => ({ bytes: encodeLightResponse("call", proof) }) };
  }
  return { bytes: encodeLightResponse("read", proofFor(proofs, request)) };
}

/** @returns undefined for what does not decode, and for a read of no keys */
function readRequest(bytes: Uint8Array): LightRequest | undefined {
  try {
    const request = decodeLightRequest(bytes);
    return request.type === "read" && request.keys.length === 0 ? undefined : request;
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

function proofFor(
  proofs: ProofReader,
  { block, child, keys }: LightRequest & { readonly type: "read" },
): readonly Uint8Array[] | undefined {
  const wanted = keys.map(toKey);
  if (child === undefined) return proofs.proofAt(block, wanted);
  const place = toKey(child);
  if (!place.startsWith(childPrefix)) return undefined;
  return proofs.proofAt(block, wanted, place.slice(childPrefix.length));
}
