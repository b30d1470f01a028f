import { spawn } from "node:child_process";
import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Hits, home } from "./load-hook.ts";
import type { Coverage, ReplayTask } from "./replay-child.ts";
import type { VitestAnswer, VitestTask } from "./vitest-child.ts";

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
const leftOut = /vectors\/(?:chains|epoch|math|mutations|api-calls)\.test\.ts$|^src\/(?:node|rpc|cli|storage)\//;

const cache = `${home}.cache/mutate`;
const vitestCost = 2_000;

/** Runs a file of this folder in a process of its own; undefined when it does not end in time. */
export function runChild(file: string, task: ReplayTask | VitestTask, timeout: number): Promise<string | undefined> {
  const path = fileURLToPath(new URL(file, import.meta.url));
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [path, JSON.stringify(task)], {
      cwd: home,
      stdio: ["ignore", "pipe", "ignore"],
    });
    let out = "";
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      resolve(undefined);
    }, timeout);
    child.stdout.on("data", (data) => {
      out += data;
    });
    child.on("close", () => {
      clearTimeout(timer);
      resolve(out);
    });
  });
}

/** Which functions each unit runs, and when: measured once and kept under .cache until `fresh` is asked for. */
export async function coverage(fresh: boolean): Promise<Unit[]> {
  mkdirSync(`${cache}/hits`, { recursive: true });
  const kept = `${cache}/units.json`;
  if (!fresh && existsSync(kept)) return JSON.parse(readFileSync(kept, "utf8")) as Unit[];
  const units: Unit[] = [];
  for (const { name, files } of recordings()) {
    const out = await runChild("replay-child.ts", { files }, 600_000);
    if (out === undefined || !out.startsWith('{"milliseconds"')) throw new Error(`${name} does not replay: ${out}`);
    const { milliseconds, first } = JSON.parse(out) as Coverage;
    units.push({ kind: "replay", name, files, milliseconds, first });
    console.log(`${name}: ${milliseconds} ms`);
  }
  const tests = testFiles.flatMap((one) => globSync(one, { cwd: home })).filter((file) => !leftOut.test(file));
  const answer = `${cache}/vitest-coverage.json`;
  await runChild("vitest-child.ts", { files: tests.sort(), answer }, 1_800_000);
  for (const [file, { milliseconds, failed }] of Object.entries(
    JSON.parse(readFileSync(answer, "utf8")) as VitestAnswer,
  )) {
    if (failed !== undefined) throw new Error(`${file} fails without a mutant: ${failed}`);
    const seen = JSON.parse(readFileSync(`${cache}/hits/${file.replaceAll("/", "+")}.json`, "utf8")) as Hits;
    const first = Object.fromEntries(
      Object.entries(seen).map(([path, indices]) => [
        path,
        Object.fromEntries(indices.map((one) => [one, milliseconds])),
      ]),
    );
    units.push({ kind: "vitest", name: file, files: [file], milliseconds, first });
    console.log(`${file}: ${milliseconds} ms`);
  }
  writeFileSync(kept, JSON.stringify(units));
  return units;
}

function recordings(): { name: string; files: string[] }[] {
  const under = (folder: string): string[] =>
    readdirSync(`${home}test/vectors/${folder}`)
      .sort()
      .map((file) => `${folder}/${file}`);
  const chains = under("chains").map((file) => ({ name: file.replace(/\.json\.gz$/, ""), files: [file] }));
  return [{ name: "epoch", files: under("epoch") }, { name: "math", files: under("math") }, ...chains];
}

/** The units that run a function, the cheapest first. */
export function unitsOf(units: readonly Unit[], file: string, index: number): Unit[] {
  const cost = (unit: Unit): number => (unit.first[file]?.[index] ?? 0) + (unit.kind === "vitest" ? vitestCost : 0);
  return units.filter((unit) => unit.first[file]?.[index] !== undefined).sort((a, b) => cost(a) - cost(b));
}
