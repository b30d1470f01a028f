import { createMessageWriter } from "./protobuf.ts";
import { encodeNodes } from "./state-response.ts";

/**
 * Encodes the answer to a light client (protobuf): trie nodes, or nothing when this node cannot answer, for example
 * since the state is not kept. Rust: `sc_network_light schema api.v1.light Response`.
 */
export function encodeLightResponse(type: "call" | "read", proof: readonly Uint8Array[] | undefined): Uint8Array {
  const response = createMessageWriter();
  if (proof !== undefined) response.bytes(2, encodeNodes(proof));
  const to = createMessageWriter();
  to.bytes(type === "call" ? 1 : 2, response.finish());
  return to.finish();
}
