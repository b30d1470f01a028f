import { describe, expect, it } from "vitest";
import { Writer } from "../codec/io.ts";
import { type Hex, utf8 } from "../lib/bytes.ts";
import { encodeEngineItem } from "../primitives/header.ts";
import type { Database } from "./database.ts";
import { type KeyValue, memoryKeyValue } from "./kv/key-value.ts";
import { prefixes } from "./layout.ts";
import { openStore } from "./open-database.ts";
import { choosePruning, decodeModes, encodeModes, type Pruning, type RequestedPruning } from "./pruning.ts";
import { overlayOn, testBlock, testGenesis } from "./testing/blocks.ts";
import { verifyStore } from "./verify/verify-database.ts";

async function newDatabase(store: KeyValue, pruning: RequestedPruning): Promise<Database> {
  const db = await openStore(store, { pruning });
  if (db.genesisHash === undefined) await db.initialise(testGenesis({ top: new Map(), children: new Map() }));
  else await db.storePruning();
  return db;
}

/** Makes the next final block. */
async function add(db: Database, digest: readonly Uint8Array[] = [], justified = false, keys = 1): Promise<Hex> {
  const overlay = overlayOn(db, db.best().hash);
  for (let key = 0; key < keys; key++) overlay.put(`k${key}`, utf8(`${db.best().number}`));
  const block = testBlock(db.best(), overlay, {
    ...{ best: true, finalized: true, digest },
    ...(justified ? { justifications: [["FRNK", utf8("proof")]] as const } : {}),
  });
  await db.commitBlock(block);
  return block.hash;
}

function change(kind: "scheduled" | "forced", delay: number): Uint8Array {
  const log = new Writer();
  log.u8(kind === "scheduled" ? 1 : 2);
  if (kind === "forced") log.u32(0);
  log.compact(1);
  log.raw(new Uint8Array(40));
  log.u32(delay);
  return encodeEngineItem({ kind: "consensus", engine: "FRNK", data: log.finish() });
}

describe("blocks pruning", () => {
  it("keeps headers and, of the justifications, those that show a change of voters", async () => {
    const store = memoryKeyValue();
    let db = await newDatabase(store, { blocks: 2 });
    const digests: Readonly<Record<number, Uint8Array[]>> = {
      3: [change("scheduled", 0)],
      5: [change("scheduled", 2)],
      9: [change("forced", 3)],
    };
    const unjustified = [12, 13];
    for (let number = 1; number <= 18; number++) {
      await add(db, digests[number] ?? [], !unjustified.includes(number));
      // What is to be kept later survives a restart.
      if (number % 4 === 0) db = await newDatabase(store, {});
    }
    const kept = Array.from({ length: 17 }, (_, n) => n).filter(
      (n) => db.justifications(db.hashAt(n) as Hex) !== undefined,
    );
    // 3 and 5 announce; 7 is where the second takes effect; the third takes effect at 12, and 14 is the first to show it.
    expect(kept).toEqual([3, 5, 7, 9, 14]);
    for (let number = 0; number <= 18; number++) {
      const hash = db.hashAt(number) as Hex;
      expect(db.header(hash)).toBeDefined();
      expect(db.body(hash) !== undefined, `block ${number}`).toBe(number > 16);
    }
    expect((await verifyStore(store)).problems).toEqual([]);
  });

  it("always keeps the last final block", async () => {
    const db = await newDatabase(memoryKeyValue(), { blocks: 0, state: 0 });
    for (let count = 0; count < 3; count++) await add(db);
    expect(db.body(db.finalized().hash)).toBeDefined();
    expect(db.stateAt(db.finalized().hash)).toBeDefined();
    expect([db.oldestBody(), db.oldestState()]).toEqual([3, 3]);
  });

  it("catches up with a smaller number little by little", async () => {
    const store = memoryKeyValue();
    let db = await newDatabase(store, { blocks: 1000, state: 1000 });
    for (let count = 0; count < 100; count++) await add(db);
    expect([db.oldestBody(), db.oldestState()]).toEqual([0, 0]);
    db = await newDatabase(store, { blocks: 5, state: 7 });
    expect(db.pruning()).toEqual({ state: 7, blocks: 5 });
    const oldest: number[][] = [];
    for (let count = 0; count < 4; count++) {
      await add(db);
      oldest.push([db.oldestBody(), db.oldestState()]);
    }
    expect(oldest).toEqual([
      [33, 33],
      [66, 66],
      [99, 97],
      [100, 98],
    ]);
    expect((await verifyStore(store)).problems).toEqual([]);
    // The number is remembered; a larger one brings nothing back.
    db = await newDatabase(store, {});
    expect(db.pruning()).toEqual({ state: 7, blocks: 5 });
    db = await newDatabase(store, { blocks: 50 });
    await add(db);
    expect([db.oldestBody(), db.oldestState()]).toEqual([100, 99]);
    expect(db.body(db.hashAt(99) as Hex)).toBeUndefined();
  });
});

describe("a pinned block", () => {
  it("can be read whatever is pruned, until it is let go", async () => {
    const db = await newDatabase(memoryKeyValue(), { blocks: 1, state: 1 });
    const hashes: Hex[] = [];
    for (let number = 1; number <= 3; number++) hashes.push(await add(db, [], true));
    const [first, second, third] = hashes as [Hex, Hex, Hex];
    const before = db.pin(first);
    const again = db.pin(third);
    const letGo = db.pin(third);
    again();
    again();
    for (let number = 4; number <= 40; number++) await add(db);
    const value = (hash: Hex) => db.stateAt(hash)?.get("k0");
    expect(db.body(third)).toEqual([Uint8Array.of(1, 2, 0), new Uint8Array(0)]);
    expect(db.justifications(third)).toHaveLength(1);
    expect(value(third)).toEqual(utf8("2"));
    expect(db.oldestState()).toBe(3);
    // What was pruned before does not come back.
    expect([db.body(second), value(second), db.body(first), value(first)]).toEqual([...Array(4)]);
    letGo();
    expect(db.body(third)).toBeUndefined();
    for (let count = 0; count < 2; count++) await add(db);
    expect(value(third)).toBeUndefined();
    expect(db.oldestState()).toBe(42);
    before();
    db.pin("0x00")();
  });

  it("of a branch that lost keeps its body and state", async () => {
    const db = await newDatabase(memoryKeyValue(), { blocks: 1, state: 1 });
    const base = await add(db);
    const branch: Hex[] = [];
    let parent = { hash: base, number: 1 };
    for (let count = 0; count < 2; count++) {
      const overlay = overlayOn(db, parent.hash);
      overlay.put(`lost ${count}`, utf8("yes"));
      overlay.child("x").put("c", utf8(`${count}`));
      const block = testBlock(parent, overlay, { best: false, salt: 9 });
      await db.commitBlock(block);
      branch.push(block.hash);
      parent = { hash: block.hash, number: parent.number + 1 };
    }
    const [, top] = branch as [Hex, Hex];
    const letGo = db.pin(top);
    for (let count = 0; count < 6; count++) await add(db);
    const state = db.stateAt(top);
    expect([state?.get("k0"), state?.get("lost 0"), state?.child("x").get("c")]).toEqual([
      ...[utf8("0"), utf8("yes"), utf8("1")],
    ]);
    expect(db.overlayAt(top)?.root()).toEqual((db.header(top) as Uint8Array).slice(33, 65));
    expect(db.body(top)).toHaveLength(2);
    expect(db.body(branch[0] as Hex)).toBeUndefined();
    letGo();
    expect([db.stateAt(top), db.body(top)]).toEqual([undefined, undefined]);
  });
});

describe("the index of old states", () => {
  it("goes with its states, a bounded part for each block", async () => {
    const store = memoryKeyValue();
    const writes: number[] = [];
    const counting: KeyValue = {
      ...store,
      write: (changes, options) => {
        writes.push([...changes.keys()].filter((key) => key.startsWith(prefixes.segmentIndex)).length);
        return store.write(changes, options);
      },
    };
    const db = await newDatabase(counting, { state: 4 });
    for (let number = 1; number <= 256; number++) await add(db, [], false, number === 254 ? 1300 : 1);
    // The index of a whole segment is written at once when the segment is complete.
    expect(writes.splice(0).sort((a, b) => b - a)[0]).toBe(1300);
    const entries = async (): Promise<number> => {
      let count = 0;
      for await (const _ of store.iterate(prefixes.segmentIndex, "J")) count++;
      return count;
    };
    expect(await entries()).toBe(1300);
    for (let number = 257; number <= 264; number++) await add(db);
    expect(writes).toEqual([0, 500, 500, 300, 0, 0, 0, 0]);
    expect(await entries()).toBe(0);
    expect((await verifyStore(store)).problems).toEqual([]);
  });
});

describe("pruning modes", () => {
  const modes: readonly Pruning[] = ["archive", "archive-canonical", 0, 5, 4_294_967_290];

  it("are written and read", () => {
    for (const state of modes)
      for (const blocks of modes) expect(decodeModes(encodeModes({ state, blocks }))).toEqual({ state, blocks });
    expect(() => decodeModes(new Uint8Array(7))).toThrow("damaged");
  });

  it("hold without a word, and let a number take the place of a number alone", () => {
    const stored = { state: 256, blocks: "archive-canonical" } as const;
    expect(choosePruning(stored, {})).toEqual(stored);
    expect(choosePruning(stored, { state: 16, blocks: "archive-canonical" })).toEqual({ ...stored, state: 16 });
    expect(choosePruning(stored, { blocks: "archive" })).toEqual({ ...stored, blocks: "archive" });
    const refused: readonly (readonly [Pruning, Pruning])[] = [
      ...([
        ["archive", 5],
        [5, "archive"],
        ["archive-canonical", 5],
      ] as const),
      ...([
        [5, "archive-canonical"],
        ["archive", "archive-canonical"],
      ] as const),
    ];
    for (const [have, want] of refused)
      expect(() => choosePruning({ ...stored, state: have }, { state: want })).toThrow(
        `has --state-pruning ${have}, which cannot become --state-pruning ${want}: leave the option out`,
      );
    expect(() => choosePruning(stored, { blocks: 5 })).toThrow(
      /--blocks-pruning archive-canonical.*--blocks-pruning 5:/,
    );
    expect(() => choosePruning({ ...stored, blocks: 5 }, { blocks: "archive" })).toThrow("--blocks-pruning 5");
  });

  it("change only when the database is the one that was meant", async () => {
    const store = memoryKeyValue();
    await newDatabase(store, { state: 9 });
    const db = await openStore(store, { pruning: { state: 5 } });
    expect(db.pruning().state).toBe(5);
    expect((await openStore(store)).pruning().state).toBe(9);
    await db.storePruning();
    expect((await openStore(store)).pruning().state).toBe(5);
  });

  it("that are refused change nothing", async () => {
    const store = memoryKeyValue();
    await newDatabase(store, { state: "archive", blocks: 9 });
    await expect(openStore(store, { pruning: { state: 5, blocks: 3 } })).rejects.toMatchObject({ problem: "foreign" });
    expect((await openStore(store)).pruning()).toEqual({ state: "archive", blocks: 9 });
  });
});
