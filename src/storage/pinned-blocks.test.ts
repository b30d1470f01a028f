import { expect, it } from "vitest";
import { type Hex, utf8 } from "../lib/bytes.ts";
import type { Database } from "./database.ts";
import { memoryKeyValue } from "./kv/key-value.ts";
import { openStore } from "./open-database.ts";
import type { RequestedPruning } from "./pruning.ts";
import { overlayOn, testBlock, testGenesis } from "./testing/blocks.ts";

async function opened(pruning: RequestedPruning): Promise<Database> {
  const database = await openStore(memoryKeyValue(), { pruning });
  await database.initialise(testGenesis({ top: new Map([["a", utf8("1")]]), children: new Map() }));
  return database;
}

interface Added {
  readonly on?: Hex;
  readonly finalized?: boolean;
  readonly salt?: number;
  readonly best?: boolean;
}

async function add(database: Database, key: string, value: string, how: Added = {}): Promise<Hex> {
  const { on, finalized = false, salt = 0, best = true } = how;
  const parent = on === undefined ? database.best() : { hash: on, number: database.numberOf(on) as number };
  const overlay = overlayOn(database, parent.hash);
  overlay.put(key, utf8(value));
  const block = testBlock(parent, overlay, { best, finalized, salt });
  await database.commitBlock(block);
  return block.hash;
}

it("a pinned block that was left, made again and then lost keeps state and body", async () => {
  const database = await opened({ state: 2, blocks: 2 });
  const base = await add(database, "a", "base", { finalized: true });
  const left = await add(database, "x", "left");
  await database.moveTo(base);
  expect(await add(database, "x", "left", { on: base })).toBe(left);
  database.pin(left);
  await database.finalize(await add(database, "y", "sibling", { on: base, salt: 7 }));
  for (let number = 0; number < 6; number++) await add(database, "z", `${number}`, { finalized: true });
  expect(database.body(left)).toBeDefined();
  expect(database.stateAt(left)?.get("x")).toEqual(utf8("left"));
});

it("a pinned block that lost keeps its body when the chain moves to it", async () => {
  const database = await opened({ state: "archive", blocks: "archive-canonical" });
  const base = await add(database, "a", "base", { finalized: true });
  const lost = await add(database, "x", "lost");
  database.pin(lost);
  await database.finalize(await add(database, "y", "sibling", { on: base, salt: 7 }));
  expect(database.body(lost)).toBeDefined();
  await database.moveTo(lost);
  expect(database.best().hash).toBe(lost);
  expect(database.body(lost)).toBeDefined();
});

it("blocks that were left and wait to be forgotten keep their bodies while they are pinned", async () => {
  const database = await opened({ state: 1, blocks: "archive-canonical" });
  const base = await add(database, "a", "base", { finalized: true });
  for (let at = 0; at < 300; at++) await add(database, "x", `${at}`, { on: base, salt: at & 255, best: false });
  const leaves = database.leaves();
  await database.moveTo(base);
  for (let number = 0; number < 2; number++) await add(database, "z", `${number}`, { finalized: true });
  const waiting = leaves.filter((hash) => hash !== base && database.body(hash) !== undefined);
  expect(waiting.length).toBeGreaterThan(0);
  for (const hash of waiting) database.pin(hash);
  for (let number = 2; number < 12; number++) await add(database, "z", `${number}`, { finalized: true });
  expect(waiting.filter((hash) => database.body(hash) === undefined)).toEqual([]);
});
