import { existsSync, readFileSync } from "node:fs";

/** What came of one test. */
export interface Outcome {
  readonly test: string;
  readonly passed: boolean;
}

/** The outcomes in a report of vitest. */
export function vitestOutcomes(report: string): Outcome[] {
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
export function pytestOutcomes(report: string): Outcome[] {
  if (!existsSync(report)) return [];
  const cases = readFileSync(report, "utf8").matchAll(
    /<testcase classname="([^"]*)" name="([^"]*)"[^>]*?(?:\/>|>(.*?)<\/testcase>)/gs,
  );
  return [...cases]
    .filter(([, , , inside]) => !(inside ?? "").includes("<skipped"))
    .map(([, file, name, inside]) => ({ test: `${file}: ${name}`, passed: !/<(failure|error)/.test(inside ?? "") }));
}
