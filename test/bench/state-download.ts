// Takes a state of so many keys in as a stream, opens it, roots 10,000 changes, and downloads it range by range into another
// database, as a state sync does. Arguments: KEYS DIRECTORY
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { headerFields } from "../../src/storage/blocks/header-fields.ts";
import type { Database } from "../../src/storage/database.ts";
import { openDatabase } from "../../src/storage/open-database.ts";
import type { TrieOverlay } from "../../src/storage/state/overlay.ts";
import type { ParentState } from "../../src/storage/state/parent-state.ts";
import { testBlock } from "../../src/storage/testing/blocks.ts";
import { proveRange, type RangeStart } from "../../src/storage/trie/range-proof.ts";
import { verifyRange } from "../../src/storage/trie/verify-range.ts";
import { emptyGenesis, fillState, keyOf, randomValue, timed, useTaken } from "./large-state.ts";

const [count, directory] = [Number(process.argv[2] ?? 1_000_000), process.argv[3] ?? "/tmp/subtensor-large"];
const changes = 10_000;
const answerBytes = 2 * 1024 * 1024;

let most = 0;
const watch = setInterval(() => {
  most = Math.max(most, process.memoryUsage().rss);
}, 100);
async function row(what: string, work: () => unknown): Promise<void> {
  most = process.memoryUsage().rss;
  const { wall, processor } = await timed(work);
  const seconds = (time: number): string => `${(time / 1000).toFixed(2)} s`.padStart(11);
  const memory = `${Math.round(most / 1e6)} MB`.padStart(9);
  console.log(`${what.padEnd(34)}${seconds(processor)} of processor${seconds(wall)} wall${memory} at most`);
}

/** Downloads a state as peers do: proofs of about two megabytes, each checked. */
async function download(from: Database, into: Database): Promise<void> {
  const { hash } = from.best();
  const root = headerFields(from.header(hash) as Uint8Array).stateRoot;
  const state = from.stateAt(hash) as ParentState;
  const intake = await into.takeState();
  for (let start: RangeStart | undefined = []; start !== undefined; ) {
    const { parts, next } = verifyRange(root, proveRange(state, start, answerBytes), start);
    for (const { child, entries } of parts) await intake.put(child, entries);
    start = next;
  }
  await useTaken(into, intake);
}

rmSync(directory, { recursive: true, force: true });
mkdirSync(directory, { recursive: true });
const [path, other] = [join(directory, "a"), join(directory, "b")];
console.log(`${count} keys`);
let database = await openDatabase({ path });
await row("taken in, in any order", () => fillState(database, count));
await database.close();
await row("opened", async () => {
  database = await openDatabase({ path });
});
for (let round = 0; round < 3; round++) {
  const overlay = database.overlayAt(database.best().hash) as TrieOverlay;
  for (let n = 0; n < changes; n++) overlay.put(keyOf(Math.floor(Math.random() * count)), randomValue());
  await row(`root of ${changes} changes`, () => overlay.root());
  await database.commitBlock(testBlock(database.best(), overlay, { best: true, finalized: true }));
}
await database.close();
database = await openDatabase({ path });
const copy = await openDatabase({ path: other });
await copy.initialise(emptyGenesis);
await row("downloaded with proofs, taken in", () => download(database, copy));
await database.close();
await copy.close();
clearInterval(watch);
rmSync(directory, { recursive: true, force: true });
