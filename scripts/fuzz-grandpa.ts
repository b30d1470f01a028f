// Votes of GRANDPA driven by bytes: by the fuzz corpus of the finality-grandpa crate, and by random ones.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fuzz } from "../src/consensus/grandpa/testing/fuzz-driver.ts";
import type { RoundState } from "../src/consensus/grandpa/types.ts";

const usage = `usage: node scripts/fuzz-grandpa.ts CORPUS [--random N] [--seed N]
  CORPUS    the folder fuzz_corpus of the crate finality-grandpa, as cargo fetched it
  --random  so many random inputs of each kind after it, 10000
  --seed    of the random inputs, 1`;

const [corpus, ...given] = process.argv.slice(2);
const options: Record<string, number> = { random: 10_000, seed: 1 };
for (let at = 0; at < given.length; at += 2) {
  const name = given[at]?.slice(2) ?? "";
  const value = Number(given[at + 1]);
  if (!given[at]?.startsWith("--") || !Object.hasOwn(options, name) || !Number.isSafeInteger(value) || value < 0)
    fail();
  options[name] = value;
}
if (corpus === undefined) fail();

function fail(): never {
  console.error(usage);
  process.exit(2);
}

const place = (of: RoundState["estimate"]): string => (of === undefined ? "none" : `${Number(of.hash)}@${of.number}`);
const show = ({ prevoteGhost, estimate, finalized, completable }: RoundState): string =>
  `ghost ${place(prevoteGhost)} estimate ${place(estimate)} finalized ${place(finalized)} ${completable ? "" : "not "}completable`;

/** Bytes that follow from a text. */
function bytesOf(text: string, length: number): Uint8Array {
  return Uint8Array.from(createHash("shake256", { outputLength: length }).update(text).digest());
}

for (const name of readdirSync(corpus).sort()) {
  const data = new Uint8Array(readFileSync(join(corpus, name)));
  for (const kind of ["votes", "graph"] as const) {
    const states = fuzz(kind, data);
    console.log(`${name} as ${kind}: ${states.length === 0 ? "too few bytes" : ""}`);
    for (const state of states) console.log(`  ${show(state)}`);
  }
}

for (const kind of ["votes", "graph"] as const)
  for (let index = 0; index < options.random!; index++) {
    const text = `${options.seed} ${kind} ${index}`;
    try {
      fuzz(kind, bytesOf(text, 100));
    } catch (error) {
      console.error(`input "${text}": ${error}`);
      process.exitCode = 1;
    }
  }
console.log(`${options.random} random inputs of each kind`);
