import { existsSync, readFileSync, rmSync } from "node:fs";
import type { Mutant } from "./candidates.ts";
import { home } from "./load-hook.ts";
import { type ReplayServer, runTests } from "./server-handle.ts";
import type { Unit } from "./units.ts";
import type { VitestAnswer } from "./vitest-child.ts";

/** What came of a mutant: the test that failed, or how many of those that run it passed. */
export interface Judged {
  readonly mutant: Mutant;
  readonly killedBy: string | undefined;
  readonly passed: number;
  readonly running: number;
}

/** A unit gets its own time several times over, and this (ms): it shares the machine. */
const patience = 60_000;

/** Replays what covers a mutant, the cheapest first, until something fails or the time (ms) is over. */
export async function judgeByRecordings(
  server: ReplayServer,
  mutant: Mutant,
  number: number,
  units: readonly Unit[],
  budget: number,
): Promise<Judged> {
  const start = performance.now();
  let passed = 0;
  for (const unit of units) {
    if (performance.now() - start > budget) break;
    const killedBy = await byReplay(server, number, unit);
    if (killedBy !== undefined) return { mutant, killedBy, passed, running: units.length };
    passed++;
  }
  return { mutant, killedBy: undefined, passed, running: units.length };
}

/** The same by test files, after recordings that did not notice. */
export async function judgeByTests(
  before: Judged,
  number: number,
  units: readonly Unit[],
  budget: number,
): Promise<Judged> {
  const start = performance.now();
  const running = before.running + units.length;
  let { passed } = before;
  for (let at = 0; at < units.length; at += 4) {
    if (at > 0 && performance.now() - start > budget) break;
    const batch = units.slice(at, at + 4);
    const killedBy = await byTests(number, batch);
    if (killedBy !== undefined) return { mutant: before.mutant, killedBy, passed, running };
    passed += batch.length;
  }
  return { mutant: before.mutant, killedBy: undefined, passed, running };
}

/** The recording that fails with the mutant must pass, as far, without it: in the same process, or else in a fresh one. */
async function byReplay(server: ReplayServer, number: number, unit: Unit): Promise<string | undefined> {
  const timeout = patience + 10 * unit.milliseconds;
  for (const file of unit.files) {
    for (let attempt = 0; ; attempt++) {
      const verdict = await server.ask({ mutant: number, file }, timeout);
      if (verdict === undefined) return `${unit.name}: does not end`;
      if (verdict.failed === undefined) break;
      const stopAt = verdict.block === undefined ? {} : { stopAt: verdict.block };
      const control = await server.ask({ mutant: undefined, file, ...stopAt }, timeout);
      if (control !== undefined && control.failed === undefined) return verdict.failed;
      // The mutant left something behind: once more, from the start.
      server.restart();
      if (attempt > 0) return verdict.failed;
    }
  }
  return undefined;
}

async function byTests(mutant: number, batch: readonly Unit[]): Promise<string | undefined> {
  const answer = `${home}.cache/mutate/answer-${process.pid}.json`;
  const files = batch.flatMap((unit) => unit.files);
  rmSync(answer, { force: true });
  const time = batch.reduce((sum, unit) => sum + unit.milliseconds, 0);
  const ended = await runTests({ files, mutant, answer }, 2 * patience + 10 * time);
  if (!ended || !existsSync(answer)) return `${files.join(" or ")}: does not end`;
  for (const [file, { failed }] of Object.entries(JSON.parse(readFileSync(answer, "utf8")) as VitestAnswer))
    if (failed !== undefined) return `${file}: ${failed}`;
  return undefined;
}
