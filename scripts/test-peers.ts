// Runs published test suites against this node: npm run test:peers -- CHECKOUT [WORD ...], a checkout of the original, the SDK or btcli with its packages installed; words choose suites or files.
import { spawn } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type NodeProcess, startNode } from "../test/support/node-process.ts";
import { pythonReasons, type Reason, type Suite, tsReasons, tsSuites } from "./peers/suites.ts";
import { tableText } from "./table.ts";

/** What came of one test. */
interface Outcome {
  readonly test: string;
  readonly passed: boolean;
}

const home = fileURLToPath(new URL("..", import.meta.url));
const program = join(home, "bin", "subtensor");
const scratch = mkdtempSync(join(tmpdir(), "subtensor-peers-"));
/** The longest that one suite may take, ms. */
const within = 30 * 60_000;
// The suites' own tools want a newer Node than a host may have.
const path = `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ""}`;

/** Runs a command to its end, its output on this terminal; after `within` it is killed. */
function run(command: string, args: readonly string[], cwd: string, env: Record<string, string>): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, PATH: path, ...env }, stdio: "inherit" });
    const timer = setTimeout(() => child.kill("SIGKILL"), within);
    child.on("error", fail);
    child.on("exit", () => {
      clearTimeout(timer);
      done();
    });
  });
}

/** The outcomes in a report of vitest. */
function vitestOutcomes(report: string): Outcome[] {
  if (!existsSync(report)) return [];
  const { testResults } = JSON.parse(readFileSync(report, "utf8")) as {
    testResults: { name: string; assertionResults: { fullName: string; status: string }[] }[];
  };
  return testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === "passed" || status === "failed")
      .map(({ fullName, status }) => ({ test: `${name}: ${fullName}`, passed: status === "passed" })),
  );
}

/** The outcomes in a report of pytest (JUnit's XML). Skipped tests are left out. */
function pytestOutcomes(report: string): Outcome[] {
  if (!existsSync(report)) return [];
  const cases = readFileSync(report, "utf8").matchAll(
    /<testcase classname="([^"]*)" name="([^"]*)"[^>]*?(?:\/>|>(.*?)<\/testcase>)/gs,
  );
  return [...cases]
    .filter(([, , , inside]) => !(inside ?? "").includes("<skipped"))
    .map(([, file, name, inside]) => ({ test: `${file}: ${name}`, passed: !/<(failure|error)/.test(inside ?? "") }));
}

/** A suite of ts-tests against one node, every connection of which leads there. */
async function runTsSuite(folder: string, { folder: suite, node: args }: Suite): Promise<Outcome[]> {
  const report = join(scratch, "report.json");
  rmSync(report, { force: true });
  const vitest = join(folder, "node_modules", "vitest", "vitest.mjs");
  let node: NodeProcess | undefined;
  if (args === undefined) {
    // Moonwall starts the program that the original's build leaves there.
    const place = join(folder, "..", "target", "release", "node-subtensor");
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, `#!/bin/sh\nexec '${program}' "$@"\n`);
    chmodSync(place, 0o755);
    const config = JSON.parse(readFileSync(join(folder, "moonwall.config.json"), "utf8"));
    for (const environment of config.environments)
      Object.assign(environment, { reporters: ["default", "json"], reportFile: report });
    for (const environment of config.environments)
      environment.vitestArgs = { ...environment.vitestArgs, outputFile: report };
    const own = join(folder, "moonwall.subtensor-ts.json");
    writeFileSync(own, JSON.stringify(config));
    try {
      const moonwall = join(folder, "node_modules", ".bin", "moonwall");
      await run(moonwall, ["test", "dev", "-c", own], folder, {});
    } finally {
      rmSync(own, { force: true });
    }
    return vitestOutcomes(report);
  }
  try {
    node = await startNode(args);
    const config = join(scratch, "vitest.config.mjs");
    const test = { include: [`${suite}/**/*.test.ts`], globals: true, testTimeout: 600_000, hookTimeout: 600_000 };
    const shim = join(home, "scripts", "peers", "moonwall.mjs");
    const text = JSON.stringify({
      root: folder,
      test: { ...test, fileParallelism: false, reporters: ["default", "json"], outputFile: report },
      resolve: { alias: { "@moonwall/cli": shim } },
    });
    writeFileSync(config, `export default ${text};\n`);
    await run(process.execPath, [vitest, "run", "--config", config], folder, { SUBTENSOR_URL: node.url });
    return vitestOutcomes(report);
  } finally {
    await node?.stop();
  }
}

/** A file of end-to-end tests in Python: the fixture starts our localnet by the script that the variable names. */
async function runPythonFile(folder: string, file: string): Promise<Outcome[]> {
  const report = join(scratch, "report.xml");
  rmSync(report, { force: true });
  const localnet = join(scratch, "localnet.sh");
  const words = [`'${program}'`, "--dev", "--one", "--tmp", "--rpc-port", "9944", "--drand", "offline"];
  const fast = '$([ "$1" = False ] && echo --pow-faucet || echo --fast-runtime)';
  writeFileSync(localnet, `#!/bin/sh\nexec ${words.join(" ")} ${fast}\n`);
  chmodSync(localnet, 0o755);
  const env = { LOCALNET_SH_PATH: localnet, USE_DOCKER: "0", HOME: join(scratch, "home"), NO_CACHE: "1" };
  mkdirSync(env.HOME, { recursive: true });
  const python = process.env.PYTHON ?? "python3";
  await run(python, ["-m", "pytest", "-q", `--junitxml=${report}`, join("tests", "e2e_tests", file)], folder, env);
  return pytestOutcomes(report);
}

function reasonOf(test: string, reasons: readonly Reason[]): string | undefined {
  return reasons.find((reason) => reason.test.test(test))?.why;
}

/** Runs what is wanted of a checkout: name of the suite to its outcomes. */
async function runAll(
  checkout: string,
  words: readonly string[],
): Promise<[Map<string, Outcome[]>, readonly Reason[]]> {
  const wanted = (name: string): boolean => words.length === 0 || words.some((word) => name.includes(word));
  const outcomes = new Map<string, Outcome[]>();
  const ts = [join(checkout, "ts-tests"), checkout].find((one) => existsSync(join(one, "moonwall.config.json")));
  if (ts !== undefined) {
    for (const suite of tsSuites.filter(({ name }) => wanted(name)))
      outcomes.set(suite.name, await runTsSuite(ts, suite));
    return [outcomes, tsReasons];
  }
  const e2e = join(checkout, "tests", "e2e_tests");
  if (!existsSync(e2e)) throw new Error(`${checkout} has neither moonwall.config.json nor tests/e2e_tests`);
  const files = readdirSync(e2e).filter((name) => /^test_.*\.py$/.test(name) && wanted(name));
  for (const file of files) outcomes.set(file, await runPythonFile(checkout, file));
  return [outcomes, pythonReasons];
}

const [checkout, ...words] = process.argv.slice(2);
if (checkout === undefined) {
  console.error(
    "usage: npm run test:peers -- CHECKOUT [WORD ...]; PYTHON names the Python that has a suite's packages",
  );
  process.exit(2);
}
try {
  const [outcomes, reasons] = await runAll(resolve(checkout), words);
  const rows = [...outcomes].map(([name, tests]) => {
    const failed = tests.filter(({ passed }) => !passed).length;
    return [name, String(tests.length - failed), String(failed), tests.length === 0 ? "no test ran" : ""];
  });
  console.log(tableText([["suite", "passed", "failed", ""], ...rows]));
  const failures = [...outcomes.values()].flat().filter(({ passed }) => !passed);
  for (const { test } of failures) console.log(`${test}: ${reasonOf(test, reasons) ?? "NO REASON IS KNOWN"}`);
  const unexplained = failures.filter(({ test }) => reasonOf(test, reasons) === undefined);
  const empty = [...outcomes.values()].some((tests) => tests.length === 0);
  console.log(`${[...outcomes.values()].flat().length - failures.length} passed, ${failures.length} failed`);
  process.exitCode = unexplained.length > 0 || empty ? 1 : 0;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
