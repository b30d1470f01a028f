import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Report } from "../../program/report.ts";
import { home, libraryEntries, packageName } from "../contents.ts";
import { type Installed, run } from "./installed.ts";

/** The entry that is loaded by vitest, which the package does not bring. */
const vitestEntry = "./testing/vitest";
const suite = "subnet.test.ts";

/**
 * Each library entry, imported by a program in JavaScript, and by one in TypeScript with all checks and no types of Node.js;
 * then the example suite, by a vitest that is installed beside the package.
 */
export async function showLibrary(report: Report, installed: Installed): Promise<void> {
  const names = Object.keys(libraryEntries)
    .filter((entry) => entry !== vitestEntry)
    .map((entry) => `${packageName}/${entry.slice("./".length)}`);
  await report.step("library entries run", async () => {
    const lines = names.map((name) => `import * as one from "${name}"; console.log(Object.keys(one).join());`);
    return lines.map((line) => run(installed, ["node", "--input-type=module", "-e", line]).trim()).join("; ");
  });
  await report.step("library entries have types", async () => {
    const lines = names.map((name, at) => `export * as entry${at} from "${name}";`);
    writeFileSync(join(installed.folder, "user.mts"), `${lines.join("\n")}\n`);
    checkTypes(installed, "user.mts", {});
    return names.join(", ");
  });
  await report.step("the example suite runs by vitest", async () => {
    const { devDependencies } = JSON.parse(readFileSync(join(home, "package.json"), "utf8"));
    run(installed, ["npm", "install", "--no-audit", "--no-fund", `vitest@${devDependencies.vitest}`]);
    copyFileSync(join(home, "examples/vitest", suite), join(installed.folder, suite));
    // vitest's own types need those of Node.js.
    checkTypes(installed, suite, { skipLibCheck: true });
    const said = run(installed, ["node", "node_modules/vitest/vitest.mjs", "run", "--reporter=json", suite]);
    const { numPassedTests, numTotalTests } = JSON.parse(said);
    if (numPassedTests !== numTotalTests || numTotalTests === 0) throw new Error(said);
    return `${numPassedTests} tests passed`;
  });
}

/** @throws Error with what the compiler found in a file of the folder */
function checkTypes(installed: Installed, file: string, options: { readonly skipLibCheck?: boolean }): void {
  const compilerOptions = { strict: true, noEmit: true, module: "nodenext", target: "es2024", types: [], ...options };
  writeFileSync(join(installed.folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: [file] }));
  run(installed, ["node", join(home, "node_modules/typescript/bin/tsc"), "-p", "."]);
}
