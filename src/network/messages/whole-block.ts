import { DecodeError, Reader, Writer } from "../../codec/io.ts";
import { blake2b256 } from "../../crypto/hashing.ts";
import { joinBytes, plainBytes } from "../../lib/bytes.ts";
import type { Block, BlockData } from "../../primitives/block.ts";
import { createExtrinsic } from "../../primitives/extrinsic.ts";
import { headerHash, readHeader } from "../../primitives/header.ts";

/** The longest message that carries a block, bytes. A longer block is announced, and asked for. */
export const longestWholeBlock = 8 * 1024 * 1024;

/** As in the answers of sync: so many extrinsics of usual length are longer than the message. */
const mostExtrinsics = 131_072;

/** Encodes a block: its header with the seal, then the list of its extrinsics, SCALE. Justifications do not travel with it. */
export function encodeWholeBlock(header: Uint8Array, body: readonly Uint8Array[]): Uint8Array {
  const to = new Writer();
  to.raw(header);
  to.compact(body.length);
  for (const extrinsic of body) to.raw(extrinsic);
  return to.finish();
}

/** Decodes a block. Each block has one encoding only. @throws DecodeError */
export function decodeWholeBlock(bytes: Uint8Array): Block {
  const from = new Reader(plainBytes(bytes));
  const { number, parentHash } = readHeader(from);
  const header = from.bytes.slice(0, from.offset);
  const body: BlockData["body"][number][] = [];
  const count = from.length(1);
  if (count > mostExtrinsics) throw new DecodeError("too many extrinsics in a block", from.offset);
  while (body.length < count) {
    const start = from.offset;
    const length = from.length(1);
    from.offset += length;
    body.push(createExtrinsic(from.bytes.slice(start, from.offset)));
  }
  from.end();
  return { hash: headerHash(header), number, parentHash, header, body };
}

/**
 * What tells a message from every other: the block's hash, and the hash of the body as it came. With the block's hash
 * alone, whoever sends a header with a wrong body first would keep the right one from being taken.
 */
export function wholeBlockId(bytes: Uint8Array): Uint8Array {
  const plain = plainBytes(bytes);
  const end = headerEnd(plain);
  return joinBytes([blake2b256(plain.subarray(0, end)), blake2b256(plain.subarray(end))]);
}

/** Where the header ends; all of what has none in front. */
function headerEnd(bytes: Uint8Array): number {
  const from = new Reader(bytes);
  try {
    readHeader(from);
    return from.offset;
  } catch (error) {
    if (error instanceof DecodeError) return bytes.length;
    throw error;
  }
}
