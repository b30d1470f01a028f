import { blake2b128 } from "../../crypto/hashing.ts";
import { equalBytes } from "../../lib/bytes.ts";
import { RecordError } from "../errors.ts";
import { orderedRoot } from "../trie/ordered-root.ts";
import { decodeParts, encodeParts } from "./parts.ts";

/**
 * The record of a body: four bytes 0xff, the blake2b-128 hash of the rest, then the extrinsics as parts. The root in
 * the header is no such checksum: it is that of the extrinsics as they are written anew after decoding, which may be
 * other bytes. Layout 1 had the parts alone; a part is never 0xffffffff bytes long, which tells them apart.
 */
const marked = 0xffff_ffff;
const front = 20;

/** A body as its record. */
export function encodeBody(body: readonly Uint8Array[]): Uint8Array {
  const bytes = encodeParts(body, front);
  new DataView(bytes.buffer).setUint32(0, marked, true);
  bytes.set(blake2b128(bytes.subarray(front)), 4);
  return bytes;
}

/**
 * The extrinsics of a record.
 * @param extrinsicsRoot that of the header, 32 bytes: what bodies of layout 1 are checked against.
 * @throws RecordError when they are not what was stored.
 */
export function decodeBody(record: Uint8Array, extrinsicsRoot: Uint8Array): Uint8Array[] {
  const numbers = new DataView(record.buffer, record.byteOffset, record.byteLength);
  if (record.length >= front && numbers.getUint32(0, true) === marked) {
    const rest = record.subarray(front);
    if (!equalBytes(blake2b128(rest), record.subarray(4, front)))
      throw new RecordError("a body does not have its checksum");
    return decodeParts(rest);
  }
  const body = decodeParts(record);
  if (!equalBytes(orderedRoot(body), extrinsicsRoot))
    throw new RecordError("a body does not have the root that its header names");
  return body;
}
