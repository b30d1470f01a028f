import { DecodeError, Reader, Writer } from "../../codec/io.ts";
import { fromHex, type Hex, toHex } from "../../lib/bytes.ts";
import { readHeader } from "../../primitives/header.ts";
import type { Voter } from "../finality.ts";
import type { FinalizedChain } from "./finalized-chain.ts";
import { verifyJustification } from "./justification.ts";
import { decodeJustification } from "./messages.ts";
import { type SetChanges, setOfBlock } from "./set-changes.ts";
import type { VerifySignature } from "./signatures.ts";
import { createVoterSet } from "./voter-set.ts";

/** That a block is final: the justification of a later block, and the way there. Rust: `sc_consensus_grandpa::FinalityProof`. */
export interface FinalityProof {
  /** The block that is justified. */
  readonly block: Hex;
  readonly justification: Uint8Array;
  /** Encoded headers after the block that was asked for, up to the justified one. */
  readonly unknownHeaders: readonly Uint8Array[];
}

/** A proof; or that there is none, since no justification was kept; or why it cannot be asked for. */
export type FinalityAnswer =
  | { readonly type: "proof"; readonly proof: FinalityProof }
  | { readonly type: "none" }
  | { readonly type: "refused"; readonly reason: "not finalized" | "set unknown" | "block missing" };

/** How many headers a proof has at most. */
const mostHeaders = 100_000;

/** The block whose justification proves a block final, with that justification. */
function justifiedAbove(
  chain: FinalizedChain,
  changes: SetChanges,
  block: number,
): { readonly number: number; readonly justification: Uint8Array } | FinalityAnswer {
  const set = setOfBlock(changes, block);
  if (set === "unknown") return { type: "refused", reason: "set unknown" };
  if (set === "latest") {
    const justification = chain.bestJustification();
    const target = justification === undefined ? undefined : decodeJustification(justification)?.commit.target;
    return justification === undefined || target === undefined
      ? { type: "none" }
      : { number: target.number, justification };
  }
  const hash = chain.hashAt(set.lastBlock);
  if (hash === undefined) return { type: "refused", reason: "block missing" };
  const justification = chain.justification(hash);
  return justification === undefined ? { type: "none" } : { number: set.lastBlock, justification };
}

/**
 * Proves a block final: by the last block of its set, or by the last justified block when its set still votes.
 * Rust: `sc_consensus_grandpa::finality_proof::prove_finality`.
 * @param withHeaders whether the headers between are wanted
 */
export function proveFinality(
  chain: FinalizedChain,
  changes: SetChanges,
  block: number,
  withHeaders: boolean,
): FinalityAnswer {
  if (chain.finalizedNumber() < block) return { type: "refused", reason: "not finalized" };
  const above = justifiedAbove(chain, changes, block);
  if ("type" in above) return above;
  const unknownHeaders: Uint8Array[] = [];
  const lastHash = chain.hashAt(above.number);
  if (lastHash === undefined) return { type: "refused", reason: "block missing" };
  for (let number = block + 1; withHeaders && number <= above.number && unknownHeaders.length < mostHeaders; number++) {
    const hash = chain.hashAt(number);
    const header = hash === undefined ? undefined : chain.header(hash);
    if (header === undefined) return { type: "refused", reason: "block missing" };
    unknownHeaders.push(header);
  }
  return { type: "proof", proof: { block: lastHash, justification: above.justification, unknownHeaders } };
}

/** The bytes of a proof, SCALE. */
export function encodeFinalityProof({ block, justification, unknownHeaders }: FinalityProof): Uint8Array {
  const to = new Writer();
  to.raw(fromHex(block));
  to.compact(justification.length);
  to.raw(justification);
  to.compact(unknownHeaders.length);
  for (const header of unknownHeaders) to.raw(header);
  return to.finish();
}

function readProof(from: Reader): FinalityProof {
  const block = toHex(from.take(32));
  const justification = from.take(from.length(1));
  const unknownHeaders: Uint8Array[] = [];
  for (let left = from.length(1); left > 0; left--) {
    const start = from.offset;
    readHeader(from);
    unknownHeaders.push(from.bytes.slice(start, from.offset));
  }
  return { block, justification, unknownHeaders };
}

/**
 * The proof in these bytes when its justification is by these voters; undefined otherwise. Its headers have to be checked
 * by whoever uses them. Rust: `finality_proof.rs check_finality_proof`.
 */
export function checkFinalityProof(
  bytes: Uint8Array,
  by: { readonly setId: bigint; readonly authorities: readonly Voter[]; readonly verify: VerifySignature },
): FinalityProof | undefined {
  try {
    const proof = readProof(new Reader(bytes));
    const justification = decodeJustification(proof.justification);
    const voters = createVoterSet(by.authorities);
    if (justification === undefined || voters === undefined) return undefined;
    const { setId, verify } = by;
    return verifyJustification(justification, { setId, voters, verify }) === undefined ? proof : undefined;
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}
