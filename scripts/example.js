// Runs an example of examples/: npm run example -- NAME [ARGUMENT ...]; without a name it lists them.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { home } from "./install.js";
import { runFile } from "./run.js";

const folder = join(home, "examples");
const [name, ...args] = process.argv.slice(2);
const path = join(folder, `${name}.mjs`);

if (name !== undefined && existsSync(path)) runFile(path, args);
else {
  for (const file of readdirSync(folder).filter((one) => one.endsWith(".mjs"))) {
    const [what] = readFileSync(join(folder, file), "utf8").split("\n");
    console.log(`${file.slice(0, -".mjs".length).padEnd(16)}${what.replace(/^\/\/ /, "")}`);
  }
  if (name !== undefined) {
    console.error(`there is no example '${name}'`);
    process.exitCode = 2;
  }
}
