// Prints the failed tests and, as the last line, how many tests passed and failed, from the reports vitest left in .cache/.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { home } from "./install.js";

const folder = join(home, ".cache");
const reports = existsSync(folder) ? readdirSync(folder).filter((name) => /^vitest.*\.json$/.test(name)) : [];
const count = { passed: 0, failed: 0 };
for (const name of reports) {
  const report = JSON.parse(readFileSync(join(folder, name), "utf8"));
  count.passed += report.numPassedTests;
  count.failed += report.numFailedTests;
  for (const file of report.testResults) {
    // A file that does not even load has no failed test of its own, and counts as one.
    if (file.status === "failed" && !file.assertionResults.some(({ status }) => status === "failed")) {
      count.failed += 1;
      console.log(`failed: ${file.name}: ${file.message}`);
    }
    for (const test of file.assertionResults.filter(({ status }) => status === "failed")) {
      console.log(`failed: ${test.fullName}`);
    }
  }
}
const exitCodes = process.argv.slice(2).map(Number);
const broken = exitCodes.some((code) => code !== 0) || count.passed === 0;
// A run that ended badly without a failed test (a crash, a time-out) is a failure too.
if (broken && count.failed === 0) count.failed = 1;
console.log(`${count.passed} passed, ${count.failed} failed`);
process.exit(broken || count.failed > 0 ? 1 : 0);
