import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { afterAll, describe, expect, it } from "vitest";
import { type Hex, toHex, utf8 } from "../lib/bytes.ts";
import type { Database, DatabaseReader } from "./database.ts";
import type { StorageError } from "./errors.ts";
import { openDatabase, openStore } from "./open-database.ts";
import { openReadOnly } from "./read-only.ts";
import type { ParentState } from "./state/parent-state.ts";
import { overlayOn, testBlock, testGenesis } from "./testing/blocks.ts";
import { faultyKeyValue } from "./testing/faulty-key-value.ts";
import { randomBlock, seeded } from "./testing/random-block.ts";
import { textOf } from "./testing/state-model.ts";
import { verifyStore } from "./verify/verify-database.ts";

const root = mkdtempSync(join(tmpdir(), "subtensor-move-readers-"));
afterAll(() => rmSync(root, { recursive: true }));
const genesis = testGenesis({ top: new Map([["\x01", Uint8Array.of(1)]]), children: new Map() });

/** All that a chain answers, as plain data. */
function viewOf(db: DatabaseReader, known: readonly Hex[]) {
  return {
    ...{ best: db.best(), finalized: db.finalized(), oldest: [db.oldestState(), db.oldestBody()] },
    ...{ leaves: db.leaves().sort(), moves: db.getExtra("moves") },
    blocks: known.map((hash) => ({
      ...{ hash, number: db.numberOf(hash), canonical: db.isCanonical(hash), body: db.body(hash)?.map(toHex) },
      ...{ children: db.children(hash).sort(), state: stateText(db, hash), root: db.overlayAt(hash)?.root() },
      proof: db.proofAt(hash, ["\x01\x01", "\x11\x02"])?.map(toHex),
    })),
  };
}

function stateText(db: DatabaseReader, hash: Hex): string | undefined {
  const state = db.stateAt(hash);
  return state === undefined ? undefined : textOf(state);
}

/** A block, a finalization, or a move to a block whose state is kept. @returns a new block. */
async function oneStep(
  db: Database,
  random: (below: number) => number,
  known: readonly Hex[],
): Promise<Hex | undefined> {
  const kind = random(10);
  if (kind > 5) {
    const target = known[Math.max(0, known.length - 1 - random(12))] as Hex;
    if (db.stateAt(target) !== undefined) await db.moveTo(target, new Map([["moves", utf8(target)]]));
    return undefined;
  }
  if (kind === 5) {
    const from = db.finalized().number;
    await db.finalize(db.hashAt(from + random(db.best().number - from + 1)) as Hex);
    return undefined;
  }
  const block = randomBlock(db, random);
  if (block === undefined) return undefined;
  await db.commitBlock(block);
  return block.hash;
}

/** Makes final blocks that change one key, or several. */
async function add(db: Database, count: number, name: string, keys = 1): Promise<Hex[]> {
  const hashes: Hex[] = [];
  for (let made = 0; made < count; made++) {
    const overlay = overlayOn(db, db.best().hash);
    for (let key = 0; key < keys; key++)
      overlay.put(`k${db.best().number % 3} ${key || ""}`, utf8(`${name} ${db.best().number}`));
    const block = testBlock(db.best(), overlay, { best: true, finalized: true });
    await db.commitBlock(block);
    hashes.push(block.hash);
  }
  return hashes;
}

describe("a chain that is moved while others read it", () => {
  it("is seen as the writer sees it, however seldom one looks: 25 seeds", { timeout: 120_000 }, async () => {
    for (let seed = 0; seed < 25; seed++) {
      const random = seeded(seed);
      const path = join(root, `seed-${seed}`);
      const state = seed % 3 === 0 ? "archive" : 4;
      const db = await openDatabase({ path, shared: true, pruning: { state, blocks: seed % 2 === 0 ? "archive" : 2 } });
      await db.initialise(genesis);
      const reader = await openReadOnly(path);
      const known = [genesis.hash];
      const held: { state: ParentState; was: string }[] = [];
      for (let steps = 0; steps < 50; steps++) {
        const made = await oneStep(db, random, known);
        if (made !== undefined) known.push(made);
        if (random(3) !== 0) continue;
        await reader.refresh();
        expect(viewOf(reader, known), `seed ${seed}, step ${steps}`).toEqual(viewOf(db, known));
        for (const old of held) {
          let now: string;
          try {
            now = textOf(old.state);
          } catch (error) {
            expect(error).toMatchObject({ problem: "gone" });
            continue;
          }
          expect(now).toBe(old.was);
        }
        const hash = reader.hashAt(
          reader.oldestState() + random(reader.best().number - reader.oldestState() + 1),
        ) as Hex;
        const kept = reader.stateAt(hash) as ParentState;
        held.push({ state: kept, was: textOf(kept) });
      }
      await reader.close();
      await db.close();
    }
  });

  it("is right for who looks when it is back where it was, or as high on another branch", async () => {
    const path = join(root, "back");
    const db = await openDatabase({ path, shared: true });
    await db.initialise(genesis);
    const hashes = await add(db, 300, "a");
    const reader = await openReadOnly(path);
    const at = (number: number): Hex => hashes[number - 1] as Hex;
    const all = [...hashes.slice(240)];
    expect(viewOf(reader, all)).toEqual(viewOf(db, all));
    // Back over the border of a segment and forward again: the same block, its history written anew.
    await db.moveTo(at(250));
    await db.moveTo(at(300));
    await reader.refresh();
    expect(viewOf(reader, all)).toEqual(viewOf(db, all));
    await db.moveTo(at(250));
    await db.moveTo(at(300));
    all.push(...(await add(db, 3, "a")));
    await reader.refresh();
    expect(viewOf(reader, all)).toEqual(viewOf(db, all));
    const state = reader.stateAt(at(260)) as ParentState;
    await db.moveTo(at(250));
    all.push(...(await add(db, 60, "b")));
    await reader.refresh();
    expect(viewOf(reader, all)).toEqual(viewOf(db, all));
    expect(() => state.get("k1 ")).toThrow(expect.objectContaining({ problem: "gone" }));
    await reader.close();
    await db.close();
  });

  it("is consistent at every moment for a thread that reads", { timeout: 60_000 }, async () => {
    const path = join(root, "threads");
    const db = await openDatabase({ path, shared: true, pruning: { state: 20 } });
    await db.initialise(genesis);
    const worker = new Worker(new URL("testing/read-in-thread.ts", import.meta.url), { workerData: { path } });
    const result = new Promise<{ rounds: number; wrong: string[] }>((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", reject);
    });
    await new Promise((resolve) => worker.once("online", resolve));
    const random = seeded(11);
    const known = [genesis.hash];
    const until = Date.now() + 2000;
    while (Date.now() < until) {
      const made = await oneStep(db, random, known);
      if (made !== undefined) known.push(made);
    }
    worker.postMessage("stop");
    const { rounds, wrong } = await result;
    expect(wrong).toEqual([]);
    expect(rounds).toBeGreaterThan(5);
    await db.close();
  });

  it("lets a walk begin anew whose rest of the history is gone", async () => {
    const faults: StorageError[] = [];
    const options = {
      pruning: { state: "archive" },
      onFatal: (error: StorageError) => void faults.push(error),
    } as const;
    const db = await openStore(faultyKeyValue(), options);
    await db.initialise(genesis);
    const hashes = await add(db, 251, "a");
    hashes.push(...(await add(db, 8, "wide", 2100)));
    const state = db.stateAt(hashes[251] as Hex) as ParentState;
    const was = textOf(state);
    await db.moveTo(hashes[253] as Hex);
    await db.moveTo(hashes[258] as Hex);
    const steps = state.prepare?.() as Generator<undefined, void>;
    expect(steps.next().done).toBe(false);
    await db.moveTo(hashes[252] as Hex);
    for (let step = steps.next(); step.done === false; step = steps.next());
    expect(textOf(state)).toBe(was);
    expect(faults).toEqual([]);
  });

  it("gives a state that is walked in steps meanwhile no wrong keys", async () => {
    const db = await openStore(faultyKeyValue(), { pruning: { state: "archive" } });
    await db.initialise(genesis);
    const hashes = await add(db, 20, "a");
    const old = db.stateAt(hashes[4] as Hex) as ParentState;
    const was = textOf(old);
    const state = db.stateAt(hashes[5] as Hex) as ParentState;
    for (const target of [hashes[10], hashes[19], hashes[10], hashes[19]]) {
      const steps = state.prepare?.();
      steps?.next();
      await db.moveTo(target as Hex);
      for (let step = steps?.next(); step?.done === false; step = steps?.next());
      expect(textOf(old)).toBe(was);
    }
    await db.moveTo(hashes[4] as Hex);
    await add(db, 20, "b");
    expect(textOf(old)).toBe(was);
    expect(() => textOf(state)).toThrow(expect.objectContaining({ problem: "gone" }));
  });
});

describe("a chain that is moved when the power fails", () => {
  it("is where it was, or where it was moved to: 300 seeds", { timeout: 60_000 }, async () => {
    for (let seed = 0; seed < 300; seed++) {
      const random = seeded(seed);
      let store = faultyKeyValue();
      const options = { pruning: { state: 6, blocks: 2 } } as const;
      let db = await openStore(store, options);
      await db.initialise(genesis);
      const known = [genesis.hash];
      for (let steps = 10 + random(20); steps > 0; steps--) {
        const made = await oneStep(db, random, known);
        if (made !== undefined) known.push(made);
      }
      const target = known.filter((hash) => db.stateAt(hash) !== undefined)[0] as Hex;
      const from = db.best().hash;
      const text = stateText(db, target);
      const moving = db.moveTo(target).catch(() => {});
      store = store.crash(random(11) / 10);
      await moving;
      db = await openStore(store, options);
      expect([from, target]).toContain(db.best().hash);
      if (db.best().hash === target) expect(stateText(db, target)).toBe(text);
      expect((await verifyStore(store)).problems).toEqual([]);
      await db.moveTo(target);
      expect(stateText(db, target)).toBe(text);
    }
  });
});
