// Times the state root of 10,000 changed keys in a state of one million, beside a plain LevelDB batch of the same keys.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { Level } from "level";
import type { StateKey } from "../../src/lib/bytes.ts";
import type { Database } from "../../src/storage/database.ts";
import type { KeyValue } from "../../src/storage/kv/key-value.ts";
import { levelKeyValue } from "../../src/storage/kv/level-key-value.ts";
import { topKey } from "../../src/storage/layout.ts";
import { openDatabase, openStore } from "../../src/storage/open-database.ts";
import { testBlock } from "../../src/storage/testing/blocks.ts";
import { fillState, keyOf, randomValue, type Times, timed } from "./large-state.ts";

const keyCount = Number(process.argv[2] ?? 1_000_000);
const changeCount = Number(process.argv[3] ?? 10_000);
const rounds = 7;

const pickKeys = (): StateKey[] =>
  Array.from({ length: changeCount }, () => keyOf(Math.floor(Math.random() * keyCount)));
const median = (times: number[]): number => times.sort((a, b) => a - b)[times.length >> 1] as number;
const milliseconds = (time: number): string => `${time.toFixed(1)} ms`;
setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

async function fill(path: string): Promise<void> {
  const database = await openDatabase({ path });
  await fillState(database, keyCount);
  await database.close();
  // A node's store was not written a moment ago: without this LevelDB would sort it in the background all the while.
  const level = new Level(path) as Level & { compactRange(from: string, to: string): Promise<void> };
  await level.compactRange("\0", "\uffff");
  await level.close();
}

async function measure(store: KeyValue): Promise<void> {
  const plain: Times[] = [];
  for (let round = 0; round < rounds; round++) {
    const changes = new Map(pickKeys().map((key) => [`Y${topKey(key)}`, randomValue()]));
    plain.push(await timed(() => store.write(changes, { sync: true })));
  }
  const cold: Times[] = [];
  const running: Times[] = [];
  const commit: Times[] = [];
  for (let round = 0; round < 3; round++) {
    const db: Database = await openStore(store);
    for (let count = 0; count < rounds; count++) {
      const overlay = db.overlayAt(db.best().hash) as NonNullable<ReturnType<Database["overlayAt"]>>;
      for (const key of pickKeys()) overlay.put(key, randomValue());
      // What LevelDB still sorts of the block before is not part of the root.
      await setTimeout(500);
      const time = await timed(() => overlay.root());
      if (count === 0) cold.push(time);
      else running.push(time);
      const block = testBlock(db.best(), overlay, { best: true, finalized: true });
      commit.push(await timed(() => db.commitBlock(block)));
    }
  }
  const row = (name: string, times: Times[]): void => {
    const cells = (["wall", "processor"] as const).flatMap((kind) => {
      const own = median(times.map((time) => time[kind]));
      const batch = median(plain.map((time) => time[kind]));
      return [milliseconds(own).padStart(12), `${(own / batch).toFixed(2)}x`.padStart(9)];
    });
    console.log(name.padEnd(46) + cells.join(""));
  };
  console.log(`${changeCount} changed keys in a state of ${keyCount}, median of ${rounds}: wall time, processor time`);
  row("plain LevelDB batch of the keys, synced", plain);
  row("state root, first block after the start", cold);
  row("state root, node that runs", running);
  row("storing and finalizing the block, synced", commit);
}

const directory = mkdtempSync(join(tmpdir(), "subtensor-bench-"));
try {
  const path = join(directory, "db");
  await fill(path);
  collectGarbage();
  const store = await levelKeyValue(path);
  await measure(store);
  await store.close();
} finally {
  rmSync(directory, { recursive: true });
}
