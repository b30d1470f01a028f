import { authoritySet } from "../../consensus/grandpa/authority-set.ts";
import { decodeAuthoritySet, decodeVoterState } from "../../consensus/grandpa/persistence.ts";
import type { VerifySignature } from "../../consensus/grandpa/signatures.ts";
import type { Hex } from "../../lib/bytes.ts";
import type { Database } from "../../storage/database.ts";
import { createStoredAncestry } from "../ancestry.ts";
import type { Engines } from "../engine.ts";
import { grandpaAuthorities, grandpaSetId } from "../runtime-apis.ts";
import { blankState, createFinality, type Finality, records } from "./finality.ts";
import type { SignVote } from "./lone-voter.ts";

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
 * GRANDPA as the database has it. A database that was made before it was kept has the set of its last final block.
 * @returns undefined for a chain without voters
 */
export async function openFinality({
  database,
  engines,
  unjustified,
  verify,
  sign,
}: FinalitySource): Promise<Finality | undefined> {
  const kept = database.getExtra(records.set);
  const stored = kept === undefined ? await setOfFinalBlock(database, engines) : decodeAuthoritySet(kept);
  if (stored === undefined) return undefined;
  // Earlier releases filled a gap from its beginning, and noted changes of voters that nothing proved.
  const gap = database.gap();
  const missing = gap?.wanted ? gap.last : 0;
  const set = { ...stored, past: stored.past.filter(({ lastBlock }) => lastBlock > missing) };
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

async function setOfFinalBlock(database: Database, engines: Engines) {
  const { hash } = database.finalized();
  const state = database.stateAt(hash);
  const overlay = database.overlayAt(hash);
  if (state === undefined || overlay === undefined) return undefined;
  const engine = engines.engineAt(hash, state);
  const ask = (method: string, args: Uint8Array) => engine.call(overlay, method, args);
  return authoritySet(await grandpaAuthorities(ask), await grandpaSetId(ask));
}
