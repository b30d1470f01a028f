// Runs examples/moonwall with the published Moonwall, which npm installs into .cache where it is missing (560 MB). With
// `--where-installable` a machine where npm cannot install it is told, and is no failure.
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { messageOf } from "../src/lib/user-error.ts";
import { runCommand } from "../test/support/run-command.ts";

const version = "5.0.3";
const home = fileURLToPath(new URL("..", import.meta.url));
/** As deep as examples/moonwall: its configuration names the program from there. */
const folder = join(home, ".cache", "moonwall");
const stamp = join(folder, "version.txt");

async function install(): Promise<void> {
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === version) return;
  console.log(`installing @moonwall/cli ${version}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
  const flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefix", folder];
  const { code, stderr } = await runCommand("npm", ["install", ...flags, `@moonwall/cli@${version}`], {
    within: 180_000,
  });
  if (code !== 0) throw new Error(`npm cannot install @moonwall/cli: ${stderr.trim()}`);
  writeFileSync(stamp, version);
}

try {
  await install();
} catch (error) {
  if (!process.argv.includes("--where-installable")) throw error;
  console.log(`The Moonwall suite was not run: ${messageOf(error)}`);
  process.exit(0);
}
cpSync(join(home, "examples", "moonwall"), folder, { recursive: true });
// Moonwall looks for its configuration in the folder that it is started in.
const run = 'cd "$1" && exec "$0" node_modules/.bin/moonwall test dev';
const { code, stdout, stderr } = await runCommand("sh", ["-c", run, process.execPath, folder], {
  within: 120_000,
  env: { CI: "1" },
});
console.log(`${stdout}${stderr}`.trim());
process.exitCode = code ?? 1;
