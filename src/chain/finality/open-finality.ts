import { type AuthoritySet, authoritySet } from "../../consensus/grandpa/authority-set.ts";
import { decodeAuthoritySet, decodeVoterState } from "../../consensus/grandpa/persistence.ts";
import type { VerifySignature } from "../../consensus/grandpa/signatures.ts";
import type { Hex } from "../../lib/bytes.ts";
import type { Gap } from "../../storage/blocks/gap.ts";
import type { Database } from "../../storage/database.ts";
import { createStoredAncestry } from "../ancestry.ts";
import type { Engines } from "../engine.ts";
import { grandpaAuthorities, grandpaSetId } from "../runtime-apis.ts";
import { blankState, createFinality, type Finality, records } from "./finality.ts";
import type { SignVote } from "./lone-voter.ts";
import { endRevert } from "./revert-finality.ts";

/** What GRANDPA starts with. */
export interface FinalitySource {
  readonly database: Database;
  readonly engines: Engines;
  readonly unjustified: ReadonlySet<Hex>;
  readonly verify: VerifySignature;
  /** Signs for a voter that decides alone; absent for a node that does not vote. */
  readonly sign?: SignVote | undefined;
}

/**
 * GRANDPA as the database has it. A database that was made before it was kept has the set of its last final block, by the
 * runtime's count.
 * @returns undefined for a chain without voters
 */
export async function openFinality({
  database,
  engines,
  unjustified,
  verify,
  sign,
}: FinalitySource): Promise<Finality | undefined> {
  await endRevert(database);
  const kept = database.getExtra(records.set);
  const stored = kept === undefined ? undefined : withoutUnproven(decodeAuthoritySet(kept), database.gap());
  const set = await setOf(stored, database, engines);
  if (set === undefined) return undefined;
  const voter = database.getExtra(records.voter);
  const { hash, number } = database.finalized();
  const { authorities, setId } = set;
  return createFinality({
    set,
    voterState:
      voter === undefined ? blankState({ setId, authorities, base: { hash, number } }) : decodeVoterState(voter),
    chain: {
      finalized: () => database.finalized(),
      has: (block) => database.header(block) !== undefined,
      hashAt: (height) => database.hashAt(height),
      isDescendent: createStoredAncestry(database).isDescendant,
    },
    unjustified,
    verify,
    sign,
  });
}

/** Earlier releases filled a gap from its beginning, and noted changes of voters that nothing proved. */
function withoutUnproven(set: AuthoritySet, gap: Gap | undefined): AuthoritySet {
  const missing = gap?.wanted ? gap.last : 0;
  return { ...set, past: set.past.filter(({ lastBlock }) => lastBlock > missing) };
}

/** The set of a record. Without one, or where it names nobody (revert-finality.ts), the last final block's state has the voters. */
async function setOf(kept: AuthoritySet | undefined, database: Database, engines: Engines) {
  if (kept !== undefined && kept.authorities.length > 0) return kept;
  const { hash } = database.finalized();
  const state = database.stateAt(hash);
  const overlay = database.overlayAt(hash);
  if (state === undefined || overlay === undefined) return undefined;
  const engine = engines.engineAt(hash, state);
  const ask = (method: string, args: Uint8Array) => engine.call(overlay, method, args);
  const set = authoritySet(await grandpaAuthorities(ask), kept?.setId ?? (await grandpaSetId(ask)));
  return set && kept ? { ...kept, authorities: set.authorities } : set;
}
