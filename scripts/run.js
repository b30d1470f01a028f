// Runs a program of this project with the pinned Node.js, after installing what is missing.
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { isatty } from "node:tty";
import { fileURLToPath } from "node:url";
import { home, installMissing, pinnedNode } from "./install.js";

/**
 * Runs a command with this process's terminal, hands it our signals and ends with its exit code.
 * @param {string} command
 * @param {string[]} args
 */
export function hand(command, args) {
  const child = spawn(command, args, { stdio: "inherit", cwd: home });
  // Ctrl-C and the end of a terminal reach both processes; a second signal would cut the child's clean end short.
  const terminal = isatty(0);
  for (const signal of ["SIGINT", "SIGHUP"])
    process.on(signal, () => {
      if (!terminal) child.kill(signal);
    });
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  child.on("error", (error) => {
    console.error(`${command} cannot be run: ${error.message}`);
    process.exit(1);
  });
  child.on("exit", (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}

/** Runs a file with the pinned Node. */
export function runFile(file, args) {
  installMissing();
  hand(pinnedNode(), [file, ...args]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [file, ...args] = process.argv.slice(2);
  if (file === undefined) {
    console.error("usage: node scripts/run.js FILE [ARGUMENT ...]");
    process.exit(2);
  }
  runFile(file, args);
}
