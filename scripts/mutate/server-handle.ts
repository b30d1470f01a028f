import { type ChildProcess, fork, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { home } from "./load-hook.ts";
import type { Coverage, Request, Verdict } from "./replay-server.ts";
import type { VitestTask } from "./vitest-child.ts";

const pathOf = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** A replay process, started again after one that did not answer in time. */
export interface ReplayServer {
  /** Undefined when no answer came in time (ms). */
  ask(request: Request, timeout: number): Promise<(Coverage & Verdict) | undefined>;
  /** The next request gets a fresh process. */
  restart(): void;
}

export function replayServer(): ReplayServer {
  let child: ChildProcess | undefined;
  const stop = (): void => {
    child?.kill("SIGKILL");
    child = undefined;
  };
  const answer = (from: ChildProcess, timeout: number): Promise<(Coverage & Verdict) | undefined> =>
    new Promise((resolve) => {
      const done = (value?: Coverage & Verdict): void => {
        clearTimeout(timer);
        from.removeAllListeners();
        if (value === undefined) stop();
        resolve(value);
      };
      const timer = setTimeout(() => done(), timeout);
      from.once("message", (message) => done(message as Coverage & Verdict));
      from.once("exit", () => done());
    });
  return {
    async ask(request, timeout) {
      if (child === undefined) {
        child = fork(pathOf("replay-server.ts"), { cwd: home, stdio: ["ignore", "ignore", "inherit", "ipc"] });
        if ((await answer(child, 300_000)) === undefined) throw new Error("the replay process does not start");
      }
      const waiting = answer(child, timeout);
      child.send(request);
      return waiting;
    },
    restart: stop,
  };
}

/** Runs test files in a process of their own; whether it ended in time (ms). */
export function runTests(task: VitestTask, timeout: number): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [pathOf("vitest-child.ts"), JSON.stringify(task)], {
      cwd: home,
      stdio: "ignore",
    });
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      resolve(false);
    }, timeout);
    child.on("close", () => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}
