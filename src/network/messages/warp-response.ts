import { Reader, Writer } from "../../codec/io.ts";
import { plainBytes } from "../../lib/bytes.ts";
import { readHeader } from "../../primitives/header.ts";

/** A header and what proves it final. */
export interface WarpFragment {
  /** SCALE, with its seal. */
  readonly header: Uint8Array;
  /** A justification of GRANDPA, SCALE. */
  readonly justification: Uint8Array;
}

/** Rust: `sc_consensus_grandpa::warp_proof WarpSyncProof`. */
export interface WarpResponse {
  readonly proofs: readonly WarpFragment[];
  /** Whether the last fragment is the newest final block of the answerer. */
  readonly isFinished: boolean;
}

/** Encodes an answer. */
export function encodeWarpResponse({ proofs, isFinished }: WarpResponse): Uint8Array {
  const to = new Writer();
  to.compact(proofs.length);
  for (const { header, justification } of proofs) {
    to.raw(header);
    to.raw(justification);
  }
  to.u8(isFinished ? 1 : 0);
  return to.finish();
}

/** Parent, number, two roots, no digest items. */
const leastHeader = 98;
/** Round, target, and no precommits or headers. */
const leastJustification = 46;
/** Hash and number of the block, signature, key. */
const signedPrecommitLength = 36 + 64 + 32;

/** Decodes an answer. @throws DecodeError */
export function decodeWarpResponse(bytes: Uint8Array): WarpResponse {
  const from = new Reader(plainBytes(bytes));
  const proofs: WarpFragment[] = [];
  for (let left = from.length(leastHeader + leastJustification); left > 0; left--) {
    const start = from.offset;
    readHeader(from);
    const end = from.offset;
    skipJustification(from);
    proofs.push({ header: from.bytes.slice(start, end), justification: from.bytes.slice(end, from.offset) });
  }
  const isFinished = from.u8() === 1;
  from.end();
  return { proofs, isFinished };
}

/** Goes over a justification: round, target, precommits, headers on the way. Rust: `GrandpaJustification`. */
function skipJustification(from: Reader): void {
  from.take(8 + 36);
  from.take(from.length(signedPrecommitLength) * signedPrecommitLength);
  for (let left = from.length(leastHeader); left > 0; left--) readHeader(from);
}
