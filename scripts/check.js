// Checks types (tsc), format and lint (biome), the generated pages of docs/ and the architecture test, without the other tests.
import { spawnSync } from "node:child_process";
import { home, installMissing, pinnedNode } from "./install.js";

const steps = {
  types: ["node_modules/typescript/bin/tsc", "--noEmit", "-p", "."],
  "format and lint": ["node_modules/@biomejs/biome/bin/biome", "check", "--no-errors-on-unmatched", "."],
  documentation: ["scripts/docs.ts", "--check"],
  architecture: ["node_modules/vitest/vitest.mjs", "run", "test/arch"],
};

installMissing();
const failed = Object.entries(steps).filter(([name, args]) => {
  console.log(`== ${name}`);
  return spawnSync(pinnedNode(), args, { cwd: home, stdio: "inherit" }).status !== 0;
});
for (const [name] of failed) console.error(`failed: ${name}`);
process.exit(failed.length === 0 ? 0 : 1);
