// Times moving a chain back and forward again by 1, 10 and 50 blocks, in a state of one million keys on disk: until the
// chain is there for whoever reads it, and until it is on disk.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Hex, type StateKey, utf8 } from "../../src/lib/bytes.ts";
import type { Database } from "../../src/storage/database.ts";
import { openDatabase } from "../../src/storage/open-database.ts";
import { overlayOn, testBlock } from "../../src/storage/testing/blocks.ts";
import { fillState, keyOf, randomValue } from "./large-state.ts";
import { median } from "./measure.ts";

const keyCount = Number(process.argv[2] ?? 1_000_000);
const blockCount = 100;
const changedKeys = 60;
const rounds = 100;

/** A time that 99 of 100 were under. */
const p99 = (times: readonly number[]): number =>
  [...times].sort((a, b) => a - b)[Math.ceil(times.length * 0.99) - 1] ?? 0;

/** Makes final blocks, each of which changes so many keys. @returns the hash of each. */
async function makeBlocks(db: Database, key: (n: number) => StateKey): Promise<Hex[]> {
  const hashes: Hex[] = [];
  for (let block = 0; block < blockCount; block++) {
    const overlay = overlayOn(db, db.best().hash);
    for (let n = 0; n < changedKeys; n++) overlay.put(key(n), randomValue());
    const made = testBlock(db.best(), overlay, { best: true, finalized: true });
    await db.commitBlock(made);
    hashes.push(made.hash);
  }
  return hashes;
}

/** Wall times, and processor times of this thread alone: on a busy machine only these say something. */
interface MoveTimes {
  readonly seen: number[];
  readonly processor: number[];
  readonly synced: number[];
}

async function move(db: Database, hash: Hex, times: MoveTimes): Promise<void> {
  const used = process.threadCpuUsage();
  const start = performance.now();
  const moved = db.moveTo(hash, new Map([["bench", utf8(hash)]]));
  times.seen.push(performance.now() - start);
  const { user, system } = process.threadCpuUsage(used);
  times.processor.push((user + system) / 1000);
  await moved;
  times.synced.push(performance.now() - start);
}

async function measure(db: Database, name: string, key: (n: number) => StateKey): Promise<void> {
  const hashes = await makeBlocks(db, key);
  const last = hashes[blockCount - 1] as Hex;
  for (const depth of [1, 10, 50]) {
    const back: MoveTimes = { seen: [], processor: [], synced: [] };
    const forward: MoveTimes = { seen: [], processor: [], synced: [] };
    for (let round = 0; round < rounds; round++) {
      await move(db, hashes[blockCount - 1 - depth] as Hex, back);
      await move(db, last, forward);
    }
    for (const [way, times] of Object.entries({ back, forward })) {
      const cells = [times.seen, times.processor, times.synced].flatMap((list) => [median(list), p99(list)]);
      console.log(
        `${name}, ${way} ${depth}`.padEnd(40) + cells.map((time) => `${time.toFixed(2)} ms`.padStart(12)).join(""),
      );
    }
  }
}

const directory = mkdtempSync(join(tmpdir(), "subtensor-bench-"));
try {
  const path = join(directory, "db");
  const filled = await openDatabase({ path });
  await fillState(filled, keyCount);
  await filled.close();
  const db = await openDatabase({ path });
  console.log(`${blockCount} blocks of ${changedKeys} changed keys in a state of ${keyCount}; ${rounds} rounds`);
  console.log(
    " ".repeat(40) + ["wall", "p99", "processor", "p99", "on disk", "p99"].map((cell) => cell.padStart(12)).join(""),
  );
  await measure(db, "the same keys in each block", keyOf);
  await measure(db, "other keys in each block", () => keyOf(Math.floor(Math.random() * keyCount)));
  await db.close();
} finally {
  rmSync(directory, { recursive: true });
}
