import { revertChanges } from "../../consensus/grandpa/authority-set.ts";
import type { IsDescendent } from "../../consensus/grandpa/pending-changes.ts";
import { decodeAuthoritySet, encodeAuthoritySet } from "../../consensus/grandpa/persistence.ts";
import type { DatabaseReader } from "../../storage/database.ts";
import { createStoredAncestry } from "../ancestry.ts";
import { records } from "./finality.ts";

type Reverted = Pick<
  DatabaseReader,
  "getExtra" | "best" | "finalized" | "header" | "parentHash" | "numberOf" | "isCanonical" | "hashAt"
>;

/**
 * GRANDPA's records after blocks were taken back, to be stored: changes that those announced are forgotten, and its voter
 * begins anew. Where voters took over in a block that is gone, the set is made from the state of the last final block at
 * the next start. Rust: `sc_consensus_grandpa::revert`.
 */
export function revertedRecords(database: Reverted): ReadonlyMap<string, Uint8Array | undefined> {
  const kept = database.getExtra(records.set);
  if (kept === undefined) return new Map();
  const set = decodeAuthoritySet(kept);
  const { number } = database.finalized();
  if (set.past.some(({ lastBlock }) => lastBlock > number)) {
    return new Map(Object.values(records).map((name) => [name, undefined]));
  }
  const { isDescendant } = createStoredAncestry(database);
  // Of a block that was taken back nothing is known any more: it came after.
  const isAfter: IsDescendent = (base, block) => database.header(block) === undefined || isDescendant(base, block);
  const reverted = encodeAuthoritySet(revertChanges(set, database.best(), isAfter));
  return new Map([
    [records.set, reverted],
    [records.voter, undefined],
    [records.best, undefined],
  ]);
}
