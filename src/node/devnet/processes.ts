import type { Readable } from "node:stream";
import type { StopSignals } from "../stop-signals.ts";

/** A program to run, with the name that its lines have. */
export interface Started {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Said when the process ends before the others are stopped. */
  readonly again: string;
}

interface Input {
  readonly programs: readonly Started[];
  readonly signals: StopSignals;
  /** Writes text of whole lines. */
  write(text: string): void;
  /** Whether the names have colours. */
  readonly colored: boolean;
}

/** Foregrounds of terminals that are read on dark and on light. */
const colors = [36, 33, 35, 32, 34, 31];

/**
 * Runs programs at the same time, each line of theirs behind its name, until all have ended.
 * - The first signal ends them all in order, the second at once.
 * - One that ends with an error by itself ends the others too. One that somebody stopped (code 0, or a signal) does not: a
 *   devnet is there to see what becomes of the others.
 * @returns 0 when nothing ended with an error, 130 after the second signal, else 1.
 */
export async function runTogether({ programs, signals, write, colored }: Input): Promise<number> {
  const width = programs.reduce((widest, { name }) => Math.max(widest, name.length), 0);
  // The start cache has this module only when it is asked for.
  const { spawn } = process.getBuiltinModule("node:child_process");
  let stopping = false;
  let code = 0;
  const running = new Map<string, (signal: NodeJS.Signals) => void>();
  const stopAll = (signal: NodeJS.Signals): void => {
    stopping = true;
    for (const kill of running.values()) kill(signal);
  };

  const run = ({ name, command, args, again }: Started, at: number): Promise<void> =>
    new Promise((resolve) => {
      const label = name.padEnd(width);
      const prefix = colored ? `\u001b[${colors[at % colors.length]}m${label} |\u001b[0m ` : `${label} | `;
      const say = (line: string): void => write(`${prefix}${line}\n`);
      // In a process group of its own: the Ctrl-C of a terminal reaches this process alone, which ends it in order.
      const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], detached: true });
      running.set(name, (signal) => void child.kill(signal));
      if (child.pid !== undefined) say(`runs as process ${child.pid}`);
      const outputs = [eachLine(child.stdout, say), eachLine(child.stderr, say)];
      child.on("error", (error) => {
        say(`cannot be run: ${error.message}`);
        code = 1;
        running.delete(name);
        stopAll("SIGTERM");
        resolve();
      });
      child.on("close", (exitCode, signal) => {
        for (const end of outputs) end();
        running.delete(name);
        if (exitCode !== 0 && exitCode !== null) {
          code ||= 1;
          say(`ended with code ${exitCode}${stopping ? "" : ": the others are stopped"}`);
          if (!stopping) stopAll("SIGTERM");
        } else if (!stopping) {
          say(`ended${signal === null ? "" : ` by ${signal}`}; ${again}`);
        }
        resolve();
      });
    });

  signals.take(() => {
    if (stopping) code = 130;
    stopAll(stopping ? "SIGKILL" : "SIGTERM");
  });
  // A signal may have come before anything was started.
  if (!stopping) await Promise.all(programs.map(run));
  return code;
}

/** Gives each line as it is complete. @returns what gives the last one, when it has no end. */
function eachLine(stream: Readable, take: (line: string) => void): () => void {
  let rest = "";
  stream.setEncoding("utf8");
  stream.on("data", (text: string) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) take(line);
  });
  return () => {
    if (rest !== "") take(rest);
    rest = "";
  };
}
