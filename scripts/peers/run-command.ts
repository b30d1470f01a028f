import { spawn } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** This node's program. */
export const program = join(fileURLToPath(new URL("../..", import.meta.url)), "bin", "subtensor");

/** The longest that one suite may take, and that it may take to end after that, ms. */
const [within, ending] = [90 * 60_000, 20_000];
// The suites' own tools want a newer Node than a host may have.
const path = `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ""}`;

/** Runs a command to its end, its output on this terminal; it is ended when it takes too long. */
export function runCommand(
  command: string,
  args: readonly string[],
  { cwd, env = {} }: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, PATH: path, ...env }, stdio: "inherit" });
    const timers = [
      setTimeout(() => child.kill(), within),
      setTimeout(() => child.kill("SIGKILL"), within + ending),
    ] as const;
    child.on("error", fail);
    child.on("exit", () => {
      for (const timer of timers) clearTimeout(timer);
      done();
    });
  });
}

/** Writes a program that becomes this node; `words` is shell text that follows its name. */
export function writeProgram(file: string, words: string): void {
  writeFileSync(file, `#!/bin/sh\nexec '${program}' ${words}\n`);
  chmodSync(file, 0o755);
}
