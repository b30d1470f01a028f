// Saves a state of so many keys to a state file, checks it, and loads it into another database. Arguments: KEYS DIRECTORY
import { mkdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { silentLog } from "../../src/chain/environment.ts";
import { createRest } from "../../src/chain/rest.ts";
import { systemEnvironment } from "../../src/node/environment.ts";
import { chainContent } from "../../src/state-file/chain-content.ts";
import { loadChain } from "../../src/state-file/load-chain.ts";
import { openStateFile } from "../../src/state-file/open-state-file.ts";
import { checkStateRoot } from "../../src/state-file/state-root.ts";
import { writeStateFile } from "../../src/state-file/write-state-file.ts";
import { openDatabase } from "../../src/storage/open-database.ts";
import { fillState, timed } from "./large-state.ts";

const [count, directory] = [Number(process.argv[2] ?? 1_000_000), process.argv[3] ?? "/tmp/subtensor-state-file"];

let most = 0;
let longest = 0;
let last = performance.now();
setInterval(() => {
  most = Math.max(most, process.memoryUsage().rss);
  longest = Math.max(longest, performance.now() - last - 10);
  last = performance.now();
}, 10).unref();

async function row(what: string, work: () => Promise<unknown>): Promise<void> {
  [most, longest, last] = [process.memoryUsage().rss, 0, performance.now()];
  const { wall, processor } = await timed(work);
  const seconds = (time: number): string => `${(time / 1000).toFixed(2)} s`.padStart(10);
  const memory = `${Math.round(most / 1e6)} MB`.padStart(8);
  console.log(
    `${what.padEnd(20)}${seconds(processor)} of processor${seconds(wall)} wall${memory} at most, others waited ${Math.round(longest)} ms at most`,
  );
}

rmSync(directory, { recursive: true, force: true });
mkdirSync(directory, { recursive: true });
const path = join(directory, "a.state");
const [first, second] = [join(directory, "a"), join(directory, "b")];
console.log(`${count} keys`);
const filled = await openDatabase({ path: first });
await fillState(filled, count);
await filled.close();
const from = await openDatabase({ path: first });
await row("saved", async () => {
  const view = await from.view();
  const head = {
    ...{ software: "bench", build: "local" as const, clock: 0 },
    chain: { name: "n", id: "i", type: "Local" as const, properties: {} },
  };
  const content = chainContent(view, view.best().hash, { head, blocks: false });
  await writeStateFile(path, content, { rest: createRest(systemEnvironment(silentLog)) });
  await view.release();
});
await from.close();
const file = await openStateFile(path);
console.log(`${statSync(path).size} bytes, ${file.unpacked} unpacked`);
await row("opened and checked", async () => (await openStateFile(path)).close());
await row("root checked", () => checkStateRoot(file));
const into = await openDatabase({ path: second });
await row("loaded", () => loadChain(into, file, new Map(), () => true));
await file.close();
await into.close();
rmSync(directory, { recursive: true, force: true });
