// Runs published test suites against this node: npm run test:peers -- CHECKOUT [WORD ...], a checkout of the original, the SDK or btcli with its packages installed; words choose suites or files.
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Outcome } from "./peers/outcomes.ts";
import { runPythonFile } from "./peers/python-tests.ts";
import { cliReasons, type Reason, sdkReasons, tsReasons } from "./peers/reasons.ts";
import { tsSuites } from "./peers/suites.ts";
import { runTsSuite } from "./peers/ts-tests.ts";
import { tableText } from "./table.ts";

const scratch = mkdtempSync(join(tmpdir(), "subtensor-peers-"));

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
      outcomes.set(suite.name, await runTsSuite(ts, suite, scratch));
    return [outcomes, tsReasons];
  }
  const e2e = join(checkout, "tests", "e2e_tests");
  if (!existsSync(e2e)) throw new Error(`${checkout} has neither moonwall.config.json nor tests/e2e_tests`);
  const files = readdirSync(e2e).filter((name) => /^test_.*\.py$/.test(name) && wanted(name));
  for (const file of files) outcomes.set(file, await runPythonFile(checkout, file, scratch));
  return [outcomes, existsSync(join(checkout, "bittensor_cli")) ? cliReasons : sdkReasons];
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
