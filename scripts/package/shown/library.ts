import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Report } from "../../program/report.ts";
import { home, libraryEntries, packageName } from "../contents.ts";
import { type Installed, run } from "./installed.ts";

/** Each library entry, imported by a program in JavaScript, and by one in TypeScript with all checks and no types of Node.js. */
export async function showLibrary(report: Report, installed: Installed): Promise<void> {
  const names = Object.keys(libraryEntries).map((entry) => `${packageName}/${entry.slice("./".length)}`);
  await report.step("library entries run", async () => {
    const lines = names.map((name) => `import * as one from "${name}"; console.log(Object.keys(one).join());`);
    return lines.map((line) => run(installed, ["node", "--input-type=module", "-e", line]).trim()).join("; ");
  });
  await report.step("library entries have types", async () => {
    const lines = names.map((name, at) => `export * as entry${at} from "${name}";`);
    writeFileSync(join(installed.folder, "user.mts"), `${lines.join("\n")}\n`);
    const compilerOptions = { strict: true, noEmit: true, module: "nodenext", target: "es2024", types: [] };
    writeFileSync(join(installed.folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["user.mts"] }));
    run(installed, ["node", join(home, "node_modules/typescript/bin/tsc"), "-p", "."]);
    return names.join(", ");
  });
}
