// Snapshots of a development chain against a copied map: thousands of random operations, with how long going back took.
import { createChain } from "../src/chain/chain.ts";
import { silentLog } from "../src/chain/environment.ts";
import { startSealing } from "../src/chain/sealing.ts";
import { testDatabase, testRuntime } from "../src/chain/testing/chain.ts";
import { devAccount, devNames } from "../src/crypto/dev-accounts.ts";
import { createDev } from "../src/dev/control.ts";
import { createNativeEngine, everywhere } from "../src/engine/native/native-engine.ts";
import { systemEnvironment } from "../src/node/environment.ts";
import { runSnapshotModel } from "../test/dev/snapshot-model.ts";

const usage = `usage: npm run test:snapshots -- [--operations N] [--seed N]
  --operations  blocks, changes of state, transactions, time, snapshots and what goes back, 10000
  --seed        of the run, 1`;

const options: Record<string, number> = { operations: 10_000, seed: 1 };
const given = process.argv.slice(2);
for (let at = 0; at < given.length; at += 2) {
  const name = given[at]?.slice(2) ?? "";
  const value = Number(given[at + 1]);
  if (!Object.hasOwn(options, name) || !Number.isSafeInteger(value) || value < 0) {
    process.stderr.write(`${usage}\n`);
    process.exit(2);
  }
  options[name] = value;
}
const { operations = 0, seed = 0 } = options;

const chain = createChain({
  ...{ engines: everywhere(createNativeEngine(testRuntime())), database: await testDatabase() },
  ...{ environment: systemEnvironment(silentLog), authors: true, seals: "optional", checkClock: false },
});
const sealing = startSealing(chain, "manual");
const dev = createDev({
  ...{ chain, production: { ...sealing, ownerFinalizes: true }, peers: () => 0 },
  keyOf: (account) => devNames.map((name) => devAccount(name)).find(({ publicKey }) => publicKey === account),
});
const heap: number[] = [];
const watch = setInterval(() => heap.push(process.memoryUsage().heapUsed / 1e6), 500);
const began = performance.now();
const { done, reverts } = await runSnapshotModel({ chain, dev }, { operations, seed });
clearInterval(watch);
sealing.stop();
await chain.close();

const sorted = [...reverts].sort((a, b) => a - b);
const at = (part: number): string => (sorted[Math.floor(part * (sorted.length - 1))] ?? 0).toFixed(2);
const third = Math.floor(heap.length / 3);
const middle = (list: readonly number[]): string =>
  ([...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0).toFixed(0);
process.stdout.write(
  `${operations} operations, seed ${seed}: no difference, ${((performance.now() - began) / 1000).toFixed(0)} s\n` +
    `${Object.entries(done)
      .map(([name, count]) => `${name} ${count}`)
      .join(", ")}\n` +
    `going back: median ${at(0.5)} ms, 99 of 100 within ${at(0.99)} ms\n` +
    `heap in use: middle of the first third ${middle(heap.slice(0, third))} MB, of the last ${middle(heap.slice(-third))} MB\n`,
);
