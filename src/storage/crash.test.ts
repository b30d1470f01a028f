import { appendFileSync, cpSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type Hex, type StateKey, toHex } from "../lib/bytes.ts";
import type { Database } from "./database.ts";
import { openDatabase, openStore } from "./open-database.ts";
import type { ParentState } from "./state/parent-state.ts";
import { overlayOn, testBlock, testGenesis } from "./testing/blocks.ts";
import { faultyKeyValue } from "./testing/faulty-key-value.ts";
import { finalBlock, randomBlock, seeded } from "./testing/random-block.ts";
import { verifyDatabase, verifyStore } from "./verify/verify-database.ts";

function contents(state: ParentState): Map<StateKey, string> {
  const entries = new Map<StateKey, string>();
  for (let key = state.nextKey(""); key !== undefined; key = state.nextKey(key)) {
    entries.set(key, toHex(state.get(key) as Uint8Array));
  }
  return entries;
}

/** What was reported and what was known when the machine stopped. */
interface Witness {
  /** Every state that was ever made, by block. */
  readonly states: Map<Hex, Map<StateKey, string>>;
  /** The number of the best and of the final block as of the last operation that was reported done. */
  best: number;
  finalized: number;
}

async function oneStep(db: Database, random: (below: number) => number, witness: Witness): Promise<void> {
  const kind = random(10);
  if (kind < 7) {
    const block = randomBlock(db, random);
    if (block === undefined) return;
    const done = db.commitBlock(block);
    witness.states.set(block.hash, contents(db.stateAt(block.hash) as ParentState));
    await done;
  } else if (kind < 9) {
    await db.finalize(finalBlock(db, random));
  } else {
    const leaves = db.leaves();
    await db.setHead(leaves[random(leaves.length)] as Hex);
  }
  witness.best = db.best().number;
  witness.finalized = db.finalized().number;
}

describe("after a crash", () => {
  it("the chain opens with every block that was reported, its states right: 1,000 seeds", async () => {
    for (let seed = 0; seed < 1000; seed++) {
      const random = seeded(seed);
      let store = faultyKeyValue();
      const options = { pruning: { state: 3, blocks: 2 } };
      let db = await openStore(store, options);
      const genesis = testGenesis({ top: new Map([["\x01", Uint8Array.of(1)]]), children: new Map() });
      await db.initialise(genesis);
      const witness: Witness = { states: new Map(), best: 0, finalized: 0 };
      witness.states.set(genesis.hash, contents(db.stateAt(genesis.hash) as ParentState));
      for (let crashes = 0; crashes < 3; crashes++) {
        for (let steps = 2 + random(8); steps > 0; steps--) await oneStep(db, random, witness);
        // The last operation is under way when the power fails, or not yet.
        const reported = { ...witness };
        const last = random(3) === 0 ? undefined : oneStep(db, random, witness).catch(() => {});
        const known = [...witness.states.keys()];
        const running = store;
        store = running.crash(random(101) / 100);
        await last;
        db = await openStore(store, options);
        const at = `seed ${seed}, crash ${crashes}`;
        expect(db.finalized().number, at).toBeGreaterThanOrEqual(reported.finalized);
        const states = [db.finalized().hash, ...db.leaves(), db.hashAt(db.oldestState()) as Hex];
        for (const hash of states) {
          expect(known, at).toContain(hash);
          expect(contents(db.stateAt(hash) as ParentState), at).toEqual(witness.states.get(hash));
        }
        if (last === undefined) expect(db.best().number, at).toBe(reported.best);
        // No chain goes on above the best block, also where that moved since another branch became final.
        expect(db.leaves()[0], at).toBe(db.best().hash);
        expect((await verifyStore(store)).problems, at).toEqual([]);
        witness.best = db.best().number;
        witness.finalized = db.finalized().number;
      }
    }
  }, 120_000);

  it("a full disk stops the writer, and what was reported before is there", async () => {
    const store = faultyKeyValue();
    const db = await openStore(store);
    await db.initialise(testGenesis({ top: new Map(), children: new Map() }));
    const next = () => testBlock(db.best(), db.overlayAt(db.best().hash) as never, { best: true, finalized: true });
    await db.commitBlock(next());
    store.fill();
    await expect(db.commitBlock(next())).rejects.toMatchObject({ problem: "full" });
    await expect(db.putExtra(new Map())).rejects.toMatchObject({ problem: "full" });
    expect((await openStore(store.crash(1))).best().number).toBe(1);
  });
});

describe("LevelDB after a crash", () => {
  const root = mkdtempSync(join(tmpdir(), "subtensor-crash-"));
  afterAll(() => rmSync(root, { recursive: true }));

  it("drops a torn last write and opens at the block before", async () => {
    const path = join(root, "db");
    const db = await openDatabase({ path });
    await db.initialise(testGenesis({ top: new Map([["k", new Uint8Array(40)]]), children: new Map() }));
    const sizes: number[] = [];
    const log = (): string => join(path, readdirSync(path).find((name) => name.endsWith(".log")) as string);
    for (let count = 0; count < 6; count++) {
      const overlay = overlayOn(db, db.best().hash);
      overlay.put(`k${count}`, new Uint8Array(50).fill(count));
      await db.commitBlock(testBlock(db.best(), overlay, { best: true, finalized: count % 2 === 0 }));
      sizes.push(statSync(log()).size);
    }
    const random = seeded(1);
    for (let cut = 0; cut < 25; cut++) {
      const copy = join(root, `copy-${cut}`);
      cpSync(path, copy, { recursive: true });
      rmSync(join(copy, "LOCK"));
      const file = join(copy, readdirSync(copy).find((name) => name.endsWith(".log")) as string);
      const length = (sizes[0] as number) + random((sizes[5] as number) - (sizes[0] as number) + 1);
      truncateSync(file, length);
      if (cut % 2 === 1) appendFileSync(file, new Uint8Array(random(100)).fill(random(256)));
      const opened = await openDatabase({ path: copy });
      expect(opened.best().number).toBe(sizes.filter((size) => size <= length).length);
      await opened.close();
      expect((await verifyDatabase(copy)).problems).toEqual([]);
    }
    await db.close();
  }, 60_000);
});
