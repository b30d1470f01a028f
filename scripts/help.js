// Prints every script of package.json with one sentence.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { home } from "./install.js";

const { scripts } = JSON.parse(readFileSync(join(home, "package.json"), "utf8"));

/** The first comment line of the file that a command runs. */
function sentence(command) {
  const file = command.split(" ").findLast((word) => word.includes("/") && word !== "scripts/run.js");
  const path = join(home, file ?? "");
  if (file === undefined || !existsSync(path)) return "(not built yet)";
  return (
    /^(?:#!.*\n)?\s*(?:\/\/|\/?\*\*?|#)\s*(.*)$/m.exec(readFileSync(path, "utf8"))?.[1] ?? "(its file says nothing)"
  );
}

const width = Math.max(...Object.keys(scripts).map((name) => name.length));
for (const [name, command] of Object.entries(scripts)) {
  const call = name === "start" || name === "test" ? `npm ${name}` : `npm run ${name}`;
  console.log(`${call.padEnd(width + 8)}  ${sentence(command)}`);
}
