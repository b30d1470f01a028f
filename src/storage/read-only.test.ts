import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { afterAll, describe, expect, it } from "vitest";
import { type Hex, type StateKey, toHex, utf8 } from "../lib/bytes.ts";
import type { Database, DatabaseReader } from "./database.ts";
import { openDatabase } from "./open-database.ts";
import { openReadOnly } from "./read-only.ts";
import type { ParentState } from "./state/parent-state.ts";
import { overlayOn, testBlock, testGenesis } from "./testing/blocks.ts";
import { finalBlock, randomBlock, seeded } from "./testing/random-block.ts";

const root = mkdtempSync(join(tmpdir(), "subtensor-readers-"));
afterAll(() => rmSync(root, { recursive: true }));

function contents(state: ParentState | undefined): [StateKey, string][] | undefined {
  if (state === undefined) return undefined;
  const entries: [StateKey, string][] = [];
  for (const space of [state, state.child("x")])
    for (let key = space.nextKey(""); key !== undefined; key = space.nextKey(key))
      entries.push([key, toHex(space.get(key) as Uint8Array)]);
  return entries;
}

/** All that a chain answers, as plain data. */
function viewOf(db: DatabaseReader, known: readonly Hex[]) {
  return {
    ...{ best: db.best(), finalized: db.finalized(), oldest: [db.oldestState(), db.oldestBody()] },
    ...{ leaves: db.leaves().sort(), pruning: db.pruning(), genesis: db.genesisHash },
    blocks: known.map((hash) => ({
      ...{ hash, number: db.numberOf(hash), canonical: db.isCanonical(hash), body: db.body(hash)?.map(toHex) },
      ...{ children: db.children(hash).sort(), justifications: db.justifications(hash)?.length },
      ...{ state: contents(db.stateAt(hash)), root: db.overlayAt(hash)?.root() },
      proof: db.proofAt(hash, ["\x01\x01", "\x11\x02"])?.map(toHex),
    })),
  };
}

async function oneStep(db: Database, random: (below: number) => number): Promise<Hex | undefined> {
  const kind = random(10);
  if (kind === 9) {
    const leaves = db.leaves();
    await db.setHead(leaves[random(leaves.length)] as Hex);
    return undefined;
  }
  if (kind > 6) {
    await db.finalize(finalBlock(db, random), { justification: ["TEST", utf8("proof")] });
    return undefined;
  }
  const block = randomBlock(db, random);
  if (block === undefined) return undefined;
  await db.commitBlock(block);
  return block.hash;
}

describe("a database that another side reads", () => {
  it("is seen as the writer sees it, however seldom one looks: 25 seeds", { timeout: 120_000 }, async () => {
    for (let seed = 0; seed < 25; seed++) {
      const random = seeded(seed);
      const path = join(root, `seed-${seed}`);
      const state = seed % 3 === 0 ? "archive" : 3;
      const db = await openDatabase({ path, shared: true, pruning: { state, blocks: seed % 2 === 0 ? "archive" : 2 } });
      const genesis = testGenesis({ top: new Map([["\x01", Uint8Array.of(1)]]), children: new Map() });
      await db.initialise(genesis);
      const reader = await openReadOnly(path);
      const known = [genesis.hash];
      const held: { state: ParentState; was: unknown }[] = [];
      for (let steps = 0; steps < 40; steps++) {
        const made = await oneStep(db, random);
        if (made !== undefined) known.push(made);
        if (random(3) !== 0) continue;
        const before = viewOf(reader, known);
        await reader.refresh();
        expect(viewOf(reader, known), `seed ${seed}, step ${steps}`).toEqual(viewOf(db, known));
        expect(before.best.number).toBeLessThanOrEqual(known.length);
        // A state that was handed out before answers for its block, or says that it is gone.
        for (const old of held) {
          let now: unknown;
          try {
            now = contents(old.state);
          } catch (error) {
            expect(error).toMatchObject({ problem: "gone" });
            continue;
          }
          expect(now).toEqual(old.was);
        }
        const state = reader.stateAt(reader.best().hash) as ParentState;
        held.push({ state, was: contents(state) });
      }
      await reader.close();
      await db.close();
    }
  });

  it("is loaded anew when too much became final since the last time", { timeout: 60_000 }, async () => {
    const path = join(root, "far");
    const db = await openDatabase({ path, shared: true, pruning: { state: 5 } });
    await db.initialise(testGenesis({ top: new Map([["k1", utf8("0")]]), children: new Map() }));
    const reader = await openReadOnly(path);
    const old = reader.stateAt(db.best().hash) as ParentState;
    const hashes: Hex[] = [];
    for (let number = 1; number <= 300; number++) {
      const overlay = overlayOn(db, db.best().hash);
      overlay.put(`k${number % 7}`, utf8(`${number}`));
      const block = testBlock(db.best(), overlay, { best: true, finalized: true });
      await db.commitBlock(block);
      hashes.push(block.hash);
    }
    expect(reader.best().number).toBe(0);
    await reader.refresh();
    expect(viewOf(reader, hashes.slice(-8))).toEqual(viewOf(db, hashes.slice(-8)));
    expect(() => old.get("k1")).toThrow(expect.objectContaining({ problem: "gone" }));
    await expect(openReadOnly(join(root, "nothing"))).rejects.toMatchObject({ name: "StorageError" });
    await reader.close();
    await db.close();
  });

  it("is consistent at every moment for a thread that reads while blocks are made", { timeout: 120_000 }, async () => {
    const path = join(root, "threads");
    const db = await openDatabase({ path, shared: true, pruning: { state: 20 } });
    await db.initialise(testGenesis({ top: new Map([["\x01", Uint8Array.of(1)]]), children: new Map() }));
    const worker = new Worker(new URL("testing/read-in-thread.ts", import.meta.url), { workerData: { path } });
    const result = new Promise<{ rounds: number; states: number; highest: number; wrong: string[] }>(
      (resolve, reject) => {
        worker.once("message", resolve);
        worker.once("error", reject);
      },
    );
    await new Promise((resolve) => worker.once("online", resolve));
    const random = seeded(7);
    const until = Date.now() + 3000;
    while (Date.now() < until) await oneStep(db, random);
    worker.postMessage("stop");
    const { rounds, states, highest, wrong } = await result;
    expect(wrong).toEqual([]);
    expect(rounds).toBeGreaterThan(5);
    expect(states).toBeGreaterThan(rounds);
    expect(highest).toBeGreaterThan(5);
    await db.close();
  });
});
