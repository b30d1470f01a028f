import { type AuthoritySet, addPendingChange, revertChanges } from "../../consensus/grandpa/authority-set.ts";
import { AuthoritySetError } from "../../consensus/grandpa/authority-set-error.ts";
import { noChanges } from "../../consensus/grandpa/change-tree.ts";
import { announcedChange } from "../../consensus/grandpa/import-rules.ts";
import { effectiveNumber, type IsDescendent } from "../../consensus/grandpa/pending-changes.ts";
import { decodeAuthoritySet, encodeAuthoritySet } from "../../consensus/grandpa/persistence.ts";
import { decodeHeader } from "../../primitives/header.ts";
import type { DatabaseReader } from "../../storage/database.ts";
import { createStoredAncestry } from "../ancestry.ts";
import { records } from "./finality.ts";

type Reverted = Pick<
  DatabaseReader,
  "getExtra" | "best" | "finalized" | "header" | "parentHash" | "numberOf" | "isCanonical" | "hashAt"
>;

/**
 * GRANDPA's records after blocks were taken back, to be stored: changes that those announced are forgotten, and its voter
 * begins anew. Where voters took over in a block that is gone, the set before them is back, with what is pending again; who
 * is in it the next start reads from the state of the last final block (open-finality.ts).
 * Rust: `sc_consensus_grandpa::revert`, which takes no final block back.
 */
export function revertedRecords(database: Reverted): ReadonlyMap<string, Uint8Array | undefined> {
  const kept = database.getExtra(records.set);
  if (kept === undefined) return new Map();
  const set = decodeAuthoritySet(kept);
  const { isDescendant } = createStoredAncestry(database);
  // Of a block that was taken back nothing is known any more: it came after.
  const isAfter: IsDescendent = (base, block) => database.header(block) === undefined || isDescendant(base, block);
  const reverted = setBefore(database, set, isDescendant) ?? withoutChanges(database, set, isAfter);
  return new Map([
    [records.set, encodeAuthoritySet(reverted)],
    [records.voter, undefined],
    [records.best, undefined],
  ]);
}

/** The set that is kept, without what was announced in blocks that are gone. */
function withoutChanges(database: Reverted, set: AuthoritySet, isAfter: IsDescendent): AuthoritySet {
  const left = revertChanges(set, database.best(), isAfter);
  const { standard } = left;
  // Blocks up to where its tree was pruned last are refused: after it was taken back that is the last final block at most.
  const finalized = standard.finalized && Math.min(standard.finalized, database.finalized().number);
  return { ...left, standard: { ...standard, finalized } };
}

/**
 * The set that votes on the last final block, without its voters; undefined when it is the one that is kept. Its number is
 * the one it was counted with here: the runtime's own count (`CurrentSetId`) stands still where no session pallet raises it.
 */
function setBefore(database: Reverted, { past }: AuthoritySet, isDescendent: IsDescendent): AuthoritySet | undefined {
  const { number } = database.finalized();
  const ended = past.find(({ lastBlock }) => lastBlock > number);
  if (ended === undefined) return undefined;
  const before = past.filter(({ lastBlock }) => lastBlock <= number);
  const set = { authorities: [], setId: ended.setId, standard: noChanges, forced: [], past: before };
  return withAnnounced(database, set, (before.at(-1)?.lastBlock ?? 0) + 1, isDescendent);
}

/** A set with the changes that blocks of the best chain announce from a number on and that are yet to take effect. */
function withAnnounced(database: Reverted, set: AuthoritySet, from: number, isDescendent: IsDescendent): AuthoritySet {
  const [best, finalized] = [database.best().number, database.finalized().number];
  let noted = set;
  for (let number = from; number <= best; number++) {
    const hash = database.hashAt(number);
    const header = hash === undefined ? undefined : database.header(hash);
    // Under a state that was taken in blocks may be missing.
    if (hash === undefined || header === undefined) continue;
    const change = announcedChange({ place: { hash, number }, header: decodeHeader(header) });
    // A standard change takes effect with a final block, a forced one with an imported one.
    const reached = change?.kind.type === "forced" ? best : finalized;
    if (change === undefined || effectiveNumber(change) <= reached) continue;
    try {
      noted = addPendingChange(noted, change, isDescendent);
    } catch (error) {
      if (!(error instanceof AuthoritySetError)) throw error;
    }
  }
  return noted;
}
