// Times the state root of 10,000 changed keys in a state of one million, beside a plain LevelDB batch of the same keys.
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { blake2b128, twox128 } from "../../src/crypto/hashing.ts";
import { type StateKey, toKey, utf8 } from "../../src/lib/bytes.ts";
import type { Database } from "../../src/storage/database.ts";
import { writeGenesis } from "../../src/storage/genesis.ts";
import { levelKeyValue } from "../../src/storage/kv/level-key-value.ts";
import { topKey } from "../../src/storage/layout.ts";
import { openStore } from "../../src/storage/open-database.ts";
import { testBlock, testGenesis } from "../../src/storage/test-chain.ts";

const keyCount = Number(process.argv[2] ?? 1_000_000);
const changeCount = Number(process.argv[3] ?? 10_000);
const rounds = 7;

/** Keys as a map with a Blake2_128Concat account key has them, in a hundred maps. */
const maps = Array.from({ length: 100 }, (_, n) => toKey(twox128(utf8("Pallet"))) + toKey(twox128(utf8(`Item${n}`))));
const keys = Array.from({ length: keyCount }, (_, n): StateKey => {
  const account = randomBytes(32);
  return maps[n % 100] + toKey(blake2b128(account)) + toKey(account);
});
const value = (): Uint8Array => new Uint8Array(randomBytes(16));
const pickKeys = (): StateKey[] =>
  Array.from({ length: changeCount }, () => keys[Math.floor(Math.random() * keyCount)] as StateKey);
const median = (times: number[]): number => times.sort((a, b) => a - b)[times.length >> 1] as number;
const milliseconds = (time: number): string => `${time.toFixed(1)} ms`;

async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

const directory = mkdtempSync(join(tmpdir(), "subtensor-bench-"));
try {
  const store = await levelKeyValue(join(directory, "db"));
  const chunks: Map<string, Uint8Array | undefined>[] = [new Map()];
  const set = (key: string, bytes: Uint8Array | undefined): void => {
    if ((chunks.at(-1) as Map<string, unknown>).size >= 50_000) chunks.push(new Map());
    chunks.at(-1)?.set(key, bytes);
  };
  const top = new Map(keys.map((key) => [key, value()]));
  writeGenesis({ set, get: () => undefined, changes: new Map() }, testGenesis({ top, children: new Map() }));
  top.clear();
  for (let chunk = chunks.shift(); chunk !== undefined; chunk = chunks.shift())
    await store.write(chunk, { sync: false });

  const plain: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const changes = new Map(pickKeys().map((key) => [`Y${topKey(key)}`, value()]));
    plain.push(await timed(() => store.write(changes, { sync: true })));
  }

  const cold: number[] = [];
  const running: number[] = [];
  const commit: number[] = [];
  for (let round = 0; round < 3; round++) {
    const db: Database = await openStore(store);
    for (let count = 0; count < rounds; count++) {
      const overlay = db.overlayAt(db.best().hash) as NonNullable<ReturnType<Database["overlayAt"]>>;
      for (const key of pickKeys()) overlay.put(key, value());
      const time = await timed(() => overlay.root());
      if (count === 0) cold.push(time);
      else running.push(time);
      const block = testBlock(db.best(), overlay, { best: true, finalized: true });
      commit.push(await timed(() => db.commitBlock(block)));
    }
  }
  const batch = median(plain);
  const row = (name: string, time: number): void =>
    console.log(`${name.padEnd(52)}${milliseconds(time).padStart(12)}${`${(time / batch).toFixed(2)}x`.padStart(10)}`);
  console.log(`${changeCount} changed keys in a state of ${keyCount}, median of ${rounds}`);
  row("plain LevelDB batch of the keys, synced", batch);
  row("state root, first block after the start", median(cold));
  row("state root, node that runs", median(running));
  row("storing and finalizing the block, synced", median(commit));
  await store.close();
} finally {
  rmSync(directory, { recursive: true });
}
