import { describe, expect, it } from "vitest";
import { type Hex, type StateKey, utf8 } from "../lib/bytes.ts";
import type { Database } from "./database.ts";
import { type KeyValue, memoryKeyValue } from "./kv/key-value.ts";
import { lostKey, prefixes } from "./layout.ts";
import { openStore } from "./open-database.ts";
import type { RequestedPruning } from "./pruning.ts";
import { overlayOn, testBlock, testGenesis } from "./testing/blocks.ts";
import { textOf } from "./testing/state-model.ts";
import { verifyStore } from "./verify/verify-database.ts";

/** A database, and how each state looked when its block was made. */
interface Chain {
  readonly store: KeyValue;
  readonly db: Database;
  readonly texts: Map<Hex, string>;
}

async function newChain(pruning: RequestedPruning): Promise<Chain> {
  const store = memoryKeyValue();
  const db = await openStore(store, { pruning });
  const genesis = testGenesis({ top: new Map([["a", utf8("0")]]), children: new Map() });
  await db.initialise(genesis);
  const chain = { store, db, texts: new Map<Hex, string>() };
  note(chain, genesis.hash);
  return chain;
}

function note({ db, texts }: Chain, hash: Hex): void {
  texts.set(hash, stateText(db, hash) as string);
}

function stateText(db: Database, hash: Hex): string | undefined {
  const state = db.stateAt(hash);
  return state === undefined ? undefined : textOf(state);
}

/** Makes blocks on the best one. @returns their hashes. */
async function add(chain: Chain, count: number, name: string, finalized = true): Promise<Hex[]> {
  const hashes: Hex[] = [];
  for (let made = 0; made < count; made++) {
    const overlay = overlayOn(chain.db, chain.db.best().hash);
    const { number } = chain.db.best();
    overlay.put(`k${number % 5}`, utf8(`${name} ${number} ${"long ".repeat(number % 3 === 0 ? 10 : 0)}`));
    overlay.put(`only ${number}`, utf8(name));
    overlay.delete(`only ${number - 3}`);
    if (number % 4 === 0) overlay.child("x").put(`c${number % 7}`, utf8(name));
    const block = testBlock(chain.db.best(), overlay, { best: true, finalized });
    await chain.db.commitBlock(block);
    hashes.push(block.hash);
    note(chain, block.hash);
  }
  return hashes;
}

async function contents(store: KeyValue, letters: string): Promise<Map<StateKey, string>> {
  const all = new Map<StateKey, string>();
  for await (const [key, value] of store.iterate("", undefined))
    if (letters.includes(key.charAt(0))) all.set(key, Buffer.from(value).toString("hex"));
  return all;
}

async function expectSound({ store, db, texts }: Chain, kept: Iterable<Hex>): Promise<void> {
  for (const hash of kept) expect(stateText(db, hash)).toBe(texts.get(hash));
  expect((await verifyStore(store)).problems).toEqual([]);
}

describe("moving a chain", () => {
  it("writes the index of old states as if blocks had become final, on both sides of a border", async () => {
    for (const pruning of [{ state: "archive" }, { state: 8 }] as const) {
      for (const [from, to] of [
        [254, 255],
        [255, 256],
        [256, 257],
        [253, 259],
      ] as const) {
        const chain = await newChain(pruning);
        const { store, db } = chain;
        const hashes = [db.best().hash, ...(await add(chain, 259, "a"))];
        if (to < 259) await db.moveTo(hashes[to] as Hex);
        // What the index says of blocks that are forgotten means nothing, and may differ.
        const letters = pruning.state === "archive" ? "SCTURIGKPN" : "SCTURPN";
        const before = await contents(store, letters);
        await db.moveTo(hashes[from] as Hex);
        await expectSound(chain, [...hashes.slice(252)]);
        await db.moveTo(hashes[to] as Hex);
        expect(await contents(store, letters)).toEqual(before);
        await expectSound(chain, [...hashes.slice(252)]);
        await db.moveTo(hashes[from] as Hex);
        const others = await add(chain, 20, "b");
        await expectSound(chain, others.slice(-8));
      }
    }
  });

  it("keeps what is left until the block that its branch begins on is forgotten, however many there are", async () => {
    const chain = await newChain({ state: 8 });
    const { store, db } = chain;
    const hashes = await add(chain, 5, "a");
    const fork = hashes[4] as Hex;
    const left: Hex[] = [];
    for (let branch = 0; branch < 5; branch++) {
      left.push(...(await add(chain, 7, `left ${branch}`)), ...(await add(chain, 80, `open ${branch}`, false)));
      await db.moveTo(fork);
    }
    await expectSound(chain, left.slice(-100));
    await add(chain, 7, "b");
    await expectSound(chain, left.slice(0, 3));
    await db.moveTo(left[50] as Hex);
    await db.moveTo(fork);
    await add(chain, 8, "c");
    for (const hash of left) expect(db.stateAt(hash)).toBeUndefined();
    await expect(db.moveTo(left[50] as Hex)).rejects.toMatchObject({ problem: "gone" });
    await expect(db.moveTo(left[50] as Hex)).rejects.toThrow(/not kept any more; the oldest state is that of block 6$/);
    // Little by little: not all at once, and all of it soon.
    expect((await verifyStore(store)).problems).toEqual([]);
    expect((await contents(store, prefixes.left)).size).toBeGreaterThan(1);
    await add(chain, 8, "d");
    expect((await contents(store, prefixes.left)).size).toBeLessThan(10);
    for (const hash of left) {
      expect(db.body(hash)).toBeUndefined();
      expect(db.header(hash)).toBeDefined();
      expect(store.getSync(lostKey(db.numberOf(hash) as number, hash))).toHaveLength(0);
    }
    expect((await verifyStore(store)).problems).toEqual([]);
  });

  it("goes back to a block that is pinned, and to one that was left and is pinned", async () => {
    const chain = await newChain({ state: 3 });
    const { db } = chain;
    const hashes = await add(chain, 10, "a");
    const pinned = hashes[8] as Hex;
    const unpin = db.pin(pinned);
    await add(chain, 30, "b");
    await db.moveTo(pinned);
    const left = (await add(chain, 5, "c"))[3] as Hex;
    const unpinLeft = db.pin(left);
    unpin();
    await db.moveTo(pinned);
    await add(chain, 30, "d");
    await db.moveTo(left);
    expect(db.oldestState()).toBe(9);
    // From here it needs no more than its own state.
    await add(chain, 30, "e");
    expect(db.oldestState()).toBe(13);
    await db.moveTo(left);
    unpinLeft();
    await add(chain, 30, "f");
    await expect(db.moveTo(left)).rejects.toMatchObject({ problem: "gone" });
    await expectSound(chain, [db.best().hash]);
  });

  it("refuses what it does not know, and changes nothing then", async () => {
    const chain = await newChain({ state: 3 });
    const { store, db } = chain;
    const hashes = await add(chain, 10, "a");
    const open = await add(chain, 2, "b", false);
    const before = await contents(store, "PSNEDLX");
    const nobody: Hex = `0x${"77".repeat(32)}`;
    const extra = new Map([["name", utf8("value")]]);
    await expect(db.moveTo(nobody, extra)).rejects.toMatchObject({ problem: "misuse" });
    await expect(db.moveTo(nobody)).rejects.toThrow(/^the chain cannot move to block 0x7+: it is not known$/);
    await expect(db.moveTo(hashes[2] as Hex, extra)).rejects.toMatchObject({ problem: "gone" });
    expect(await contents(store, "PSNEDLX")).toEqual(before);
    expect(await db.moveTo(open[0] as Hex, extra)).toEqual({ retracted: [open[1]], enacted: [] });
    expect(db.getExtra("name")).toEqual(utf8("value"));
    expect(await db.moveTo(open[0] as Hex)).toEqual({ retracted: [], enacted: [] });
    expect(await db.moveTo(open[1] as Hex)).toEqual({ retracted: [], enacted: [open[1]] });
  });

  it("is followed by a revert, which takes what was left on later blocks out", async () => {
    for (const state of [8, "archive"] as const) {
      const chain = await newChain({ state });
      const { store, db } = chain;
      const hashes = await add(chain, 6, "a");
      await add(chain, 6, "b");
      await db.moveTo(hashes[5] as Hex);
      const last = await add(chain, 3, "c");
      await db.moveTo(last[0] as Hex);
      await db.moveTo(hashes[4] as Hex);
      await db.moveTo(last[0] as Hex);
      expect(await db.revert(2)).toBe(2);
      expect(db.best().hash).toBe(hashes[4]);
      expect((await contents(store, prefixes.left)).size).toBe(0);
      await expectSound(chain, hashes.slice(4, 5));
    }
  });

  it("has links between what was left that verify mends", async () => {
    const chain = await newChain({ state: 8 });
    const { store, db } = chain;
    const [fork] = await add(chain, 1, "a");
    const left: Hex[] = [];
    for (const name of ["b", "c", "d"]) {
      left.push(...(await add(chain, 2, name)));
      await db.moveTo(fork as Hex);
    }
    const sound = await contents(store, prefixes.left);
    const links = [...sound.keys()];
    expect(links).toHaveLength(4);
    for (const key of links) {
      for (const wrong of [undefined, Uint8Array.of(1), new Uint8Array(96).fill(9)]) {
        await store.write(new Map([[key, wrong]]), { sync: true });
        expect((await verifyStore(store)).problems, key).toEqual([
          expect.stringMatching(/^the links between 6 blocks/),
        ]);
        expect((await verifyStore(store, { repair: true })).problems).toEqual([]);
        expect((await verifyStore(store)).problems).toEqual([]);
        expect((await contents(store, prefixes.left)).size).toBe(sound.size);
      }
    }
    const again = await openStore(store);
    for (const hash of left) await again.moveTo(hash);
    expect((await verifyStore(store)).problems).toEqual([]);
  });
});
