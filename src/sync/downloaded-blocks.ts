import { DecodeError } from "../codec/io.ts";
import type { Hex } from "../lib/bytes.ts";
import type { BlockRequest } from "../network/messages/block-request.ts";
import { type BlockPart, decodeBlockResponse } from "../network/messages/block-response.ts";
import { decodeJustifications } from "../network/messages/justifications.ts";
import type { PeerId, ReputationChange } from "../network/network.ts";
import type { Justification } from "../primitives/block.ts";
import { createExtrinsic, type Extrinsic } from "../primitives/extrinsic.ts";
import { decodeHeader, headerHash } from "../primitives/header.ts";
import { badMessage, badResponse, knownBadBlock, notRequested } from "./reputation.ts";
import type { IncomingBlock } from "./types.ts";

/** A block of an answer, as it came. */
export interface DownloadedBlock {
  /** What the peer says that its hash is. */
  readonly hash: Hex;
  readonly header?: {
    readonly bytes: Uint8Array;
    readonly hash: Hex;
    readonly number: number;
    readonly parentHash: Hex;
  };
  readonly body: readonly Extrinsic[];
  readonly justifications?: readonly Justification[];
}

/** Reads an answer to a request. @returns what the peer loses for bytes that do not decode */
export function readBlocks(bytes: Uint8Array, request: BlockRequest): DownloadedBlock[] | ReputationChange {
  try {
    // One more than was asked for shows that they are too many.
    return decodeBlockResponse(bytes, request.max + 1).map(readBlock);
  } catch (error) {
    if (error instanceof DecodeError) return badMessage;
    throw error;
  }
}

function readBlock({ hash, header, body, justification, justifications }: BlockPart): DownloadedBlock {
  const all =
    justifications === undefined ? justificationOfGrandpa(justification) : decodeJustifications(justifications);
  return {
    hash,
    body: body.map(createExtrinsic),
    ...(header === undefined ? {} : { header: readHeader(header) }),
    ...(all === undefined ? {} : { justifications: all }),
  };
}

/** Peers that know of one justification only do not say whose it is. Rust: `legacy_justification_mapping`. */
function justificationOfGrandpa(justification: Uint8Array | undefined): Justification[] | undefined {
  return justification === undefined ? undefined : [["FRNK", justification]];
}

function readHeader(bytes: Uint8Array): DownloadedBlock["header"] {
  const { number, parentHash } = decodeHeader(bytes);
  return { bytes, hash: headerHash(bytes), number, parentHash };
}

/**
 * The blocks of an answer in ascending order, when they are what was asked for: no more of them, the first one right,
 * everything there, each the parent of the next. Otherwise what the peer loses. The original leaves it to the import to
 * find blocks that do not follow each other. Rust: `chain_sync.rs validate_blocks`.
 */
export function checkBlocks(
  blocks: readonly DownloadedBlock[],
  request: BlockRequest,
  origin: PeerId,
): IncomingBlock[] | ReputationChange {
  const { from } = request;
  if (blocks.length > request.max) return notRequested;
  const first = blocks[0]?.header;
  if (first === undefined || !("hash" in from ? first.hash === from.hash : first.number === from.number)) {
    return notRequested;
  }
  const incoming: IncomingBlock[] = [];
  for (const { hash, header, body, justifications } of blocks) {
    if (header === undefined) return badResponse;
    if (header.hash !== hash) return knownBadBlock;
    const { number, parentHash, bytes } = header;
    const given = justifications === undefined ? {} : { justifications };
    incoming.push({ hash, number, parentHash, header: bytes, body, origin, ...given });
  }
  if (request.direction === "descending") incoming.reverse();
  return incoming.every(follows) ? incoming : notRequested;
}

function follows(block: IncomingBlock, index: number, blocks: readonly IncomingBlock[]): boolean {
  const before = blocks[index - 1];
  return before === undefined || (block.parentHash === before.hash && block.number === before.number + 1);
}
