import { parentPort, workerData } from "node:worker_threads";
import { type Hex, toHex } from "../../lib/bytes.ts";
import { openReadOnly } from "../read-only.ts";

/**
 * A thread for tests: reads the database of `workerData.path` over and over while another thread writes it, until it is
 * told to stop. Each time, every state that is kept at that moment must have the root its header names.
 */
const { path } = workerData as { path: string };
const port = parentPort as NonNullable<typeof parentPort>;
let stopped = false;
port.on("message", () => {
  stopped = true;
});
const database = await openReadOnly(path);
let rounds = 0;
let states = 0;
let highest = 0;
const wrong: string[] = [];
while (!stopped) {
  await database.refresh();
  rounds++;
  const hashes = [...database.leaves(), database.finalized().hash];
  for (let number = database.oldestState(); number <= database.finalized().number; number++)
    hashes.push(database.hashAt(number) as Hex);
  for (const hash of hashes) {
    const overlay = database.overlayAt(hash);
    const header = database.header(hash);
    states++;
    // 32 bytes behind the parent's hash and a number of one or two bytes.
    const root = overlay === undefined ? "no state" : toHex(overlay.root()).slice(2);
    if (header === undefined || !toHex(header).includes(root)) wrong.push(`${hash}: ${root}`);
  }
  highest = Math.max(highest, database.best().number);
  await new Promise((resolve) => setImmediate(resolve));
}
await database.close();
port.postMessage({ rounds, states, highest, wrong });
port.close();
