import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { reached } from "../../test/vectors/reached.ts";
import { type Hits, home } from "./load-hook.ts";
import type { Coverage } from "./replay-server.ts";
import { type ReplayServer, runTests } from "./server-handle.ts";
import type { VitestAnswer } from "./vitest-child.ts";

/** What can fail: a recorded chain, the epoch or math recordings, a test file. */
export interface Unit {
  readonly kind: "replay" | "vitest";
  readonly name: string;
  readonly files: readonly string[];
  readonly milliseconds: number;
  /** Milliseconds until a function first ran, by file and index. */
  readonly first: Coverage["first"];
}

/** Test files that judge; end-to-end ones start whole nodes, and chains are replayed by themselves. */
const testFiles = ["src/**/*.test.ts", "test/vectors/*.test.ts", "test/golden/*.test.ts"];
const leftOut =
  /vectors\/(?:chains|epoch|math|mutations|api-calls)\.test\.ts$|^src\/(?:node|rpc|cli|storage|chain(?!\/node-apis)|primitives)\//;

const cache = `${home}.cache/mutate`;
/** A test run takes so long (ms) before its first test. */
const startOfTests = 20_000;

/**
 * Which functions each recording runs, and when: measured once for each and kept under .cache until `fresh` is asked for.
 * `only` leaves recordings out whose names hold none of its texts.
 */
export async function recordingUnits(
  server: ReplayServer,
  fresh: boolean,
  only: readonly string[] | undefined,
): Promise<Unit[]> {
  if (fresh) rmSync(cache, { recursive: true, force: true });
  mkdirSync(`${cache}/units`, { recursive: true });
  const wanted = recordings().filter(({ name }) => only === undefined || only.some((text) => name.includes(text)));
  for (const { name, files } of wanted) {
    if (existsSync(placeOf(name))) continue;
    const covered = await server.ask({ cover: files }, 600_000);
    if (covered === undefined || covered.failed !== undefined)
      throw new Error(`${name} does not pass without a mutant: ${covered?.failed}`);
    keep({ kind: "replay", name, files, milliseconds: covered.milliseconds, first: covered.first });
  }
  return wanted.map(({ name }) => kept(name));
}

/** Which functions each test file runs; measured once, too. */
export async function testUnits(): Promise<Unit[]> {
  const tests = testFiles.flatMap((one) => globSync(one, { cwd: home })).filter((file) => !leftOut.test(file));
  const unknown = tests.filter((file) => !existsSync(placeOf(file))).sort();
  if (unknown.length > 0) await coverTests(unknown);
  return tests.filter((file) => existsSync(placeOf(file))).map(kept);
}

/** Runs test files once, all in one process. */
async function coverTests(files: readonly string[]): Promise<void> {
  const answer = `${cache}/tests.json`;
  await runTests({ files, answer }, 1_800_000);
  for (const [file, { milliseconds, failed }] of Object.entries(
    JSON.parse(readFileSync(answer, "utf8")) as VitestAnswer,
  )) {
    if (failed !== undefined) console.log(`${file} fails without a mutant, and judges none: ${failed}`);
    const place = `${cache}/hits/${file.replaceAll("/", "+")}.json`;
    const seen = failed === undefined && existsSync(place) ? (JSON.parse(readFileSync(place, "utf8")) as Hits) : {};
    const first = Object.fromEntries(
      Object.entries(seen).map(([path, indices]) => [
        path,
        Object.fromEntries(indices.map((one) => [one, milliseconds])),
      ]),
    );
    keep({ kind: "vitest", name: file, files: [file], milliseconds, first });
  }
}

const placeOf = (name: string): string => `${cache}/units/${name.replaceAll("/", "+")}.json`;

const kept = (name: string): Unit => JSON.parse(readFileSync(placeOf(name), "utf8")) as Unit;

function keep(unit: Unit): void {
  writeFileSync(placeOf(unit.name), JSON.stringify(unit));
  console.log(`${unit.name}: ${unit.milliseconds} ms`);
}

function recordings(): { name: string; files: string[] }[] {
  const under = (folder: string): string[] =>
    readdirSync(`${home}test/vectors/${folder}`)
      .sort()
      .map((file) => `${folder}/${file}`);
  const single = [...under("math"), ...under("chains")]
    .map((file) => ({ name: file.replace(/\.json\.gz$/, ""), files: [file] }))
    .filter(({ name }) => reached[name.slice("chains/".length)] === undefined);
  return [{ name: "epoch", files: under("epoch") }, ...single];
}

/** The units that run a function, the cheapest first. */
export function unitsOf(units: readonly Unit[], file: string, index: number): Unit[] {
  const cost = (unit: Unit): number => (unit.first[file]?.[index] ?? 0) + (unit.kind === "vitest" ? startOfTests : 0);
  return units.filter((unit) => unit.first[file]?.[index] !== undefined).sort((a, b) => cost(a) - cost(b));
}
