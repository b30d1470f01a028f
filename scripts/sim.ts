// Nodes in one process on one clock, with faults that follow from a seed: prints each seed, and how to run one again.
import { runSeed } from "../test/sim/run-seed.ts";

const usage = `usage: npm run sim -- --seeds A-B [--nodes N] [--minutes N] [--faults a,b] [--again]
  --seeds    one seed, or the first and the last
  --nodes    10
  --minutes  of simulated time, 60
  --faults   only these kinds; "none" for none
  --byzantine only these kinds; "none" for none
  --again    1: runs each seed twice and compares`;

const options: Record<string, string> = {
  seeds: "1-20",
  nodes: "10",
  minutes: "60",
  faults: "",
  byzantine: "",
  again: "0",
};
const given = process.argv.slice(2);
for (let at = 0; at < given.length; at += 2) {
  const name = given[at]?.slice(2) ?? "";
  const value = given[at + 1];
  if (!given[at]?.startsWith("--") || !Object.hasOwn(options, name) || value === undefined) {
    console.error(usage);
    process.exit(2);
  }
  options[name] = value;
}
const [first = 1, last = first] = (options.seeds ?? "").split("-").map(Number);
const list = (text: string | undefined): string[] | undefined =>
  text === "" || text === undefined ? undefined : text === "none" ? [] : text.split(",");
const size = {
  nodes: Number(options.nodes),
  minutes: Number(options.minutes),
  faults: list(options.faults) as never,
  byzantine: list(options.byzantine) as never,
};
let failed = 0;
let total = 0;
for (let seed = first; seed <= last; seed++) {
  const before = process.cpuUsage();
  const outcome = await runSeed(seed, size);
  const { user, system } = process.cpuUsage(before);
  const seconds = (user + system) / 1e6;
  total += seconds;
  const { plan, broken, agreedAfter } = outcome;
  console.log(
    `seed ${seed}: ${plan.nodes} nodes, ${plan.authorities} authorities, best ${outcome.best}, final ${outcome.finalized}, agreed after ${agreedAfter === undefined ? "-" : agreedAfter / 1000} s, ` +
      `${outcome.kills} kills, ${outcome.stops} stops, ${outcome.bans} bans, ${outcome.messages} messages, ${seconds.toFixed(1)} s; faults: ${plan.faults.map(({ kind }) => kind).join(", ") || "none"}; byzantine: ${[...plan.byzantine.values()].flat().join(", ") || "none"}`,
  );
  if (options.again === "1") {
    const twice = await runSeed(seed, size);
    if (twice.fingerprint !== outcome.fingerprint) {
      failed++;
      console.log(`FAIL seed ${seed} comes out differently:\n${outcome.fingerprint}\n${twice.fingerprint}`);
    }
  }
  if (broken.length === 0) continue;
  failed++;
  for (const line of broken) console.log(`FAIL ${line}`);
  for (const { kind, from, to } of plan.faults)
    console.log(`  ${kind}: ${(from / 1000).toFixed(0)} to ${(to / 1000).toFixed(0)} s`);
  console.log(outcome.heads);
  console.log(
    `again: npm run sim -- --seeds ${seed} --nodes ${plan.nodes} --minutes ${options.minutes}${options.faults === "" ? "" : ` --faults ${options.faults}`}`,
  );
}
console.log(
  `${last - first + 1} seeds, ${failed} failed, ${(((last - first + 1) * size.minutes) / 60).toFixed(1)} simulated hours, ${total.toFixed(0)} s of machine time`,
);
process.exitCode = failed > 0 ? 1 : 0;
