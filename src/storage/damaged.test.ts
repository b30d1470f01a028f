import { describe, expect, it } from "vitest";
import { utf8 } from "../lib/bytes.ts";
import { type KeyValue, memoryKeyValue } from "./kv/key-value.ts";
import { pointersKey, prefixes, topKey } from "./layout.ts";
import { openStore } from "./open-database.ts";
import { overlayOn, testBlock, testGenesis } from "./testing/blocks.ts";
import { verifyStore } from "./verify/verify-database.ts";

describe("a database that is damaged", () => {
  async function damaged(damage: (store: KeyValue) => Map<string, Uint8Array | undefined>): Promise<KeyValue> {
    const store = memoryKeyValue();
    const db = await openStore(store);
    await db.initialise(
      testGenesis({
        top: new Map([
          ["k", utf8("v".repeat(50))],
          ["l", utf8("w".repeat(50))],
        ]),
        children: new Map(),
      }),
    );
    for (const finalized of [true, false, false]) {
      const overlay = overlayOn(db, db.best().hash);
      overlay.put("n", Uint8Array.of(db.best().number));
      await db.commitBlock(testBlock(db.best(), overlay, { best: true, finalized }));
    }
    await store.write(damage(store), { sync: true });
    return store;
  }
  async function first(store: KeyValue, prefix: string): Promise<[string, Uint8Array]> {
    for await (const [k, v] of store.iterate(prefix, undefined)) return [k, v];
    throw new Error("nothing there");
  }

  it("does not open with the trie of another state, and is repaired from the values", async () => {
    const store = await damaged(() => new Map([["T\0", utf8("nonsense")]]));
    await expect(openStore(store)).rejects.toThrow(/block 1 .*subtensor verify/);
    const line = expect.stringContaining("1 of 1 nodes are not what the values give");
    expect(await verifyStore(store)).toMatchObject({ problems: [line], mendable: 1 });
    expect(await verifyStore(store, { repair: true })).toMatchObject({ problems: [], repaired: [line] });
    expect((await verifyStore(store)).problems).toEqual([]);
    expect((await openStore(store)).best().number).toBe(3);
  });

  it("does not open with a wrong layer, and drops it on demand", async () => {
    const store = await damaged(() => new Map());
    const best = (await openStore(store)).best();
    const [name] = await first(store, prefixes.layer);
    const record = Uint8Array.from(store.getSync(name) as Uint8Array);
    record[record.length - 1] = 99;
    await store.write(new Map([[name, record]]), { sync: true });
    await expect(openStore(store)).rejects.toThrow(/^block \d .*its header says .*subtensor revert/);
    const repaired = await openStore(store, { dropDamaged: true });
    expect(repaired.best().number).toBeLessThan(best.number);
    expect(repaired.hashAt(3)).toBeUndefined();
    expect((await openStore(store)).best()).toEqual(repaired.best());
  });

  it("is found out by verify when a value is wrong", async () => {
    const store = await damaged(() => new Map([[topKey("k"), utf8("other")]]));
    const { problems } = await verifyStore(store, { repair: true });
    expect(problems[0]).toMatch(/^block 1 .*: the stored values have root 0x\w+, the header says 0x/);
    // Nothing is repaired when the values themselves are wrong.
    expect((await verifyStore(store)).problems).toEqual(problems);
  });

  it("does not open without its pointers or with another layout", async () => {
    await expect(openStore(await damaged(() => new Map([[pointersKey, undefined]])))).rejects.toThrow(
      "does not say which block is best",
    );
    const newer = await damaged(() => new Map([["V", Uint8Array.of(9, 0, 0, 0)]]));
    for (const use of [openStore(newer), verifyStore(newer, { repair: true })])
      await expect(use).rejects.toMatchObject({ problem: "foreign", message: expect.stringContaining("layout 9") });
  });

  it("refuses blocks that do not fit", async () => {
    const db = await openStore(memoryKeyValue());
    expect(() => db.best()).toThrow("no genesis block yet");
    await db.initialise(testGenesis({ top: new Map(), children: new Map() }));
    const overlay = overlayOn(db, db.best().hash);
    overlay.put("k", utf8("v"));
    const block = testBlock(db.best(), overlay, { best: true });
    overlay.put("k", utf8("w"));
    await expect(db.commitBlock(block)).rejects.toThrow("its header says");
    await expect(db.finalize(`0x${"11".repeat(32)}`)).rejects.toThrow("not known");
    await expect(db.setHead(`0x${"11".repeat(32)}`)).rejects.toThrow("cannot become the best");
  });
});
