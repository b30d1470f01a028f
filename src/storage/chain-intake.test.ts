import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { blake2Hex } from "../crypto/hashing.ts";
import { utf8 } from "../lib/bytes.ts";
import type { BlockOfChain } from "./chain-intake.ts";
import type { Database } from "./database.ts";
import { memoryKeyValue } from "./kv/key-value.ts";
import { openDatabase, openStore } from "./open-database.ts";
import { overlayOn, testBlock, testGenesis } from "./testing/blocks.ts";
import { faultyKeyValue } from "./testing/faulty-key-value.ts";
import { randomBlock, seeded } from "./testing/random-block.ts";
import { verifyStore } from "./verify/verify-database.ts";

const genesis = testGenesis({
  top: new Map([["g", utf8("genesis")]]),
  children: new Map([["x", new Map([["c", utf8("child")]])]]),
});

async function chainOf(blocks: number): Promise<Database> {
  const database = await openStore(memoryKeyValue());
  await database.initialise(genesis);
  const random = seeded(7);
  while (database.best().number < blocks) {
    const block = randomBlock(database, random);
    if (block !== undefined) await database.commitBlock(block);
  }
  return database;
}

/** Copies a chain from block `from` on into an empty database. */
async function copy(source: Database, target: Database, from = 1): Promise<void> {
  const view = await source.view();
  const intake = await target.takeChain();
  const { hash, number } = view.best();
  for await (const { child, key, value } of view.entries(hash)) await intake.state.put(child, [[key, value]]);
  const line: BlockOfChain[] = [];
  for (let at = hash, left = number; left >= from; left--) {
    const header = view.header(at) as Uint8Array;
    line.push({ hash: at, header, body: view.body(at) ?? [], replaced: view.replacedBy(at) });
    at = view.parentHash(at) as typeof at;
  }
  for (const block of line.reverse()) await intake.addBlock(block);
  await intake.use({ hash: genesis.hash, header: genesis.header, extra: new Map([["name", utf8("kept")]]) });
  await view.release();
}

describe("a chain that is taken into an empty database", () => {
  it.each([1, 150, 300])("is sound, with blocks from #%i", async (from) => {
    const source = await chainOf(300);
    const store = memoryKeyValue();
    const target = await openStore(store);
    await copy(source, target, from);
    for (const database of [target, await openStore(store)]) {
      expect([database.best(), database.genesisHash]).toEqual([source.best(), genesis.hash]);
      expect(database.getExtra("name")).toEqual(utf8("kept"));
    }
    expect((await verifyStore(store)).problems).toEqual([]);
    const overlay = overlayOn(target, target.best().hash);
    overlay.put("next", utf8("block"));
    await target.commitBlock(testBlock(target.best(), overlay, { best: true, finalized: true }));
    await target.close();
    expect((await verifyStore(store)).problems).toEqual([]);
  });

  it("is not there after a crash before its end", async () => {
    const source = await chainOf(30);
    for (const cut of [0, 0.3, 0.7, 1]) {
      const store = faultyKeyValue();
      const target = await openStore(store);
      const intake = await target.takeChain();
      await intake.state.put(undefined, [["left", utf8("over")]]);
      const header = source.header(source.best().hash) as Uint8Array;
      await intake.addBlock({ hash: blake2Hex(header), header, body: [] });
      await expect(intake.use(genesis)).rejects.toThrow(/its state has root/);
      const after = store.crash(cut);
      const again = await openStore(after);
      expect(again.genesisHash).toBeUndefined();
      for await (const [key] of after.iterate("", undefined)) expect(key).toBe("W");
      await copy(source, again);
      expect(again.best()).toEqual(source.best());
      expect((await verifyStore(after)).problems).toEqual([]);
    }
  });

  it("is refused where there is one, and where its blocks do not fit", async () => {
    const source = await chainOf(5);
    await expect(source.takeChain()).rejects.toThrow("the database holds a chain already");
    const block = (number: number): BlockOfChain => {
      const hash = source.hashAt(number) as typeof genesis.hash;
      return { hash, header: source.header(hash) as Uint8Array, body: [] };
    };
    const intake = await (await openStore(memoryKeyValue())).takeChain();
    await expect(intake.use(genesis)).rejects.toThrow("a chain without a block");
    await intake.addBlock({ ...block(1), replaced: new Map() });
    await expect(intake.addBlock(block(3))).rejects.toThrow(/block 3 .* does not lie on block 1/);
    await expect(intake.addBlock(block(2))).rejects.toThrow(/what block 2 replaced is missing/);
  });
});

it.each(["memory", "LevelDB"])("a view stays as it is while the chain goes on, in %s", async (place) => {
  const path = mkdtempSync(join(tmpdir(), "chain-view-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  const database = await openDatabase({ pruning: { state: 1 }, ...(place === "memory" ? {} : { path }) });
  onTestFinished(() => database.close());
  await database.initialise(genesis);
  const next = async (value: string): Promise<void> => {
    const overlay = overlayOn(database, database.best().hash);
    overlay.put("g", utf8(value));
    overlay.child("x").delete("c");
    await database.commitBlock(testBlock(database.best(), overlay, { best: true, finalized: true }));
  };
  const view = await database.view();
  for (let count = 0; count < 10; count++) await next(`${count}`);
  const found: unknown[] = [];
  for await (const entry of view.entries(genesis.hash)) found.push(entry);
  expect(found).toEqual([
    { child: "x", key: "c", value: utf8("child") },
    { child: undefined, key: "g", value: utf8("genesis") },
  ]);
  expect(view.best().number).toBe(0);
  await view.release();
  const later = await database.view();
  expect(() => later.entries(genesis.hash)).toThrow(/is not kept/);
  await later.release();
});
