import { DecodeError, Reader, Writer } from "../../codec/io.ts";
import { fromHex, type Hex, toHex } from "../../lib/bytes.ts";
import { createMessageWriter, readMessage } from "./protobuf.ts";

/** What may be asked of each block, one bit each. Rust: `sc_network_common::sync::message BlockAttributes`. */
export const blockFields = {
  header: 1,
  body: 2,
  receipt: 4,
  messageQueue: 8,
  justification: 16,
  indexedBody: 32,
} as const;

/** What it takes to import a block. */
export const wholeBlocks = blockFields.header | blockFields.body | blockFields.justification;

const allFields = 63;

export type Direction = "ascending" | "descending";

/** A block by its hash or its number. */
export type FromBlock = { readonly hash: Hex } | { readonly number: number };

/** Asks for blocks. Rust: `sc_network_sync schema api.v1 BlockRequest`. */
export interface BlockRequest {
  /** Bits of `blockFields`. */
  readonly fields: number;
  /** The first block of the answer. */
  readonly from: FromBlock;
  /** Ascending: along the best chain. Descending: from parent to parent. */
  readonly direction: Direction;
  /** The most blocks to answer; 0 for as many as the answerer gives. */
  readonly max: number;
  /** Whether the asker reads several justifications of a block. */
  readonly multipleJustifications: boolean;
}

/** Encodes a request (protobuf). The bits of the fields are the first byte of a big-endian u32. */
export function encodeBlockRequest(request: BlockRequest): Uint8Array {
  const to = createMessageWriter();
  if (request.fields !== 0) to.uint32(1, request.fields * 0x1000000);
  if ("hash" in request.from) to.bytes(2, fromHex(request.from.hash));
  else {
    const number = new Writer();
    number.u32(request.from.number);
    to.bytes(3, number.finish());
  }
  if (request.direction === "descending") to.uint32(5, 1);
  if (request.max !== 0) to.uint32(6, request.max);
  if (request.multipleJustifications) to.bool(7, true);
  return to.finish();
}

/** Decodes a request. @throws DecodeError, also for bits and directions that there are not, and without a first block */
export function decodeBlockRequest(bytes: Uint8Array): BlockRequest {
  let fields = 0;
  let from: FromBlock | undefined;
  let direction = 0;
  let max = 0;
  let multipleJustifications = false;
  readMessage(bytes, (field, value) => {
    if (field === 1) fields = value.uint32() >>> 24;
    else if (field === 2) from = { hash: toHex(new Reader(value.bytes()).take(32)) };
    else if (field === 3) from = { number: new Reader(value.bytes()).u32() };
    else if (field === 5) direction = value.uint32();
    else if (field === 6) max = value.uint32();
    else if (field === 7) multipleJustifications = value.bool();
  });
  if (from === undefined) throw new DecodeError("a request of blocks without a first block", bytes.length);
  if ((fields & ~allFields) !== 0) throw new DecodeError(`no fields of blocks ${fields}`, bytes.length);
  if (direction > 1) throw new DecodeError(`no direction ${direction}`, bytes.length);
  return {
    fields,
    from,
    direction: direction === 1 ? "descending" : "ascending",
    max,
    multipleJustifications,
  };
}
