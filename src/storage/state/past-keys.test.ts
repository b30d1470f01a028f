import { beforeEach, expect, it, vi } from "vitest";
import type { Hex, StateKey } from "../../lib/bytes.ts";
import { topKey } from "../layout.ts";
import { openDatabase } from "../open-database.ts";
import { overlayOn, testBlock, testGenesis } from "../testing/blocks.ts";
import type { History } from "./history.ts";
import { pastKeys } from "./past-keys.ts";

const made = vi.hoisted(() => ({ tries: 0 }));
vi.mock("../trie/update.ts", async (original) => {
  const module = await original<typeof import("../trie/update.ts")>();
  const applyChanges: typeof module.applyChanges = (...args) => {
    made.tries++;
    return module.applyChanges(...args);
  };
  return { ...module, applyChanges };
});
beforeEach(() => {
  made.tries = 0;
});

const value = (text: string): Uint8Array => new TextEncoder().encode(text);

it("a walk over keys that were all changed since takes one step for each", () => {
  const keys = Array.from({ length: 500 }, (_, index) => `k${String(index).padStart(3, "0")}`);
  const past = { changedSince: () => keys.map((key) => topKey(key)), replacedBy: () => new Map() };
  const before = pastKeys(past as unknown as History, 0, 1);
  let steps = 0;
  const now = {
    nextKey(key: StateKey) {
      steps++;
      return keys.find((one) => one > key);
    },
  };
  const walked: StateKey[] = [];
  // Every second one was made since.
  const holds = (key: StateKey): boolean => Number(key.slice(1)) % 2 === 0;
  for (let key = before.nextKey(undefined, "", now, holds); key !== undefined; ) {
    walked.push(key);
    key = before.nextKey(undefined, key, now, holds);
  }
  expect(walked).toEqual(keys.filter(holds));
  expect(steps).toBeLessThanOrEqual(501);
});

it("a state of the past is walked as it was while blocks go on, without a trie for each of them", async () => {
  const database = await openDatabase({});
  const top = new Map([..."bdfhj"].map((key) => [key, value(key)] as const));
  const genesis = testGenesis({ top, children: new Map([["kid", new Map([["x", value("1")]])]]) });
  await database.initialise(genesis);
  let parent = { hash: genesis.hash, number: 0 };
  const add = async (changes: Readonly<Record<string, string | undefined>>): Promise<void> => {
    const overlay = overlayOn(database, parent.hash);
    for (const [key, text] of Object.entries(changes)) {
      if (text === undefined) overlay.delete(key);
      else overlay.put(key, value(text));
    }
    overlay.child("kid").put(`y${parent.number}`, value("2"));
    if (parent.number === 3) overlay.child("kid").delete("x");
    const block = testBlock(parent, overlay, { best: true, finalized: true });
    await database.commitBlock(block);
    parent = { hash: block.hash, number: parent.number + 1 };
  };
  await add({});
  const state = database.stateAt(genesis.hash);
  if (state === undefined) throw new Error("the state of the genesis is kept");
  const walk = (): StateKey[] => {
    const keys: StateKey[] = [];
    for (let key = state.nextKey(""); key !== undefined; key = state.nextKey(key)) keys.push(key);
    return keys.filter((key) => key.length === 1);
  };
  const changes = [
    { a: "new" },
    { b: undefined },
    { d: "other", e: "new" },
    { j: undefined, k: "new" },
    { b: "again" },
  ];
  for (const block of changes) {
    await add(block);
    made.tries = 0;
    expect(walk()).toEqual([..."bdfhj"]);
    expect(state.child("kid").nextKey("")).toBe("x");
    expect(state.child("kid").nextKey("x")).toBeUndefined();
    expect(made.tries).toBe(0);
  }
  await database.close();
});

it("a walk of a past state is made ready in steps, between which blocks may come", async () => {
  const database = await openDatabase({});
  const names = Array.from({ length: 7000 }, (_, index) => `k${String(index).padStart(4, "0")}`);
  const even = names.filter((_, index) => index % 2 === 0);
  const genesis = testGenesis({ top: new Map(even.map((key) => [key, value(key)])), children: new Map() });
  await database.initialise(genesis);
  let parent = { hash: genesis.hash, number: 0 };
  const add = async (change: (overlay: ReturnType<typeof overlayOn>) => void): Promise<void> => {
    const overlay = overlayOn(database, parent.hash);
    change(overlay);
    const block = testBlock(parent, overlay, { best: true, finalized: true });
    await database.commitBlock(block);
    parent = { hash: block.hash, number: parent.number + 1 };
  };
  await add((overlay) => {
    for (const key of names) overlay.put(key, value("new"));
  });
  const state = database.stateAt(genesis.hash);
  let steps = 0;
  for (const _ of state?.prepare?.() ?? []) {
    steps++;
    await add((overlay) => {
      overlay.delete(names[steps] as StateKey);
      overlay.put(`new${steps}`, value("new"));
    });
  }
  expect(steps).toBe(3);
  const walked: StateKey[] = [];
  for (let key = state?.nextKey("k"); key !== undefined; key = state?.nextKey(key)) walked.push(key);
  expect(walked).toEqual(even);
  expect([...(state?.prepare?.() ?? [])]).toEqual([]);
  // What only earlier blocks changed is not gathered, though it is noted with the same segment of blocks.
  const last = database.stateAt(parent.hash);
  await add((overlay) => overlay.put("a", value("new")));
  expect([...(last?.prepare?.() ?? [])]).toEqual([]);
  expect(last?.nextKey("")).toBe("k0000");
  await database.close();
});

it("states of the past are walked as they were, wherever a segment of blocks ends", async () => {
  const database = await openDatabase({ pruning: { state: 600 } });
  const genesis = testGenesis({ top: new Map([["a", value("a")]]), children: new Map() });
  await database.initialise(genesis);
  const hashes = [genesis.hash];
  // Each block adds a key and removes the one that the tenth before it added.
  const name = (number: number): string => `k${String(number).padStart(3, "0")}`;
  for (let number = 1; number <= 520; number++) {
    const overlay = overlayOn(database, hashes[number - 1] as Hex);
    overlay.put(name(number), value("new"));
    overlay.delete(name(number - 10));
    const at = { hash: hashes[number - 1] as Hex, number: number - 1 };
    const block = testBlock(at, overlay, { best: true, finalized: true });
    await database.commitBlock(block);
    hashes.push(block.hash);
  }
  for (const number of [10, 100, 254, 255, 256, 257, 510, 511, 512, 513, 519]) {
    const state = database.stateAt(hashes[number] as Hex);
    const walked: StateKey[] = [];
    for (let key = state?.nextKey(""); key !== undefined; key = state?.nextKey(key)) walked.push(key);
    expect(walked).toEqual(["a", ...Array.from({ length: 10 }, (_, index) => name(number - 9 + index))]);
  }
  await database.close();
});
