import { DecodeError, Reader, Writer } from "../../codec/io.ts";
import { type Hex, plainBytes } from "../../lib/bytes.ts";
import { type Header, headerHash, readHeader } from "../../primitives/header.ts";

/** What a peer tells of a block. Rust: `sc_network_common::sync::message BlockAnnounce`. */
export interface BlockAnnounce {
  readonly hash: Hex;
  readonly header: Header;
  /** SCALE, with its seal. */
  readonly headerBytes: Uint8Array;
  /** Whether the block is the best one of the peer's. */
  readonly best: boolean;
  /** What goes with the block; nothing in this chain. */
  readonly data: Uint8Array;
}

/** Encodes an announcement: the header, whether it is best, and what goes with it. */
export function encodeBlockAnnounce(header: Uint8Array, best: boolean, data: Uint8Array): Uint8Array {
  const to = new Writer();
  to.raw(header);
  to.u8(best ? 1 : 0);
  to.compact(data.length);
  to.raw(data);
  return to.finish();
}

/**
 * Decodes an announcement. As in the original, a message that ends after the header, or goes on as something else, is
 * of the best block and without data. @throws DecodeError when there is no header in front.
 */
export function decodeBlockAnnounce(bytes: Uint8Array): BlockAnnounce {
  const from = new Reader(plainBytes(bytes));
  const header = readHeader(from);
  const headerBytes = from.bytes.slice(0, from.offset);
  const state = from.remaining > 0 ? from.u8() : 1;
  return { hash: headerHash(headerBytes), header, headerBytes, best: state !== 0, data: dataOf(from) };
}

function dataOf(from: Reader): Uint8Array {
  try {
    return from.take(from.length(1));
  } catch (error) {
    if (error instanceof DecodeError) return new Uint8Array(0);
    throw error;
  }
}
