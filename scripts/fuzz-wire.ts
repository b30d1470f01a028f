// Changed messages for every decoder that a peer's bytes reach, by the million: npm run fuzz:wire -- --count 10000000.
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { allDecoders, emptyTally, inputAt, type Tally, tryInput } from "../test/wire-fuzz/run.ts";
import type { Slice, Told } from "../test/wire-fuzz/worker.ts";
import { tableText } from "./table.ts";

const usage = `usage: npm run fuzz:wire -- [--count N] [--seed N] [--workers N] [--decoder N --index N]
  --count    inputs of all decoders together, 1000000
  --seed     of the whole run, 1
  --workers  threads, 2
  --decoder, --index  only this input, to see it again`;

const { values } = parseArgs({
  options: Object.fromEntries(
    ["count", "seed", "workers", "decoder", "index"].map((name) => [name, { type: "string" as const }]),
  ),
});
const option = (name: string, otherwise: number): number => {
  const value = Number(values[name] ?? otherwise);
  if (Number.isSafeInteger(value) && value >= -1) return value;
  console.error(usage);
  process.exit(2);
};
const [count, seed, workers] = [option("count", 1_000_000), option("seed", 1), option("workers", 2)];
const [decoder, index] = [option("decoder", -1), option("index", -1)];
/** No input may take longer, ms: a message of a mebibyte takes a few. */
const mostTime = 500;
/** Neither objects nor buffers of a thread may be more, bytes. */
const mostMemory = 600e6;

const decoders = allDecoders();
if (decoder >= 0) {
  const chosen = decoders[decoder];
  if (chosen === undefined) throw new Error(`there are decoders 0 to ${decoders.length - 1}`);
  const bytes = inputAt(chosen, seed, { decoder, index });
  const began = performance.now();
  const outcome = tryInput(chosen, bytes);
  console.log(`${chosen.name}, ${bytes.length} bytes: ${Buffer.from(bytes.subarray(0, 2_000)).toString("hex")}`);
  console.log(typeof outcome === "string" ? outcome : outcome.failed, `${(performance.now() - began).toFixed(2)} ms`);
  process.exit(typeof outcome === "string" ? 0 : 1);
}

const told = new Map<number, Told>();
const began = performance.now();
let [said, peak] = [0, 0];
const sums = (): Tally[] =>
  decoders.map((_, at) => {
    const sum = emptyTally();
    for (const { tallies } of told.values()) {
      const one = tallies[at] as Tally;
      for (const key of ["inputs", "bytes", "taken", "refused"] as const) sum[key] += one[key];
      for (const failure of one.failures) sum.failures.push(failure);
      if (one.slowest > sum.slowest) [sum.slowest, sum.slowestIndex] = [one.slowest, one.slowestIndex];
    }
    return sum;
  });
const total = (tallies: readonly Tally[], key: "inputs" | "bytes"): number =>
  tallies.reduce((sum, tally) => sum + tally[key], 0);
const seconds = (): number => Math.round((performance.now() - began) / 1000);

function heard(one: Told): void {
  told.set(one.worker, one);
  peak = Math.max(peak, one.heap, one.external);
  const tallies = sums();
  const inputs = total(tallies, "inputs");
  if (inputs - said < 250_000) return;
  said = inputs;
  const failures = tallies.reduce((sum, tally) => sum + tally.failures.length, 0);
  const memory = `heap ${Math.round(one.heap / 1e6)} MB, beside it ${Math.round(one.external / 1e6)} MB`;
  console.log(`${inputs} inputs, ${seconds()} s, ${failures} failures, ${memory}`);
}

await Promise.all(
  Array.from({ length: workers }, (_, first) => {
    const workerData: Slice = { seed, count, first, step: workers };
    const worker = new Worker(new URL("../test/wire-fuzz/worker.ts", import.meta.url), { workerData });
    worker.on("message", heard);
    return new Promise<void>((resolve, reject) => {
      worker.on("error", reject);
      worker.on("exit", () => resolve());
    });
  }),
);
const tallies = sums();
const rows = tallies.map(({ inputs, bytes, taken, refused, failures, slowest, slowestIndex }, at) => [
  ...[`${at} ${decoders[at]?.name}`, String(inputs), `${(bytes / 1e6).toFixed(1)} MB`, String(taken), String(refused)],
  ...[String(failures.length), `${slowest.toFixed(1)} ms (--index ${slowestIndex})`],
]);
console.log(tableText([["decoder", "inputs", "bytes", "taken", "refused", "failures", "slowest"], ...rows]));
const failures = tallies.flatMap((tally) => tally.failures);
for (const failure of failures) console.log(`FAIL --seed ${seed} ${failure}`);
const slow = tallies.filter(({ slowest }) => slowest > mostTime).length;
console.log(
  `seed ${seed}: ${total(tallies, "inputs")} inputs, ${(total(tallies, "bytes") / 1e9).toFixed(2)} GB, ${seconds()} s; ${failures.length} failures, ${slow} decoders too slow, at most ${Math.round(peak / 1e6)} MB of objects or buffers in a thread`,
);
process.exit(failures.length + slow === 0 && peak < mostMemory ? 0 : 1);
