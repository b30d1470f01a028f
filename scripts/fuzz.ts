// Generated extrinsics against the runtime, by the million: seeded, checked after each block, with a table of what they reached.
import { Worker } from "node:worker_threads";
import { addCoverage, type Coverage, newCoverage } from "../test/fuzz/coverage.ts";
import type { Failure } from "../test/fuzz/episode.ts";
import { prepareChain } from "../test/fuzz/prepare.ts";
import { report } from "../test/fuzz/report.ts";
import { sweepStorage } from "../test/fuzz/storage-sweep.ts";
import { sweep } from "../test/fuzz/sweep.ts";
import { brokenByTheOriginal } from "../test/fuzz/unreached.ts";
import type { Task, Told } from "../test/fuzz/worker.ts";

const usage = `usage: npm run fuzz -- [--count N] [--seed N] [--workers N] [--length N] [--episode N]
  --count    extrinsics, 1000000
  --seed     of the whole run, 1
  --workers  threads, 2
  --length   extrinsics of an episode; each starts at the same prepared chain, 2000
  --episode  only this one, to see a failure again
  --sweep    1: instead, every call from every origin at each argument's edges, and blocks on odd states
  --trace    1: look at the invariants after each extrinsic
  --program  a file: the original's local build as a program, which executes each block again; any difference is a failure`;

const options: Record<string, number> = {
  count: 1_000_000,
  seed: 1,
  workers: 2,
  length: 2000,
  episode: -1,
  trace: 0,
  sweep: 0,
};
const given = process.argv.slice(2);
let program: string | undefined;
for (let at = 0; at < given.length; at += 2) {
  const name = given[at]?.slice(2) ?? "";
  if (given[at] === "--program" && given[at + 1] !== undefined) {
    program = given[at + 1];
    continue;
  }
  const value = Number(given[at + 1]);
  if (!given[at]?.startsWith("--") || !Object.hasOwn(options, name) || !Number.isSafeInteger(value) || value < 0) {
    console.error(usage);
    process.exit(2);
  }
  options[name] = value;
}
const { count = 0, seed = 0, workers = 1, length = 1, episode = -1, trace = 0, sweep: sweeping = 0 } = options;

/** The systematic part: nothing of it is drawn. */
function sweepAll(): number {
  const chain = prepareChain();
  const { dispatched, succeeded, failures: ofCalls, panics } = sweep(chain, false);
  console.log(`${dispatched} calls at their edges, ${succeeded} succeeded, panics: ${JSON.stringify(panics)}`);
  const { blocks, failures: ofBlocks, panics: ofHooks } = sweepStorage(chain, false);
  console.log(`${blocks} blocks on odd states, panics: ${JSON.stringify(ofHooks)}`);
  for (const failure of [...ofCalls, ...ofBlocks]) console.log(`FAIL ${failure}`);
  return ofCalls.length + ofBlocks.length > 0 ? 1 : 0;
}

const started = performance.now();
if (sweeping > 0) process.exit(sweepAll());
const total: Coverage = newCoverage();
const failures: Failure[] = [];
let told = 0;

const invariants = new Map<string, { times: number; first: string }>();

function heard({ coverage, failure, broken, episode: of }: Told): void {
  addCoverage(total, coverage);
  for (const { invariant, detail, call } of broken) {
    const known = invariants.get(invariant) ?? {
      times: 0,
      first: `--episode ${of}: ${detail} after ${call.slice(0, 1500)}`,
    };
    invariants.set(invariant, { ...known, times: known.times + 1 });
  }
  if (failure !== undefined) {
    failures.push(failure);
    console.log(
      `episode ${failure.episode}, after ${failure.at}: ${failure.what}\n  ${failure.call}\n${failure.stack}`,
    );
  }
  const seconds = Math.round((performance.now() - started) / 1000);
  if (total.extrinsics - told < 50_000) return;
  told = total.extrinsics;
  console.log(`${total.extrinsics} extrinsics in ${total.blocks} blocks, ${seconds} s, ${failures.length} failures`);
}

const single = episode >= 0;
const episodes = single ? episode + 1 : Math.ceil(count / length);
const threads = single ? 1 : workers;
const running = Array.from({ length: threads }, (_, at) => {
  const workerData: Task = {
    seed,
    first: single ? episode : at,
    step: threads,
    episodes,
    length,
    trace: trace > 0,
    program,
  };
  const worker = new Worker(new URL("../test/fuzz/worker.ts", import.meta.url), { workerData });
  worker.on("message", heard);
  return new Promise<void>((resolve, reject) => {
    worker.on("error", reject);
    worker.on("exit", () => resolve());
  });
});
await Promise.all(running);
const seconds = Math.round((performance.now() - started) / 1000);
console.log(`seed ${seed}: ${total.extrinsics} extrinsics in ${total.blocks} blocks, ${seconds} s`);
if (program !== undefined) console.log(`${total.compared} blocks were executed by the program too`);
const { text, complete } = report(total);
console.log(text);
let unexplained = 0;
for (const [invariant, { times, first }] of invariants) {
  const why = brokenByTheOriginal[invariant];
  if (why === undefined) unexplained++;
  console.log(
    `Invariant broken in ${times} episodes: ${invariant} ${why ?? `UNEXPLAINED, first in --seed ${seed} ${first}`}`,
  );
}
for (const { episode: of, at, what } of failures)
  console.log(`FAIL --seed ${seed} --length ${length} --episode ${of} (${at}): ${what}`);
// A short run cannot reach everything: only a whole one is held to it.
if (failures.length > 0 || unexplained > 0 || (!complete && count >= 1_000_000 && !single)) process.exitCode = 1;
