import { randomBytes } from "node:crypto";
import { blake2b128, blake2b256, blake2Hex, twox128 } from "../../src/crypto/hashing.ts";
import { type StateKey, toKey, utf8 } from "../../src/lib/bytes.ts";
import type { Database } from "../../src/storage/database.ts";
import type { StateIntake } from "../../src/storage/state/state-intake.ts";
import { testGenesis, testHeader } from "../../src/storage/testing/blocks.ts";

/** Keys as a map with a Blake2_128Concat account key has them, in a hundred maps. Not kept: a large heap would be timed too. */
const maps = Array.from({ length: 100 }, (_, n) => toKey(twox128(utf8("Pallet"))) + toKey(twox128(utf8(`Item${n}`))));

export function keyOf(n: number): StateKey {
  const account = blake2b256(utf8(`account ${n}`));
  return maps[n % 100] + toKey(blake2b128(account)) + toKey(account);
}
export const randomValue = (): Uint8Array => new Uint8Array(randomBytes(16));

/** The genesis block that such a chain begins with: it has no state. */
export const emptyGenesis = testGenesis({ top: new Map(), children: new Map() });

/** So many entries of such a state, in no order. */
export function* entries(count: number): Generator<readonly [StateKey, Uint8Array]> {
  for (let n = 0; n < count; n++) yield [keyOf(n), randomValue()];
}

/** Makes a state that was taken in that of block 1. */
export async function useTaken(database: Database, intake: StateIntake): Promise<void> {
  const root = await intake.build();
  const header = testHeader(emptyGenesis.hash, 1, root, []);
  await database.useState({ hash: blake2Hex(header), header, body: [], root, backfill: false });
}

/** Takes a state of so many keys into a database, as a stream. */
export async function fillState(database: Database, count: number): Promise<void> {
  await database.initialise(emptyGenesis);
  const intake = await database.takeState();
  await intake.put(undefined, entries(count));
  await useTaken(database, intake);
}

/** Wall time, and processor time of all threads: on a busy machine only the second says something. */
export interface Times {
  readonly wall: number;
  readonly processor: number;
}

export async function timed(work: () => unknown): Promise<Times> {
  const processorBefore = process.cpuUsage();
  const start = performance.now();
  await work();
  const wall = performance.now() - start;
  const { user, system } = process.cpuUsage(processorBefore);
  return { wall, processor: (user + system) / 1000 };
}
