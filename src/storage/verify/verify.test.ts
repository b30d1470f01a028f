import { beforeAll, describe, expect, it } from "vitest";
import { type Hex, utf8 } from "../../lib/bytes.ts";
import { encodeBody } from "../blocks/body-record.ts";
import { encodeParts } from "../blocks/parts.ts";
import type { Database } from "../database.ts";
import type { StorageError } from "../errors.ts";
import { type KeyValue, memoryKeyValue, type StoreKey } from "../kv/key-value.ts";
import {
  bodyKey,
  canonicalKey,
  childKey,
  groupIndexKey,
  headerKey,
  justificationsKey,
  layerKey,
  lostKey,
  reverseDiffKey,
  segmentIndexKey,
  segmentKeysKey,
  topKey,
} from "../layout.ts";
import { openStore } from "../open-database.ts";
import { overlayOn, testBlock, testGenesis } from "../testing/blocks.ts";
import { verifyStore } from "./verify-database.ts";

const segment = 256;
const last = 2 * segment + 40;

/** An archive of two segments, a child trie, justifications, a branch that lost and one that is not final. */
async function createArchive(store: KeyValue): Promise<{ db: Database; lost: Hex; open: Hex }> {
  const db = await openStore(store, { pruning: { state: "archive", blocks: "archive" } });
  const top = new Map([["always", utf8("v".repeat(40))]]);
  await db.initialise(testGenesis({ top, children: new Map([["x", new Map([["c", utf8("d".repeat(40))]])]]) }));
  let lost: Hex | undefined;
  let before: { hash: Hex; number: number } = db.best();
  for (let number = 1; number <= last; number++) {
    if (number === 20) {
      const overlay = overlayOn(db, before.hash);
      overlay.put("lost", utf8("l"));
      const block = testBlock(before, overlay, { best: false, salt: 7 });
      await db.commitBlock(block);
      lost = block.hash;
    }
    const overlay = overlayOn(db, db.best().hash);
    overlay.put(`k${number % 5}`, utf8(`${number}`));
    if (number % 50 === 0) overlay.child("x").put("c", utf8(`${number}`.repeat(20)));
    before = db.best();
    const open = number > last - 2;
    const justifications = [["FRNK", utf8(`${number}`)]] as const;
    await db.commitBlock(
      testBlock(before, overlay, { best: true, ...(open ? {} : { justifications, finalized: number !== 19 }) }),
    );
  }
  return { db, lost: lost as Hex, open: db.best().hash };
}

let sound: Map<StoreKey, Uint8Array>;
let lost: Hex;
let open: Hex;
let hashAt: (number: number) => Hex;
beforeAll(async () => {
  const store = memoryKeyValue();
  const made = await createArchive(store);
  ({ lost, open } = made);
  hashAt = (number) => made.db.hashAt(number) as Hex;
  sound = new Map();
  for await (const [key, value] of store.iterate("", undefined)) sound.set(key, value);
}, 60_000);

/** A copy of the sound store with some records changed: to other bytes, or gone. */
async function storeWith(changes: readonly (readonly [StoreKey, Uint8Array | undefined])[]): Promise<KeyValue> {
  const store = memoryKeyValue();
  await store.write(sound, { sync: true });
  await store.write(new Map(changes), { sync: true });
  return store;
}

/** A record with one bit of its last byte changed. */
function flipped(key: StoreKey): readonly [StoreKey, Uint8Array] {
  const bytes = Uint8Array.from(sound.get(key) as Uint8Array);
  bytes[bytes.length - 1] = (bytes[bytes.length - 1] as number) ^ 1;
  return [key, bytes];
}

describe("verify", () => {
  it("calls a sound database sound, and says what it looked at", async () => {
    const { problems, checked } = await verifyStore(await storeWith([]));
    expect(problems).toEqual([]);
    expect(checked).toEqual([
      `${last + 1} blocks of the best chain (headers against hashes and parents, numbers)`,
      "1 block of other branches",
      `justifications of ${last - 2} blocks`,
      `${last + 2} bodies against their roots`,
      expect.stringMatching(/^\d+ values of state and \d+ trie nodes of block 550$/),
      expect.stringMatching(/^\d+ entries of the index of old states$/),
      `${last - 1} states from block 0 to ${last - 2} against their roots`,
      "3 states of blocks that are not final or lost",
      "0 other records",
    ]);
  });

  it("finds every record that is changed or gone, and repairs what follows from the others", async () => {
    const key = topKey("k1");
    const child = childKey("x", "c");
    const cases: readonly (readonly [string, StoreKey, RegExp, "mended" | "lost", "there" | "gone" | "both"])[] = [
      ["a header", headerKey(hashAt(30)), /^block 30 .*the header/, "lost", "both"],
      ["a body", bodyKey(hashAt(30)), /^block 30 .*body/, "lost", "both"],
      ["the body of a lost block", bodyKey(lost), /^block 19 .*a body does not have its checksum/, "lost", "there"],
      ["the header of a lost block", headerKey(lost), /header/, "lost", "both"],
      ["the state of a lost block", lostKey(19, lost), /^block 19 .*(root|part of the database)/, "lost", "both"],
      ["the body of an open block", bodyKey(open), /^block 552 .*body/, "lost", "both"],
      ["the state of an open block", layerKey(open), /^block 552 .*root/, "lost", "there"],
      ["a justification", justificationsKey(hashAt(9)), /^the justifications of block /, "lost", "there"],
      ["a number", canonicalKey(100), /^the index of block numbers: 1 entry is not/, "mended", "both"],
      ["a value", key, /the stored values have root/, "lost", "both"],
      ["a value of a child", child, /child trie 0x78/, "lost", "both"],
      [
        "what a block replaced",
        reverseDiffKey(300),
        /(the state of block 299: it has root|block 300 .*is missing)/,
        "lost",
        "both",
      ],
      ["an entry of the index", segmentIndexKey(1, key), /^the index of old states/, "mended", "both"],
      ["a group of the index", groupIndexKey(0, key), /^the index of old states/, "mended", "gone"],
      ["the list of an index", segmentKeysKey(1), /^the index of old states/, "mended", "gone"],
      ["the modes", "M", /pruning modes/, "lost", "there"],
    ];
    for (const [name, at, line, result, how] of cases) {
      const changed: (Uint8Array | undefined)[] = [];
      if (how !== "gone") changed.push(name === "the modes" ? new Uint8Array(3) : flipped(at)[1]);
      if (how !== "there") changed.push(undefined);
      if (name === "a justification") changed[0] = utf8("no parts");
      for (const bytes of changed) {
        const store = await storeWith([[at, bytes]]);
        const before = await verifyStore(store);
        expect(
          before.problems.some((one) => line.test(one)),
          `${name}: ${before.problems.join(" | ")}`,
        ).toBe(true);
        expect(before.mendable > 0, name).toBe(result === "mended");
        const mended = await verifyStore(store, { repair: true });
        expect(
          mended.repaired.some((one) => line.test(one)),
          name,
        ).toBe(result === "mended");
        expect((await verifyStore(store)).problems.length === 0, name).toBe(result === "mended");
      }
    }
  }, 120_000);

  it("finds what nothing wrote", async () => {
    const stray = await storeWith([
      ["Q1", utf8("?")],
      ["Pointers", utf8("?")],
      ["X any name", utf8("fine")],
    ]);
    expect((await verifyStore(stray)).problems).toEqual([expect.stringMatching(/^2 keys .* such as 0x506f/)]);
    const header = await storeWith([[lostKey(19, lost), undefined]]);
    expect((await verifyStore(header)).problems).toContainEqual(expect.stringContaining("nothing says how it became"));
  });

  it("names a few of many of a kind, and how many more there are", async () => {
    const gone = Array.from({ length: 30 }, (_, n) => [bodyKey(hashAt(n + 100)), undefined] as const);
    const { problems } = await verifyStore(await storeWith(gone));
    expect(problems).toHaveLength(21);
    expect(problems[20]).toBe("and 10 more of this kind");
  });

  it("takes a body whose bytes have another root by its checksum, and by a runtime's word for what they stand for", async () => {
    const body = [utf8("written in another way")];
    const store = await storeWith([[bodyKey(hashAt(30)), encodeBody(body)]]);
    const byChecksum = await verifyStore(store);
    expect(byChecksum.problems).toEqual([]);
    expect(byChecksum.checked).toContain("1 of them, whose bytes have another root, against their checksums alone");
    expect((await verifyStore(store, { rewrite: async () => body })).problems).toEqual([
      expect.stringMatching(/^block 30 .*root that its header names/),
    ]);
    const own = [Uint8Array.of(1, 2, 0), new Uint8Array(0)];
    expect((await verifyStore(store, { rewrite: async () => own })).problems).toEqual([]);
    // Bodies of layout 1 have no checksum: their root alone counts.
    const old = await storeWith([
      [bodyKey(hashAt(30)), encodeParts(own)],
      [bodyKey(hashAt(31)), encodeParts(body)],
    ]);
    expect((await verifyStore(old)).problems).toEqual([expect.stringMatching(/^block 31 .*root/)]);
  });
});

describe("reading what is damaged", () => {
  it("throws one line and tells that the database can go on no more, once", async () => {
    const cases: readonly (readonly [StoreKey, (db: Database) => unknown])[] = [
      [bodyKey(hashAt(30)), (db) => db.body(hashAt(30))],
      [headerKey(hashAt(30)), (db) => db.header(hashAt(30))],
      [headerKey(hashAt(30)), (db) => db.stateAt(hashAt(30))],
      [justificationsKey(hashAt(9)), (db) => db.justifications(hashAt(9))],
      [reverseDiffKey(30), (db) => db.stateAt(hashAt(29))?.get("k0")],
      [reverseDiffKey(30), (db) => db.stateAt(hashAt(29))?.nextKey("k")],
      [segmentIndexKey(1, topKey("k1")), (db) => db.stateAt(hashAt(253))?.get("k1")],
    ];
    for (const [at, read] of cases) {
      const changed = at.startsWith("I") || at.startsWith("R") ? undefined : Uint8Array.of(1, 2, 3);
      const told: StorageError[] = [];
      const db = await openStore(await storeWith([[at, changed]]), { onFatal: (error) => told.push(error) });
      for (let times = 0; times < 2; times++)
        expect(() => read(db), at).toThrow(expect.objectContaining({ name: "StorageError", problem: "damaged" }));
      expect(told, at).toHaveLength(1);
      expect(told[0]?.message).toMatch(/^[^\n]*subtensor verify[^\n]*$/);
      await expect(db.putExtra(new Map())).rejects.toBe(told[0]);
    }
  });

  /** A database of 300 keys whose trie is loaded only as far as it is walked. */
  async function wideDatabase(told: StorageError[]): Promise<{ store: KeyValue; db: Database; keys: string[] }> {
    const store = memoryKeyValue();
    const top = new Map(Array.from({ length: 300 }, (_, n) => [`key ${n}`, new Uint8Array(40).fill(n)] as const));
    await (await openStore(store)).initialise(testGenesis({ top, children: new Map() }));
    const db = await openStore(store, { onFatal: (error) => told.push(error) });
    return { store, db, keys: [...top.keys()] };
  }

  it("tells so of a node of the trie", async () => {
    const told: StorageError[] = [];
    const { store, db } = await wideDatabase(told);
    const nodes: StoreKey[] = [];
    for await (const [key] of store.iterate("T", "U")) if (key !== "T\0") nodes.push(key);
    await store.write(new Map(nodes.map((key) => [key, Uint8Array.of(9)])), { sync: true });
    expect(() => db.stateAt(db.finalized().hash)?.nextKey("key 2")).toThrow(/state trie .*--repair/);
    expect(told).toHaveLength(1);
  });

  it("does not take for damage what a trie lacks that is held while later blocks become final", async () => {
    const told: StorageError[] = [];
    const { db, keys } = await wideDatabase(told);
    const held = overlayOn(db, db.best().hash);
    held.put("key 5", utf8("mine"));
    held.root();
    for (let number = 0; number < 3; number++) {
      const overlay = overlayOn(db, db.best().hash);
      for (const key of keys) overlay.put(key, utf8(`${number}`.repeat(40)));
      await db.commitBlock(testBlock(db.best(), overlay, { best: true, finalized: true }));
    }
    for (const key of keys) held.put(key, utf8("mine too"));
    expect(() => held.root()).toThrow(expect.objectContaining({ problem: "gone" }));
    expect(told).toEqual([]);
    await db.putExtra(new Map([["fine", utf8("yes")]]));
  });
});
