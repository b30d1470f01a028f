import { readFileSync } from "node:fs";
import type { Mutant } from "./candidates.ts";
import { home } from "./load-hook.ts";
import type { Verdict } from "./replay-child.ts";
import { runChild, type Unit } from "./units.ts";
import type { VitestAnswer } from "./vitest-child.ts";

/** What came of a mutant: the test that failed, or how many of those that run it passed. */
export interface Judged {
  readonly mutant: Mutant;
  readonly killedBy: string | undefined;
  readonly passed: number;
  readonly running: number;
}

/** A unit gets its own time three times over, and this. */
const patience = 40_000;

/** Runs what covers a mutant, the cheapest first, until something fails or the time (ms) is over. */
export async function judge(mutant: Mutant, units: readonly Unit[], budget: number): Promise<Judged> {
  const start = performance.now();
  let passed = 0;
  for (const batch of batches(units)) {
    if (performance.now() - start > budget) break;
    const killedBy = await (batch[0]?.kind === "vitest" ? byTests(mutant, batch) : byReplay(mutant, batch));
    if (killedBy !== undefined) return { mutant, killedBy, passed, running: units.length };
    passed += batch.length;
  }
  return { mutant, killedBy: undefined, passed, running: units.length };
}

/** Neighbours of one kind go into one process, few at first. */
function batches(units: readonly Unit[]): Unit[][] {
  const out: Unit[][] = [];
  for (const unit of units) {
    const last = out.at(-1);
    if (last && last[0]?.kind === unit.kind && last.length < out.length * 2) last.push(unit);
    else out.push([unit]);
  }
  return out;
}

const timeOf = (batch: readonly Unit[]): number =>
  patience + 3 * batch.reduce((sum, unit) => sum + unit.milliseconds, 0);

async function byReplay({ edit }: Mutant, batch: readonly Unit[]): Promise<string | undefined> {
  const out = await runChild("replay-child.ts", { files: batch.flatMap((unit) => unit.files), edit }, timeOf(batch));
  if (out === undefined) return `${batch.map((unit) => unit.name).join(" or ")}: does not end`;
  if (out === "") return `${batch.map((unit) => unit.name).join(" or ")}: the process ends`;
  return (JSON.parse(out) as Verdict).killedBy;
}

async function byTests({ edit }: Mutant, batch: readonly Unit[]): Promise<string | undefined> {
  const answer = `${home}.cache/mutate/answer-${process.pid}.json`;
  const files = batch.flatMap((unit) => unit.files);
  const out = await runChild("vitest-child.ts", { files, edit, answer }, timeOf(batch));
  if (out === undefined) return `${files.join(" or ")}: does not end`;
  for (const [file, { failed }] of Object.entries(JSON.parse(readFileSync(answer, "utf8")) as VitestAnswer))
    if (failed !== undefined) return `${file}: ${failed}`;
  return undefined;
}
