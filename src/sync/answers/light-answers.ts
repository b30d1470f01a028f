import { DecodeError } from "../../codec/io.ts";
import { type Hex, type StateKey, toKey } from "../../lib/bytes.ts";
import { decodeLightRequest, type LightRequest } from "../../network/messages/light-request.ts";
import { encodeLightResponse } from "../../network/messages/light-response.ts";
import type { Answer } from "../../network/network.ts";
import { badRequest } from "../reputation.ts";

/** What is to be proven for a light client. */
export type LightProof =
  | {
      readonly type: "read";
      readonly block: Hex;
      readonly keys: readonly StateKey[];
      /** The id of a child trie; absent for the top trie. */
      readonly child?: StateKey;
    }
  | {
      readonly type: "call";
      readonly block: Hex;
      /** A function of the runtime API, such as `Core_version`. */
      readonly method: string;
      /** Its arguments, SCALE. */
      readonly data: Uint8Array;
    };

/** Trie nodes, sorted: those of a call are all that it reads. */
type Nodes = readonly Uint8Array[] | undefined;

/** An answer, or what proof makes the answer; without a proof the client asks somebody else. */
export type LightAnswer = Answer | { readonly wanted: LightProof; answer(proof: Nodes): Answer };

const childPrefix = ":child_storage:default:";

/** Answers a light client. Rust: `sc_network_light::light_client_requests::handler`. */
export function answerLight(bytes: Uint8Array): LightAnswer {
  const request = readRequest(bytes);
  if (request === undefined) return { changes: [badRequest] };
  const answer = (proof: Nodes): Answer => ({ bytes: encodeLightResponse(request.type, proof) });
  if (request.type === "call") return { wanted: request, answer };
  const { block, child } = request;
  const keys = request.keys.map(toKey);
  if (child === undefined) return { wanted: { type: "read", block, keys }, answer };
  const place = toKey(child);
  if (!place.startsWith(childPrefix)) return answer(undefined);
  return { wanted: { type: "read", block, keys, child: place.slice(childPrefix.length) }, answer };
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
