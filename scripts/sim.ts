// Nodes in one process on one clock, with faults that follow from a seed: says of each seed what happened, and how to run one that fails again.
import { Worker } from "node:worker_threads";
import { byzantineKinds } from "../test/sim/byzantine/kinds.ts";
import { faultKinds } from "../test/sim/faults.ts";
import type { HeapSample } from "../test/sim/heap.ts";
import { planOf } from "../test/sim/plan.ts";
import { describeFailure, describeOutcome } from "../test/sim/report.ts";
import type { Task, Told } from "../test/sim/worker.ts";

const usage = `usage: npm run sim -- [--seeds A-B] [--nodes N] [--minutes N] [--workers N] [--faults LIST] [--lies LIST] [--again 1]
  --seeds    one seed, or the first and the last, 1-20
  --nodes    10
  --minutes  of simulated time, 60
  --calm     minutes at the end in which nothing goes wrong any more, 10
  --workers  threads, 2
  --whole    nodes in a hundred that take whole blocks, drawn
  --faults   "none", or some of: ${faultKinds.join(", ")}
  --lies     what some of the nodes do wrong: "none", or some of: ${byzantineKinds.join(", ")}
  --log      prints the log of one node, such as authority-0 or full-7
  --again    1: runs each seed twice, which must come out the same
  --heap     1: runs the first seed alone, and says after each simulated hour what its nodes hold, which must not grow`;

const options: Record<string, string> = {
  ...{
    seeds: "1-20",
    nodes: "10",
    minutes: "60",
    calm: "10",
    workers: "2",
    faults: "",
    lies: "",
    log: "",
    whole: "",
    again: "0",
    heap: "0",
  },
};
const given = process.argv.slice(2);
const wrong = (why: string): never => {
  console.error(`${why}\n${usage}`);
  process.exit(2);
};
for (let at = 0; at < given.length; at += 2) {
  const name = given[at]?.slice(2) ?? "";
  const value = given[at + 1];
  if (!given[at]?.startsWith("--") || !Object.hasOwn(options, name) || value === undefined)
    wrong(`no such option: ${given[at]} ${value ?? ""}`);
  options[name] = value as string;
}

function whole(name: string, least: number, most: number): number {
  const value = Number(options[name]);
  if (Number.isSafeInteger(value) && value >= least && value <= most) return value;
  return wrong(`--${name} is a number from ${least} to ${most}`);
}

/** The kinds that an option names; undefined for all. */
function kinds<K extends string>(name: string, all: readonly K[]): readonly K[] | undefined {
  const text = options[name] ?? "";
  if (text === "") return undefined;
  const named = text === "none" ? [] : text.split(",").map((kind) => kind.trim());
  return named.map((kind) => all.find((known) => known === kind) ?? wrong(`--${name}: no such kind: ${kind}`));
}

const range = /^(\d+)(?:-(\d+))?$/.exec(options.seeds ?? "") ?? wrong("--seeds is A or A-B");
const first = Number(range[1]);
const last = Number(range[2] ?? range[1]);
const faults = kinds("faults", faultKinds);
const byzantine = kinds("lies", byzantineKinds);
const size: Task["size"] = {
  ...{ nodes: whole("nodes", 2, 100), minutes: whole("minutes", 2, 100_000), calm: whole("calm", 1, 100_000) },
  ...(faults === undefined ? {} : { faults }),
  ...(options.whole === "" ? {} : { wholeBlocks: whole("whole", 0, 100) }),
  ...(options.log === undefined || options.log === "" ? {} : { log: options.log }),
  ...(byzantine === undefined ? {} : { byzantine }),
};
const again = options.again === "1";

const command = (seed: number): string => {
  const same = ["nodes", "minutes", "calm", "whole", "faults", "lies"].filter((name) => options[name] !== "");
  return `npm run sim -- --seeds ${seed} ${same.map((name) => `--${name} "${options[name]}"`).join(" ")}`;
};

const failed: number[] = [];
let machine = 0;
let next = first;
if (size.log !== undefined) {
  // Whoever reads a log reads one run, on this thread: another one's lines would come when it is over.
  const { runSeed } = await import("../test/sim/run-seed.ts");
  const outcome = await runSeed(first, size);
  console.log(describeOutcome(outcome, process.cpuUsage().user / 1e6));
  if (outcome.broken.length > 0) console.log(describeFailure(outcome, command(first)));
  process.exit(outcome.broken.length > 0 ? 1 : 0);
}
if (options.heap === "1") process.exit((await runForHeap()) ? 0 : 1);

/** A long run on this thread, whose heap is looked at each hour. @returns whether all held */
async function runForHeap(): Promise<boolean> {
  const { runPlan } = await import("../test/sim/run-seed.ts");
  const { growthOf, heapInUse, megabytes } = await import("../test/sim/heap.ts");
  const samples: HeapSample[] = [];
  const before = heapInUse();
  const hour = (hours: number): void => {
    samples.push({ hour: hours, bytes: heapInUse() });
    const held = (samples.at(-1) as HeapSample).bytes - before;
    console.log(`hour ${hours}: ${megabytes(held)}, ${megabytes(held / size.nodes)} a node`);
  };
  const outcome = await runPlan({ ...planOf(first, size), disksOutsideHeap: true }, { hour });
  const growth = growthOf(samples);
  const all = growth === undefined ? outcome : { ...outcome, broken: [...outcome.broken, growth] };
  console.log(`before: ${megabytes(before)}`);
  console.log(describeOutcome(all, process.cpuUsage().user / 1e6));
  if (all.broken.length > 0) console.log(describeFailure(all, `${command(first)} --heap 1`));
  return all.broken.length === 0;
}

const workers = Array.from({ length: Math.min(whole("workers", 1, 64), last - first + 1) }, async () => {
  const worker = new Worker(new URL("../test/sim/worker.ts", import.meta.url), {
    // Ten nodes make much that is of no use soon.
    resourceLimits: { maxYoungGenerationSizeMb: 128 },
  });
  let take: (told: Told) => void = () => {};
  let fail: (error: unknown) => void = () => {};
  worker.on("message", (told: Told) => take(told)).on("error", (error) => fail(error));
  while (next <= last) {
    const seed = next++;
    const told = await new Promise<Told>((resolve, reject) => {
      [take, fail] = [resolve, reject];
      worker.postMessage({ seed, size, again } satisfies Task);
    });
    machine += told.seconds;
    console.log(describeOutcome(told.outcome, told.seconds));
    if (told.outcome.broken.length === 0) continue;
    failed.push(seed);
    console.log(describeFailure(told.outcome, command(seed)));
  }
  await worker.terminate();
});
await Promise.all(workers);
const count = last - first + 1;
const hours = (count * size.minutes) / 60;
console.log(
  `${count} seeds, ${failed.length} failed${failed.length === 0 ? "" : ` (${failed.sort((a, b) => a - b).join(", ")})`}; ` +
    `${hours.toFixed(1)} simulated hours of ${size.nodes} nodes; ${machine.toFixed(0)} s of machine time, ` +
    `${(machine / hours / size.nodes).toFixed(2)} s for an hour of a node`,
);
process.exitCode = failed.length > 0 ? 1 : 0;
