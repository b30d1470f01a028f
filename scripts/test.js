// Runs the tests (vitest); further arguments go to vitest.
import { runFile } from "./run.js";

runFile("node_modules/vitest/vitest.mjs", ["run", ...process.argv.slice(2)]);
