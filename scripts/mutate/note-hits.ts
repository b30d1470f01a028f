// Set-up file of test runs: switches a mutant on, and writes down what a test file ran when it is over.
import { mkdirSync, writeFileSync } from "node:fs";
import { afterAll, expect } from "vitest";
import { hits, home } from "./load-hook.ts";

const number = process.env.SUBTENSOR_MUTANT;
if (number !== undefined) (globalThis as { mutant?: number }).mutant = Number(number);

afterAll(() => {
  if (number !== undefined) return;
  const file = (expect.getState().testPath ?? "").slice(home.length);
  const folder = `${home}.cache/mutate/hits`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/${file.replaceAll("/", "+")}.json`, JSON.stringify(hits()));
});
