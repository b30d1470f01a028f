// Mutation run: npm run mutate -- [--sample 200] [--seed 1] [--only TEXT] [--budget SECONDS] [--fresh] [--page FILE].
// Of a sample of the ported functions each returns its input or nothing, and the tests that run it must notice.
import { appendFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { mutantsOf } from "./mutate/candidates.ts";
import { type Judged, judge } from "./mutate/judge.ts";
import { home } from "./mutate/load-hook.ts";
import { runPage } from "./mutate/page.ts";
import { sample } from "./mutate/sample.ts";
import { coverage, unitsOf } from "./mutate/units.ts";

const { values } = parseArgs({
  options: {
    sample: { type: "string", default: "200" },
    seed: { type: "string", default: "1" },
    only: { type: "string" },
    budget: { type: "string", default: "120" },
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

const units = await coverage(values.fresh);
const start = Date.now();
const judged: Judged[] = [];
for (const mutant of chosen) {
  const one = await judge(mutant, unitsOf(units, mutant.file, mutant.index), Number(values.budget) * 1000);
  judged.push(one);
  const what = one.killedBy ?? `SURVIVED (${one.passed} of the ${one.running} tests that run it passed)`;
  const line = `${judged.length} ${mutant.file} ${mutant.name}, ${mutant.instead}: ${what.slice(0, 160)}`;
  console.log(line);
  appendFileSync(`${home}.cache/mutate/log.txt`, `${line}\n`);
}
const survivors = judged.filter((one) => one.killedBy === undefined).length;
console.log(`${judged.length} mutants, ${survivors} survived, ${Math.round((Date.now() - start) / 1000)} s`);
if (values.page) writeFileSync(values.page, runPage(judged, all.length, values.seed));
process.exitCode = survivors === 0 ? 0 : 1;
