import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Outcome, vitestOutcomes } from "./outcomes.ts";
import { runCommand, writeProgram } from "./run-command.ts";
import type { Suite } from "./suites.ts";

/** What is read of an environment in moonwall.config.json. */
interface MoonwallEnvironment {
  readonly name: string;
  readonly testFileDir: readonly string[];
  readonly runScripts?: readonly string[];
  readonly foundation: { readonly type: string; readonly zombieSpec?: { readonly configPath: string } };
  readonly connections?: readonly { readonly name: string; readonly endpoints: readonly string[] }[];
  readonly vitestArgs?: object;
}

const own = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/**
 * Runs a suite of the original's ts-tests. The environments with their own development node run in Moonwall; those of
 * zombienet run in vitest, with the checkout's zombienet and a stand-in for Moonwall, whose published version asks for
 * parachains.
 * @param folder the checkout's ts-tests
 * @param scratch a directory for what the run leaves
 */
export async function runTsSuite(folder: string, { name, build }: Suite, scratch: string): Promise<Outcome[]> {
  const config = JSON.parse(readFileSync(join(folder, "moonwall.config.json"), "utf8"));
  const environments: readonly MoonwallEnvironment[] = config.environments;
  const environment = environments.find((one) => one.name === name);
  if (environment === undefined) throw new Error(`moonwall.config.json has no environment "${name}"`);
  const report = join(scratch, "report.json");
  rmSync(report, { force: true });
  // The suites start the program that the original's build leaves there.
  const place = join(folder, "..", "target", "release", "node-subtensor");
  mkdirSync(dirname(place), { recursive: true });
  writeProgram(place, ['"$@"', ...build].join(" "));
  if (environment.foundation.zombieSpec === undefined) await runInMoonwall(folder, config, environment, report);
  else await runWithZombienet(folder, environment, environment.foundation.zombieSpec.configPath, scratch, report);
  return vitestOutcomes(report);
}

async function runInMoonwall(
  folder: string,
  config: object,
  environment: MoonwallEnvironment,
  report: string,
): Promise<void> {
  const vitestArgs = { ...environment.vitestArgs, outputFile: report };
  const reported = { ...environment, reporters: ["default", "json"], reportFile: report, vitestArgs };
  const file = join(folder, "moonwall.subtensor-ts.json");
  writeFileSync(file, JSON.stringify({ ...config, environments: [reported] }));
  try {
    const moonwall = join(folder, "node_modules", ".bin", "moonwall");
    await runCommand(moonwall, ["test", environment.name, "-c", file], { cwd: folder });
  } finally {
    rmSync(file, { force: true });
  }
}

async function runWithZombienet(
  folder: string,
  { testFileDir, runScripts = [], connections = [] }: MoonwallEnvironment,
  configPath: string,
  scratch: string,
  report: string,
): Promise<void> {
  for (const script of runScripts) await runCommand("bash", [join("scripts", script)], { cwd: folder });
  const file = join(scratch, "vitest.config.mjs");
  const include = testFileDir.map((directory) => `${directory}/**/*.test.ts`);
  const test = {
    include,
    globals: true,
    globalSetup: own("zombienet.mjs"),
    testTimeout: 600_000,
    hookTimeout: 600_000,
  };
  const text = JSON.stringify({
    root: folder,
    test: { ...test, fileParallelism: false, reporters: ["default", "json"], outputFile: report },
    resolve: { alias: { "@moonwall/cli": own("moonwall.mjs") } },
  });
  writeFileSync(file, `export default ${text};\n`);
  const vitest = join(folder, "node_modules", "vitest", "vitest.mjs");
  const env = { ZOMBIENET_CONFIG: join(folder, configPath), ZOMBIENET_CONNECTIONS: JSON.stringify(connections) };
  await runCommand(process.execPath, [vitest, "run", "--config", file], { cwd: folder, env });
}
