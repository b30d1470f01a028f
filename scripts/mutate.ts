// Mutation run: npm run mutate -- [--sample 200] [--seed 1] [--only TEXT] [--budget SECONDS] [--recordings TEXT] [--fresh] [--resume] [--page FILE].
// Of a sample of the ported functions each returns its input or nothing, and the tests that run it must notice.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { mutantsOf } from "./mutate/candidates.ts";
import { type Judged, judgeByRecordings, judgeByTests } from "./mutate/judge.ts";
import { home } from "./mutate/load-hook.ts";
import { runPage } from "./mutate/page.ts";
import { sample } from "./mutate/sample.ts";
import { replayServer } from "./mutate/server-handle.ts";
import { recordingUnits, testUnits, unitsOf } from "./mutate/units.ts";

const { values } = parseArgs({
  options: {
    sample: { type: "string", default: "200" },
    seed: { type: "string", default: "1" },
    only: { type: "string" },
    budget: { type: "string", default: "120" },
    recordings: { type: "string" },
    resume: { type: "boolean", default: false },
    fresh: { type: "boolean", default: false },
    list: { type: "boolean", default: false },
    page: { type: "string" },
  },
});

const all = mutantsOf(home);
const wanted = values.only?.split(",");
const chosen = wanted
  ? all.filter((one) => wanted.some((text) => `${one.file} ${one.name}`.includes(text)))
  : sample(all, Number(values.sample), Number(values.seed));
console.log(`${chosen.length} of ${all.length} functions`);
if (values.list) {
  for (const one of chosen) console.log(`${one.file} ${one.name}: ${one.instead}`);
  process.exit(0);
}

const server = replayServer();
const budget = Number(values.budget) * 1000;
const start = Date.now();
const tell = ({ mutant, killedBy, passed, running }: Judged): void => {
  const what = killedBy ?? `not noticed (${passed} of the ${running} tests that run it passed)`;
  console.log(`${mutant.file} ${mutant.name}, ${mutant.instead}: ${what.slice(0, 160)}`);
};

/** What the recordings said, for a run that stops among the tests. */
const kept = `${home}.cache/mutate/judged.json`;
const judged: Judged[] = values.resume ? (JSON.parse(readFileSync(kept, "utf8")) as Judged[]) : [];
if (!values.resume) {
  const recordings = await recordingUnits(server, values.fresh, values.recordings?.split(","));
  for (const mutant of chosen) {
    const covering = unitsOf(recordings, mutant.file, mutant.index);
    const one = await judgeByRecordings(server, mutant, all.indexOf(mutant), covering, budget);
    judged.push(one);
    tell(one);
  }
  writeFileSync(kept, JSON.stringify(judged));
}
server.restart();
if (judged.some((one) => one.killedBy === undefined)) {
  const tests = await testUnits();
  for (const [at, before] of judged.entries()) {
    if (before.killedBy !== undefined) continue;
    const { mutant } = before;
    const number = all.findIndex((one) => one.file === mutant.file && one.index === mutant.index);
    const one = await judgeByTests(before, number, unitsOf(tests, mutant.file, mutant.index), budget);
    judged[at] = one;
    tell(one);
  }
}
const survivors = judged.filter((one) => one.killedBy === undefined).length;
console.log(`${judged.length} mutants, ${survivors} survived, ${Math.round((Date.now() - start) / 1000)} s`);
if (values.page) {
  const sources = execFileSync("git", ["rev-parse", "--short", "HEAD"], { cwd: home, encoding: "utf8" }).trim();
  writeFileSync(values.page, runPage(judged, { population: all.length, seed: values.seed, sources }));
}
process.exitCode = survivors === 0 ? 0 : 1;
