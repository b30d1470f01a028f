import { Reader } from "../../codec/io.ts";
import { fromHex, type Hex, toHex } from "../../lib/bytes.ts";

/** Encodes a request of proofs from a block on. Rust: `sc_network_sync WarpProofRequest`. */
export function encodeWarpRequest(begin: Hex): Uint8Array {
  return fromHex(begin);
}

/** Decodes a request: the hash of the block to begin at. @throws DecodeError */
export function decodeWarpRequest(bytes: Uint8Array): Hex {
  const from = new Reader(bytes);
  const begin = toHex(from.take(32));
  from.end();
  return begin;
}
