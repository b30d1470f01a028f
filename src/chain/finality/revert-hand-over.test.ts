import { expect, it } from "vitest";
import { encode } from "../../codec/codec.ts";
import { tuple, vec } from "../../codec/containers.ts";
import { u64 } from "../../codec/primitives.ts";
import type { Voter } from "../../consensus/finality.ts";
import { type AuthoritySet, pendingChanges } from "../../consensus/grandpa/authority-set.ts";
import { decodeAuthoritySet } from "../../consensus/grandpa/persistence.ts";
import { changeItem } from "../../consensus/grandpa/testing/header-chain.ts";
import { utf8 } from "../../lib/bytes.ts";
import { GrandpaPublic } from "../../primitives/authorities.ts";
import { type Block, readBlock } from "../../primitives/block.ts";
import type { Database } from "../../storage/database.ts";
import { memoryKeyValue, type StoreKey } from "../../storage/kv/key-value.ts";
import { openStore } from "../../storage/open-database.ts";
import { overlayOn, testBlock, testGenesis } from "../../storage/testing/blocks.ts";
import type { Engines } from "../engine.ts";
import { type Finality, records } from "./finality.ts";
import { openFinality } from "./open-finality.ts";
import { revertedRecords } from "./revert-finality.ts";

const voters = (who: number): Voter[] => [[`0x${who.toString(16).padStart(2, "0").repeat(32)}`, 1n]];
const Voters = vec(tuple(GrandpaPublic, u64));
const key = "voters" as StoreKey;

/** What a block announces: these voters, so many blocks later; by force with a median. */
interface Announced {
  readonly at: number;
  readonly who: number;
  readonly delay: number;
  readonly median?: number;
}

/** Rules that keep the voters in the state, and count their sets as they are told: a chain without a session pallet never does. */
const engines = (runtimeSetId: bigint): Engines =>
  ({
    engineAt: () => ({
      call: async (overlay: { get(at: StoreKey): Uint8Array | undefined }, method: string) =>
        method === "GrandpaApi_current_set_id" ? encode(u64, runtimeSetId) : overlay.get(key),
    }),
  }) as unknown as Engines;

const open = async (database: Database, runtimeSetId = 0n): Promise<Finality> => {
  const source = { database, engines: engines(runtimeSetId), unjustified: new Set<never>(), verify: () => true };
  const finality = await openFinality(source);
  if (finality === undefined) throw new Error("nobody votes");
  return finality;
};

/** What counts of a set: who votes, with which number, and what is announced and ended. */
const shown = (set: AuthoritySet) => ({
  ...{ authorities: set.authorities, setId: set.setId, past: set.past },
  pending: pendingChanges(set).map(({ announced, authorities, delay, kind }) => ({
    ...{ at: announced.number, authorities, delay, kind },
  })),
});

/** The next block, final at once, with what it means for the voters. */
async function addBlock(database: Database, finality: Finality, changes: readonly Announced[]): Promise<void> {
  const parent = database.best();
  const number = parent.number + 1;
  const overlay = overlayOn(database, parent.hash);
  overlay.put("number" as StoreKey, utf8(`${number}`));
  const takesOver = changes.find(({ at, delay }) => at + delay === number);
  if (takesOver !== undefined) overlay.put(key, encode(Voters, voters(takesOver.who)));
  const digest = changes
    .filter(({ at }) => at === number)
    .map(({ who, delay, median }) => changeItem(voters(who), delay, median));
  const made = testBlock(parent, overlay, { best: true, finalized: true, digest });
  const block: Block = readBlock({ header: made.header, body: [] });
  const importing = finality.importing(block);
  const place = { hash: made.hash, number };
  const finalizing = finality.finalizing({ block: place, by: "commit", importing, parentHash: parent.hash });
  if (finalizing === undefined) throw new Error("it is final");
  await database.commitBlock({ ...made, extra: new Map([...importing.extra, ...finalizing.extra]) });
  finality.done(importing);
  finality.done(finalizing);
  finality.tell();
}

async function newChain(): Promise<Database> {
  const database = await openStore(memoryKeyValue(), { pruning: { state: "archive", blocks: "archive" } });
  await database.initialise(testGenesis({ top: new Map([[key, encode(Voters, voters(1))]]), children: new Map() }));
  return database;
}

/** A chain of so many blocks, and the set that stood at each. */
async function chainOf(length: number, changes: readonly Announced[]) {
  const database = await newChain();
  const finality = await open(database);
  const sets = [shown(finality.current())];
  while (database.best().number < length) {
    await addBlock(database, finality, changes);
    sets.push(shown(finality.current()));
  }
  return { database, sets };
}

const changes: readonly Announced[] = [
  { at: 3, who: 2, delay: 0 },
  { at: 5, who: 3, delay: 4 },
  { at: 11, who: 4, delay: 0 },
  { at: 13, who: 5, delay: 6 },
];

it("the set after a revert is the one that stood there, whichever hand-overs are taken back", async () => {
  const { sets } = await chainOf(16, changes);
  expect(sets.map(({ setId }) => Number(setId))).toEqual([0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 3, 3, 3, 3, 3, 3]);
  expect(sets[7]?.pending).toMatchObject([{ at: 5, delay: 4 }]);
  for (let height = 0; height <= 16; height++) {
    const { database } = await chainOf(16, changes);
    expect(await database.revert(16 - height)).toBe(16 - height);
    await database.putExtra(revertedRecords(database));
    const finality = await open(database);
    expect(shown(finality.current()), `at ${height}`).toEqual(sets[height]);
    expect(finality.voterState().completed).toMatchObject({ setId: sets[height]?.setId });
    // The chain goes on as before: the same sets take over at the same blocks.
    while (database.best().number < 16) {
      await addBlock(database, finality, changes);
      const { number } = database.best();
      expect(shown(finality.current()), `${number} after ${height}`).toEqual(sets[number]);
    }
  }
});

it("a set whose voters were not read yet stands a second revert and a start without a change", async () => {
  const { database, sets } = await chainOf(16, changes);
  for (const height of [12, 10, 7, 4]) {
    await database.revert(database.best().number - height);
    await database.putExtra(revertedRecords(database));
  }
  const first = await open(database);
  expect(shown(first.current())).toEqual(sets[4]);
  // Not at a change: nothing is stored of the set.
  await addBlock(database, first, []);
  expect(decodeAuthoritySet(database.getExtra(records.set) as Uint8Array).authorities).toEqual([]);
  expect(shown((await open(database)).current())).toEqual(sets[4]);
});

it("the number of the set is the one that was counted here, whatever the runtime's count says", async () => {
  const { database, sets } = await chainOf(10, changes);
  await database.revert(3);
  await database.putExtra(revertedRecords(database));
  expect(shown((await open(database, 7n)).current())).toEqual(sets[7]);
});

it("a set that was joined by a state, of which the sets before are not known, comes back with its number", async () => {
  const database = await newChain();
  const finality = await open(database, 5n);
  while (database.best().number < 6) await addBlock(database, finality, changes);
  expect(finality.current()).toMatchObject({ setId: 6n, past: [{ setId: 5n, lastBlock: 3 }] });
  await database.revert(4);
  await database.putExtra(revertedRecords(database));
  expect(shown((await open(database)).current())).toMatchObject({ setId: 5n, past: [], authorities: voters(1) });
});

it("a forced change that is announced in a block that stays is pending again", async () => {
  const forced: Announced = { at: 6, who: 9, delay: 30, median: 4 };
  const { database, sets } = await chainOf(10, [{ at: 5, who: 2, delay: 0 }, forced, { at: 8, who: 3, delay: 0 }]);
  expect(sets[7]?.pending).toMatchObject([{ at: 6, kind: { type: "forced" } }]);
  await database.revert(3);
  await database.putExtra(revertedRecords(database));
  expect(shown((await open(database)).current())).toEqual(sets[7]);
});
