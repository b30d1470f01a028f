import { expect, it } from "vitest";
import { blake2Hex } from "../crypto/hashing.ts";
import { equalBytes, type Hex, type StateKey, toHex } from "../lib/bytes.ts";
import { putBlock, setCanonical } from "./blocks/block-store.ts";
import { decodeGap, encodeGap } from "./blocks/gap.ts";
import type { Database } from "./database.ts";
import { memoryKeyValue } from "./kv/key-value.ts";
import { gapKey } from "./layout.ts";
import { openStore } from "./open-database.ts";
import { memoryState } from "./state/memory-state.ts";
import type { ParentState } from "./state/parent-state.ts";
import { storeBatch } from "./store-batch.ts";
import { overlayOn, testBlock, testGenesis, testHeader } from "./testing/blocks.ts";
import { type FaultyKeyValue, faultyKeyValue } from "./testing/faulty-key-value.ts";
import { verifyStore } from "./verify/verify-database.ts";

const bytes = (value: number, length = 4): Uint8Array => new Uint8Array(length).fill(value);
type Entries = readonly (readonly [StateKey, Uint8Array])[];

/** A state that is not the genesis's: short and long values, keys that begin others, two child tries that are the same. */
const top: Entries = [
  ["a", bytes(1)],
  ["ab", bytes(2, 40)],
  ...Array.from(
    { length: 300 },
    (_, index) => [`k${String.fromCharCode(index & 255)}${index}`, bytes(index, 20)] as const,
  ),
  ["z", bytes(3, 500)],
];
const child: Entries = Array.from({ length: 40 }, (_, index) => [`c${index}`, bytes(index, 60)] as const);
const children: readonly (readonly [StateKey, Entries])[] = [
  ["one", child],
  ["two", child],
];
const expected = memoryState(top, children);

const genesis = testGenesis({ top: new Map([["genesis", bytes(9)]]), children: new Map() });
/** Blocks 1 to 10 as headers that follow each other; the last one has the state. */
const history = (() => {
  const blocks: { readonly hash: Hex; readonly header: Uint8Array; readonly body: Uint8Array[] }[] = [];
  let parentHash = genesis.hash;
  for (let number = 1; number <= 10; number++) {
    const header = testHeader(parentHash, number, number === 10 ? expected.root() : bytes(number, 32), []);
    parentHash = blake2Hex(header);
    blocks.push({ hash: parentHash, header, body: [] });
  }
  return blocks;
})();
const target = history[9] as (typeof history)[number];

async function takeIn(db: Database, backfill = true): Promise<void> {
  const intake = await db.takeState();
  await intake.put(undefined, [...top].reverse());
  await intake.put("one", child);
  await intake.same("two", "one");
  const root = await intake.build();
  const stateRoot = expected.root();
  expect(toHex(root)).toBe(toHex(stateRoot));
  expect(intake.overlay({ hash: target.hash, number: 10, stateRoot }).get("ab")).toEqual(bytes(2, 40));
  await db.useState({ ...target, root, backfill, extra: new Map([["voters", bytes(7)]]) });
}

function contents(state: ParentState): Map<StateKey, string> {
  const entries = new Map<StateKey, string>();
  for (let key = state.nextKey(""); key !== undefined; key = state.nextKey(key))
    entries.set(key, toHex(state.get(key) as Uint8Array));
  return entries;
}

it("makes a block with a state that was taken in the best and final one", async () => {
  const store = memoryKeyValue();
  const db = await openStore(store);
  await db.initialise(genesis);
  const before = db.stateAt(genesis.hash) as ParentState;
  await takeIn(db);
  for (const opened of [db, await openStore(store)]) {
    expect([opened.best(), opened.finalized()]).toEqual([
      { hash: target.hash, number: 10 },
      { hash: target.hash, number: 10 },
    ]);
    expect(opened.gap()).toEqual({ first: 1, last: 9, wanted: true });
    const state = opened.stateAt(target.hash) as ParentState;
    expect(contents(state)).toEqual(contents(expected));
    expect(contents(state.child("two") as ParentState)).toEqual(contents(expected.child("two") as ParentState));
    expect(opened.getExtra("voters")).toEqual(bytes(7));
    expect(opened.stateAt(genesis.hash)).toBeUndefined();
  }
  expect(() => before.get("genesis")).toThrow("not kept any more");
  expect((await verifyStore(store)).problems).toEqual([]);

  // The chain goes on over it.
  for (let number = 11; number <= 14; number++) {
    const overlay = overlayOn(db, db.best().hash);
    overlay.put(`k${number}`, bytes(number));
    overlay.delete("ab");
    overlay.child("one").put("new", bytes(number));
    await db.commitBlock(testBlock(db.best(), overlay, { best: true, finalized: number < 13 }));
  }
  expect(equalBytes((db.stateAt(db.best().hash) as ParentState).get("k14") as Uint8Array, bytes(14))).toBe(true);
  await db.close();
  expect((await verifyStore(store)).problems).toEqual([]);
  const entries: string[] = [];
  for await (const [key] of store.iterate("", undefined)) entries.push(key.charAt(0));
  // Nothing is left of the state before.
  expect(entries.filter((letter) => "SCTU".includes(letter))).toEqual([]);
});

it("refuses a state with another root, and one over blocks", async () => {
  const db = await openStore(memoryKeyValue());
  await db.initialise(genesis);
  const intake = await db.takeState();
  await intake.put(undefined, top);
  const root = await intake.build();
  await expect(db.useState({ ...target, root, backfill: true })).rejects.toThrow("its state has root");
  const overlay = overlayOn(db, genesis.hash);
  await db.commitBlock(testBlock(db.best(), overlay, { best: true, finalized: true }));
  await expect(takeIn(db)).rejects.toThrow("over a genesis block only");
  expect(db.best().number).toBe(1);
});

it("leaves the chain as it was, or with the whole state, when the power fails", async () => {
  for (let crash = 1, done = false; !done; crash++) {
    const faulty = faultyKeyValue();
    let writes = 0;
    let after: FaultyKeyValue | undefined;
    const db = await openStore({
      ...faulty,
      write(changes, options) {
        const written = faulty.write(changes, options);
        if (++writes === crash) after = faulty.crash((crash % 3) / 2);
        return written;
      },
    });
    const work = async () => {
      await db.initialise(genesis);
      await takeIn(db);
    };
    done = await work().then(
      () => true,
      () => false,
    );
    const store = after ?? faulty.crash(1);
    const opened = await openStore(store);
    if (opened.genesisHash === undefined) continue;
    expect([0, 10]).toContain(opened.best().number);
    expect((await verifyStore(store)).problems).toEqual([]);
    const state = opened.stateAt(opened.best().hash) as ParentState;
    expect(contents(state)).toEqual(
      opened.best().number === 10 ? contents(expected) : new Map([["genesis", toHex(bytes(9))]]),
    );
    // What was left of the attempt is no hindrance.
    if (opened.best().number === 0) await takeIn(opened);
    await opened.close();
    expect((await verifyStore(store)).problems).toEqual([]);
  }
});

it("fills the gap from its end, over restarts, with the blocks that those above name and no others", async () => {
  const store = memoryKeyValue();
  const db = await openStore(store);
  await db.initialise(genesis);
  await takeIn(db);
  const newest = history.slice(0, 9).reverse();
  await expect(db.commitHistory(newest.slice(1, 3), new Map())).rejects.toThrow("not the next one");
  await db.commitHistory(newest.slice(0, 4), new Map([["past", bytes(1)]]));
  expect(db.gap()).toEqual({ first: 1, last: 5, wanted: true });
  expect(db.getExtra("past")).toEqual(bytes(1));
  expect((await verifyStore(store)).problems).toEqual([]);

  const again = await openStore(store);
  const header = testHeader((history[3] as typeof target).hash, 5, bytes(99, 32), []);
  const other = { hash: blake2Hex(header), header, body: [] };
  await expect(again.commitHistory([other], new Map())).rejects.toThrow("not the next one");
  await again.commitHistory(newest.slice(4, 6), new Map());
  expect(again.gap()).toEqual({ first: 1, last: 3, wanted: true });
  expect(again.oldestBody()).toBe(10);
  await expect(again.commitHistory([...newest.slice(6), { ...genesis, body: [] }], new Map())).rejects.toThrow(
    "not the next one",
  );
  await again.commitHistory(newest.slice(6), new Map());
  expect(again.gap()).toBeUndefined();
  expect(again.hashAt(5)).toBe((history[4] as typeof target).hash);
  expect(again.oldestBody()).toBe(0);
  expect((await verifyStore(store)).problems).toEqual([]);
});

it("forgets what an earlier release stored at the beginning of a gap, through power failures", async () => {
  const store = memoryKeyValue();
  const db = await openStore(store);
  await db.initialise(genesis);
  await takeIn(db);
  const old = storeBatch(store);
  let parentHash = genesis.hash;
  const made = Array.from({ length: 2500 }, (_, index) => {
    const header = testHeader(parentHash, index + 1, bytes(99, 32), []);
    parentHash = blake2Hex(header);
    putBlock(old, { hash: parentHash, header, body: [], justifications: [["FRNK", bytes(1)]] });
    setCanonical(old, index + 1, parentHash);
    return parentHash;
  });
  old.set(gapKey, encodeGap({ first: 2501, last: 9000, wanted: true }));
  await store.write(old.changes, { sync: true });
  let writes = 2;
  const failing = {
    ...store,
    write: async (...change: Parameters<typeof store.write>) => {
      if (change[0].has(gapKey) && writes-- === 0) throw new Error("the power fails");
      await store.write(...change);
    },
  };
  await expect(openStore(failing)).rejects.toThrow("the power fails");
  const gapAfter = async () => (await openStore(store)).gap();
  expect(decodeGap(store.getSync(gapKey) as Uint8Array)).toEqual({ first: 501, last: 9000, wanted: true });
  expect(await gapAfter()).toEqual({ first: 1, last: 9000, wanted: true });
  const left = await openStore(store);
  for (const [index, hash] of made.entries()) {
    expect(left.hashAt(index + 1)).toBeUndefined();
    expect([left.header(hash), left.body(hash), left.justifications(hash)]).toEqual([undefined, undefined, undefined]);
  }
  expect(left.hashAt(0)).toBe(genesis.hash);
});

it("writes a large genesis as a stream", async () => {
  const entries = Array.from({ length: 60_000 }, (_, index) => [`key ${index}`, bytes(index & 255, 8)] as const);
  const whole = testGenesis({ top: new Map(entries), children: new Map([["one", new Map(child)]]) });
  const store = memoryKeyValue();
  const db = await openStore(store);
  await db.initialise(whole);
  expect((db.stateAt(whole.hash) as ParentState).get("key 7")).toEqual(bytes(7, 8));
  const again = await openStore(store);
  expect((again.stateAt(whole.hash) as ParentState).child("one").get("c3")).toEqual(bytes(3, 60));
  expect((await verifyStore(store)).problems).toEqual([]);
});
