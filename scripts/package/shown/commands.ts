import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { median } from "../../../test/bench/measure.ts";
import type { Report } from "../../program/report.ts";
import { home } from "../contents.ts";
import { type Installed, run } from "./installed.ts";

/** What `--help` may take, ms; on a machine that is slow by itself, times the start of Node.js with nothing to do. */
const helpLimit = { ms: 200, times: 6 };

function timed(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function matches(text: string, pattern: RegExp): string {
  const found = pattern.exec(text)?.[0];
  if (found === undefined) throw new Error(`${pattern} is not in: ${text.slice(0, 400)}`);
  return found;
}

/** The commands that end by themselves. */
export async function showCommands(report: Report, installed: Installed): Promise<void> {
  const { version } = JSON.parse(readFileSync(join(home, "package.json"), "utf8")) as { version: string };
  const npx = (...args: string[]): string => run(installed, ["npx", "subtensor", ...args]);
  await report.step("npx from the packed file, in an empty folder", async () => {
    const cwd = join(installed.folder, "empty");
    mkdirSync(cwd);
    const options = ["--yes", `--cache=${join(installed.folder, "npm-cache")}`, `--package=${installed.tarball}`];
    return matches(run(installed, ["npx", ...options, "subtensor", "--version"], { cwd }), new RegExp(version));
  });
  await report.step("npx subtensor --version", async () => matches(npx("--version"), new RegExp(version)));
  await report.step("npx subtensor-ts --help", async () => {
    const text = run(installed, ["npx", "subtensor-ts", "--help"]);
    return `${matches(text, /Usage: .*/)}`;
  });
  await report.step("subtensor --help, median of 11", async () => helpTime(installed));
  await report.step("npx subtensor key generate", async () => matches(npx("key", "generate"), /0x[0-9a-f]{64}/));
  await report.step("npx subtensor build-spec --dev", async () => {
    const spec = JSON.parse(npx("build-spec", "--dev", "--raw")) as { name: string; genesis: { raw: { top: object } } };
    return `${spec.name}, ${Object.keys(spec.genesis.raw.top).length} keys`;
  });
  await report.step("npx subtensor replay a-transfers.json.gz", async () =>
    matches(npx("replay", join(home, "test/vectors/chains/a-transfers.json.gz")), /PASS .*/),
  );
}

function helpTime(installed: Installed): string {
  const node = join(installed.node.folder, "node");
  const runs = Array.from({ length: 12 }, () => ({
    help: timed(() => run(installed, [installed.program, "--help"])),
    nothing: timed(() => spawnSync(node, ["-e", "0"])),
  })).slice(1);
  const [help, nothing] = [median(runs.map((one) => one.help)), median(runs.map((one) => one.nothing))];
  const text = `${help.toFixed(0)} ms, ${(help / nothing).toFixed(1)} times node -e 0 (${nothing.toFixed(0)} ms)`;
  if (help > helpLimit.ms && help > helpLimit.times * nothing) throw new Error(`${text}: at most ${helpLimit.ms} ms`);
  return text;
}
