import { DecodeError } from "../../codec/io.ts";
import type { Hex } from "../../lib/bytes.ts";
import { decodeWarpRequest } from "../../network/messages/warp-request.ts";
import { encodeWarpResponse, type WarpResponse } from "../../network/messages/warp-response.ts";
import type { Answer } from "../../network/network.ts";
import { badRequest } from "../reputation.ts";

/** Makes the proofs of all changes of authorities after a block; undefined when that block is none to begin at. */
export type WarpProver = (begin: Hex) => WarpResponse | undefined;

/** Answers a request of warp proofs. Rust: `sc_network_sync::warp_request_handler RequestHandler`. */
export function answerWarp(prove: WarpProver, bytes: Uint8Array): Answer {
  const begin = readBegin(bytes);
  if (begin === undefined) return { changes: [badRequest] };
  const proofs = prove(begin);
  return proofs === undefined ? {} : { bytes: encodeWarpResponse(proofs) };
}

function readBegin(bytes: Uint8Array): Hex | undefined {
  try {
    return decodeWarpRequest(bytes);
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}
