import { DecodeError, Reader } from "../../codec/io.ts";
import { fromHex, type Hex, toHex } from "../../lib/bytes.ts";
import { createMessageWriter, readMessage } from "./protobuf.ts";

/** Asks for a part of a block's state. Rust: `sc_network_sync schema api.v1 StateRequest`. */
export interface StateRequest {
  readonly block: Hex;
  /** The keys after which to go on: none at the start, one in the top trie, two (its place, its key) in a child trie. */
  readonly start: readonly Uint8Array[];
  /** Whether keys and values are wanted as they are, in place of a proof. */
  readonly noProof: boolean;
}

/** More than a child trie's two is never asked for; a few are read, so that the answerer may refuse them. */
const mostStarts = 3;

/** Encodes a request (protobuf). */
export function encodeStateRequest({ block, start, noProof }: StateRequest): Uint8Array {
  const to = createMessageWriter();
  to.bytes(1, fromHex(block));
  for (const key of start) to.bytes(2, key);
  if (noProof) to.bool(3, true);
  return to.finish();
}

/** Decodes a request. @throws DecodeError */
export function decodeStateRequest(bytes: Uint8Array): StateRequest {
  let block: Hex | undefined;
  let noProof = false;
  const start: Uint8Array[] = [];
  readMessage(bytes, (field, value) => {
    if (field === 1) block = toHex(new Reader(value.bytes()).take(32));
    else if (field === 2 && start.length < mostStarts) start.push(value.bytes().slice());
    else if (field === 3) noProof = value.bool();
  });
  if (block === undefined) throw new DecodeError("a request of state without its block", bytes.length);
  return { block, start, noProof };
}
