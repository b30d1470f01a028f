import { DecodeError } from "../../codec/io.ts";
import type { Hex } from "../../lib/bytes.ts";
import { least } from "../../lib/integers.ts";
import { type BlockRequest, blockFields, decodeBlockRequest } from "../../network/messages/block-request.ts";
import { type BlockPart, encodeBlockResponse } from "../../network/messages/block-response.ts";
import { encodeJustifications } from "../../network/messages/justifications.ts";
import type { Answer, PeerId } from "../../network/network.ts";
import type { Justification } from "../../primitives/block.ts";
import { decodeHeader } from "../../primitives/header.ts";
import { badRequest, sameBlockRequest, sameSmallBlockRequest } from "../reputation.ts";
import { createSeenRequests } from "./seen-requests.ts";

/** The blocks of a chain, as far as requests of blocks are answered out of them. */
export interface BlockReader {
  /** SCALE; undefined when the block is not known. */
  header(hash: Hex): Uint8Array | undefined;
  /** The extrinsics, each with its length in front; undefined when they are not kept. */
  body(hash: Hex): readonly Uint8Array[] | undefined;
  justifications(hash: Hex): readonly Justification[] | undefined;
  /** The block of that number on the best chain. */
  hashAt(number: number): Hex | undefined;
}

/** The most blocks of an answer. Rust: `MAX_BLOCKS_IN_RESPONSE`. */
export const mostBlocks = 128;
/** Bodies of an answer take at most this many bytes, unless it is a single block. Rust: `MAX_BODY_BYTES`. */
const mostBodyBytes = 8 * 1024 * 1024;

const smallFields = blockFields.header | blockFields.justification;

/** Answers a request of blocks by a peer. */
export type BlockAnswers = (peer: PeerId, request: Uint8Array) => Answer;

/**
 * What answers requests of blocks. Rust: `sc_network_sync::block_request_handler BlockRequestHandler`.
 * @param peers how many peers there are at most
 */
export function createBlockAnswers(chain: BlockReader, peers: number): BlockAnswers {
  const seen = createSeenRequests(peers);
  return (peer, bytes) => {
    const request = readRequest(bytes);
    if (request === undefined) return { changes: [badRequest] };
    const small = (request.fields & ~smallFields) === 0;
    const key = `${peer} ${JSON.stringify(request)}`;
    const change = seen.tooOften(key) ? (small ? sameSmallBlockRequest : sameBlockRequest) : undefined;
    if (change !== undefined && !small) return { changes: [change] };
    const blocks = blocksFor(chain, request);
    if (blocks.some(holdsSomething)) seen.answered(key);
    return { bytes: encodeBlockResponse(blocks), ...(change === undefined ? {} : { changes: [change] }) };
  };
}

/** Whether a block counts as an answer: a long justification alone does not. */
const holdsSomething = ({ header, body, justification }: BlockPart): boolean =>
  header !== undefined || body.length > 0 || justification?.length === 0;

/** The request, with at most as many blocks as are answered. */
function readRequest(bytes: Uint8Array): BlockRequest | undefined {
  try {
    const request = decodeBlockRequest(bytes);
    return { ...request, max: request.max === 0 ? mostBlocks : least(request.max, mostBlocks) };
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

/** The blocks of an answer: as many as are known, asked for, and fit. Rust: `get_block_response`. */
function blocksFor(chain: BlockReader, request: BlockRequest): BlockPart[] {
  const blocks: BlockPart[] = [];
  let size = 0;
  let next = "hash" in request.from ? request.from.hash : chain.hashAt(request.from.number);
  while (next !== undefined && blocks.length < request.max) {
    const hash = next;
    const header = chain.header(hash);
    if (header === undefined) break;
    const body = (request.fields & blockFields.body) === 0 ? [] : chain.body(hash);
    if (body === undefined) break;
    for (const extrinsic of body) size += extrinsic.length;
    if (blocks.length > 0 && size > mostBodyBytes) break;
    blocks.push({
      hash,
      ...((request.fields & blockFields.header) === 0 ? {} : { header }),
      body,
      ...((request.fields & blockFields.justification) === 0 ? {} : justificationsOf(chain, hash, request)),
    });
    const { number, parentHash } = decodeHeader(header);
    if (request.direction === "ascending") next = chain.hashAt(number + 1);
    else next = number === 0 ? undefined : parentHash;
  }
  return blocks;
}

type Justified = Pick<BlockPart, "justification" | "justifications">;

function justificationsOf(chain: BlockReader, hash: Hex, { multipleJustifications }: BlockRequest): Justified {
  const found = chain.justifications(hash) ?? [];
  if (found.length === 0) return {};
  if (multipleJustifications) return { justifications: encodeJustifications(found) };
  const justification = found.find(([engine]) => engine === "FRNK")?.[1];
  return justification === undefined ? {} : { justification };
}
