// Set-up file of test runs: switches a mutant on, and writes down what a test file ran when it is over. It imports next to
// nothing, since each test file runs it anew.
import { mkdirSync, writeFileSync } from "node:fs";
import { afterAll, expect } from "vitest";

const { SUBTENSOR_MUTANT: number, SUBTENSOR_HOME: home = "" } = process.env;
const shared = globalThis as { mutant?: number; noted?: boolean; functionHits?: Record<string, (1 | undefined)[]> };
if (number !== undefined) shared.mutant = Number(number);
// What ran on loading counts for the first file only: a mutant there fails every file that loads it.
const before = shared.functionHits ?? {};
if (shared.noted) for (const flags of Object.values(before)) flags.length = 0;
shared.noted = true;

afterAll(() => {
  if (number !== undefined) return;
  const file = (expect.getState().testPath ?? "").slice(home.length);
  const folder = `${home}.cache/mutate/hits`;
  mkdirSync(folder, { recursive: true });
  const seen = Object.entries(shared.functionHits ?? {}).map(([path, flags]) => [
    path,
    flags.flatMap((flag, index) => (flag === 1 ? [index] : [])),
  ]);
  writeFileSync(`${folder}/${file.replaceAll("/", "+")}.json`, JSON.stringify(Object.fromEntries(seen)));
});
