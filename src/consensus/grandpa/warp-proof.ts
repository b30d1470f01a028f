import { DecodeError } from "../../codec/io.ts";
import type { Hex } from "../../lib/bytes.ts";
import { decodeHeader, headerHash } from "../../primitives/header.ts";
import type { Voter } from "../finality.ts";
import type { Place } from "../fork-tree.ts";
import { findScheduledChange, type ScheduledChange } from "./digest.ts";
import type { FinalizedChain } from "./finalized-chain.ts";
import type { HardForks } from "./hard-forks.ts";
import { verifyJustification } from "./justification.ts";
import { decodeJustification } from "./messages.ts";
import { changesAfter, type SetChanges } from "./set-changes.ts";
import type { VerifySignature } from "./signatures.ts";
import { createVoterSet } from "./voter-set.ts";

/** The last block of a set, which announces the next one, with its justification; both as they are encoded. */
export interface WarpFragment {
  readonly header: Uint8Array;
  readonly justification: Uint8Array;
}

/** From set to set, and at last to the highest justified block. Rust: `sc_consensus_grandpa::warp_proof::WarpSyncProof`. */
export interface WarpProof {
  readonly proofs: readonly WarpFragment[];
  /** Whether nothing follows. */
  readonly isFinished: boolean;
}

/** The most bytes that a proof has, and what its list and flag take of them. */
const mostBytes = 8 * 1024 * 1024;
const frame = 50;

/** Why a proof cannot be given. */
export type WarpRefusal = "start unknown" | "start not finalized" | "start not in the finalized chain" | "data missing";

const sizeOf = ({ header, justification }: WarpFragment): number => header.length + justification.length;

/** A block with its justification; undefined when one of them is not there. */
function fragmentOf(chain: FinalizedChain, hash: Hex): WarpFragment | undefined {
  const [header, justification] = [chain.header(hash), chain.justification(hash)];
  if (header === undefined || justification === undefined) return undefined;
  return decodeJustification(justification) === undefined ? undefined : { header, justification };
}

/** The highest justified block, when it is not below a height. */
function latestFragment(chain: FinalizedChain, least: number): WarpFragment | undefined {
  const justification = chain.bestJustification();
  const target = justification === undefined ? undefined : decodeJustification(justification)?.commit.target;
  if (justification === undefined || target === undefined || target.number < least) return undefined;
  const header = chain.header(target.hash);
  return header === undefined ? undefined : { header, justification };
}

function startOf(chain: FinalizedChain, begin: Hex): number | WarpRefusal {
  const number = chain.numberOf(begin);
  if (number === undefined) return "start unknown";
  if (number > chain.finalizedNumber()) return "start not finalized";
  return chain.hashAt(number) === begin ? number : "start not in the finalized chain";
}

/**
 * Makes the proof that leads from a block on, as far as eight megabytes go. Rust: `WarpSyncProof::generate`.
 * @param begin a block that the one who asks takes for final
 */
export function generateWarpProof(chain: FinalizedChain, begin: Hex, changes: SetChanges): WarpProof | WarpRefusal {
  const start = startOf(chain, begin);
  if (typeof start !== "number") return start;
  const sets = changesAfter(changes, start);
  if (sets === undefined) return "data missing";
  const proofs: WarpFragment[] = [];
  let [bytes, lastNumber] = [0, start - 1];
  const fits = (fragment: WarpFragment): boolean => bytes + sizeOf(fragment) < mostBytes - frame;
  for (const { lastBlock } of sets) {
    const hash = chain.hashAt(lastBlock);
    const header = hash === undefined ? undefined : chain.header(hash);
    if (hash === undefined || header === undefined) return "data missing";
    // A set that ended by force hands over to nobody: the chain of trust ends. So it does, as in the original, at a change
    // with a delay, which an earlier block announced.
    if (findScheduledChange(decodeHeader(header)) === undefined) break;
    const fragment = fragmentOf(chain, hash);
    if (fragment === undefined) return "data missing";
    if (!fits(fragment)) return { proofs, isFinished: false };
    bytes += sizeOf(fragment);
    proofs.push(fragment);
    lastNumber = lastBlock;
  }
  const latest = latestFragment(chain, lastNumber + 1);
  if (latest === undefined) return { proofs, isFinished: true };
  if (!fits(latest)) return { proofs, isFinished: false };
  return { proofs: [...proofs, latest], isFinished: true };
}

/** Whose justifications a proof begins with. */
export interface WarpStart {
  readonly setId: bigint;
  readonly authorities: readonly Voter[];
}

/** Where a good proof has led. */
export interface WarpProgress extends WarpStart {
  /** The last block that it proves final. */
  readonly last: Place;
  readonly lastHeader: Uint8Array;
  readonly isFinished: boolean;
}

/** Why a proof proves nothing. */
export type WarpFault =
  | "empty"
  | "header undecodable"
  | "justification undecodable"
  | "no voters"
  | "justification invalid"
  | "header and justification of different blocks"
  | "header without a change of voters";

/** How far a proof has been followed. */
interface Step extends WarpStart {
  readonly last: Place;
}

/** Follows a proof from a set of voters on. Rust: `WarpSyncProof::verify`, `NetworkProvider::verify`. */
export function verifyWarpProof(
  { proofs, isFinished }: WarpProof,
  start: WarpStart,
  by: { readonly hardForks: HardForks; readonly verify: VerifySignature },
): WarpProgress | WarpFault {
  let at: WarpStart | Step = start;
  for (const [index, fragment] of proofs.entries()) {
    const mayEnd = isFinished && index === proofs.length - 1;
    const step = followFragment(fragment, at, { ...by, mayEnd });
    if (typeof step === "string") return step;
    at = step;
  }
  const lastHeader = proofs.at(-1)?.header;
  return lastHeader === undefined || !("last" in at) ? "empty" : { ...at, lastHeader, isFinished };
}

function readHeaderOf({
  header,
}: WarpFragment): { readonly place: Place; readonly change: ScheduledChange | undefined } | undefined {
  try {
    const decoded = decodeHeader(header);
    return { place: { hash: headerHash(header), number: decoded.number }, change: findScheduledChange(decoded) };
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

/** The voters that a hard fork puts in place of those that the proof tells. */
function forked({ setId, authorities }: WarpStart, { hash }: Place, hardForks: HardForks): WarpStart {
  if (hardForks.type === "set-offset") return { setId: setId + hardForks.offset, authorities };
  return hardForks.sets.get(hash) ?? { setId, authorities };
}

function followFragment(
  fragment: WarpFragment,
  from: WarpStart,
  by: { readonly hardForks: HardForks; readonly verify: VerifySignature; readonly mayEnd: boolean },
): Step | WarpFault {
  const read = readHeaderOf(fragment);
  if (read === undefined) return "header undecodable";
  const { place, change } = read;
  const { setId, authorities } = forked(from, place, by.hardForks);
  const [justification, voters] = [decodeJustification(fragment.justification), createVoterSet(authorities)];
  if (justification === undefined) return "justification undecodable";
  if (voters === undefined) return "no voters";
  if (verifyJustification(justification, { setId, voters, verify: by.verify }) !== undefined)
    return "justification invalid";
  if (justification.commit.target.hash !== place.hash) return "header and justification of different blocks";
  if (change !== undefined) return { setId: setId + 1n, authorities: change.authorities, last: place };
  return by.mayEnd ? { setId, authorities, last: place } : "header without a change of voters";
}
