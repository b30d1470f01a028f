import { DecodeError, Reader } from "../../codec/io.ts";
import { emptyBytes, fromHex, type Hex, toHex } from "../../lib/bytes.ts";
import { createMessageWriter, readMessage } from "./protobuf.ts";

/** A block in an answer; what was not asked for is absent. Rust: `sc_network_sync schema api.v1 BlockData`. */
export interface BlockPart {
  readonly hash: Hex;
  /** SCALE, with its seal. */
  readonly header?: Uint8Array;
  /** Extrinsics, each with its length in front. An empty body and none look the same on the wire. */
  readonly body: readonly Uint8Array[];
  /** The justification of GRANDPA alone, for askers who read only one. */
  readonly justification?: Uint8Array;
  /** All justifications, SCALE: see justifications.ts. */
  readonly justifications?: Uint8Array;
}

/** The most extrinsics read of one answer: 8 MiB of bodies hold no more that are longer than 60 bytes. */
const mostExtrinsics = 131_072;

/** Encodes the blocks of an answer (protobuf). */
export function encodeBlockResponse(blocks: readonly BlockPart[]): Uint8Array {
  const to = createMessageWriter();
  for (const block of blocks) to.bytes(1, encodeBlock(block));
  return to.finish();
}

function encodeBlock(block: BlockPart): Uint8Array {
  const to = createMessageWriter();
  to.bytes(1, fromHex(block.hash));
  if (block.header !== undefined) to.bytes(2, block.header);
  for (const extrinsic of block.body) to.bytes(3, extrinsic);
  const { justification, justifications } = block;
  if (justification !== undefined && justification.length > 0) to.bytes(6, justification);
  if (justification?.length === 0) to.bool(7, true);
  if (justifications !== undefined && justifications.length > 0) to.bytes(8, justifications);
  return to.finish();
}

/**
 * Decodes an answer. All bytes are copies: what is kept of one block does not hold the whole answer.
 * @param most blocks after these are not read, so that whoever looks sees one too many at most.
 * @throws DecodeError
 */
export function decodeBlockResponse(bytes: Uint8Array, most: number): BlockPart[] {
  const blocks: BlockPart[] = [];
  const left = { extrinsics: mostExtrinsics };
  readMessage(bytes, (field, value) => {
    if (field === 1 && blocks.length < most) blocks.push(decodeBlock(value.bytes(), left));
  });
  return blocks;
}

function decodeBlock(bytes: Uint8Array, left: { extrinsics: number }): BlockPart {
  let hash: Hex | undefined;
  let header = emptyBytes;
  let justification = emptyBytes;
  let justifications = emptyBytes;
  let emptyJustification = false;
  const body: Uint8Array[] = [];
  readMessage(bytes, (field, value) => {
    if (field === 1) hash = toHex(new Reader(value.bytes()).take(32));
    else if (field === 2) header = value.bytes().slice();
    else if (field === 3) {
      if (left.extrinsics-- === 0) throw new DecodeError("too many extrinsics in an answer", 0);
      body.push(wholeExtrinsic(value.bytes()));
    } else if (field === 6) justification = value.bytes().slice();
    else if (field === 7) emptyJustification = value.bool();
    else if (field === 8) justifications = value.bytes().slice();
  });
  if (hash === undefined) throw new DecodeError("a block without its hash", bytes.length);
  return {
    hash,
    body,
    ...(header.length > 0 ? { header } : {}),
    ...(justification.length > 0 || emptyJustification ? { justification } : {}),
    ...(justifications.length > 0 ? { justifications } : {}),
  };
}

/** An extrinsic as long as its length says; what follows is dropped, as in the original. */
function wholeExtrinsic(bytes: Uint8Array): Uint8Array {
  const from = new Reader(bytes);
  const length = from.length(1);
  return bytes.slice(0, from.offset + length);
}
