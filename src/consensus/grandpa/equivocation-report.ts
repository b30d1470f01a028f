import { Writer } from "../../codec/io.ts";
import { fromHex, type Hex } from "../../lib/bytes.ts";
import type { Place } from "../fork-tree.ts";
import { type AuthoritySet, nextChange } from "./authority-set.ts";
import { AuthoritySetError } from "./authority-set-error.ts";
import { writePlace } from "./messages.ts";
import type { IsDescendent } from "./pending-changes.ts";
import type { Cast, Equivocation } from "./types.ts";

/**
 * The last block of the chain up to `best` whose state has the set's voters: it proves whose key voted twice.
 * Rust: `sc_consensus_grandpa::environment::Environment::report_equivocation`.
 * @returns undefined when the headers for that are missing
 * @throws AuthoritySetError when the set was to change at the first block, after which there is none of it
 */
export function lastBlockOfSet(
  set: AuthoritySet,
  best: Place,
  isDescendent: IsDescendent,
  parentOf: (hash: Hex) => Place | undefined,
): Hex | undefined {
  const change = nextChange(set, best.hash, isDescendent);
  if (change === undefined || change.number > best.number) return best.hash;
  if (change.number === 0) {
    throw new AuthoritySetError("inconsistent-changes", "the first block announced a change of voters");
  }
  return parentOf(change.hash)?.hash;
}

function writeCast(to: Writer, { target, signature }: Cast): void {
  writePlace(to, target);
  to.raw(signature);
}

/** What the rules take as proof of two votes. Rust: `sp_consensus_grandpa::EquivocationProof`. */
export function encodeEquivocationProof(
  setId: bigint,
  { round, phase, voter, first, second }: Equivocation,
): Uint8Array {
  const to = new Writer();
  to.u64(setId);
  to.u8(phase === "prevote" ? 0 : 1);
  to.u64(round);
  to.raw(fromHex(voter));
  writeCast(to, first);
  writeCast(to, second);
  return to.finish();
}
