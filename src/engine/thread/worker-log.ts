import { type Log, silentLog } from "../../chain/environment.ts";

/** A line that a program logs on another thread, on its way to the node's log. */
export interface WorkerLine {
  readonly log: { readonly level: "error" | "warn" | "info"; readonly target: string; readonly text: string };
}

/** The log of a thread, whose lines its node writes: those that are written whatever filters say. */
export function workerLog(tell: (line: WorkerLine) => void): Log {
  const logged = (level: WorkerLine["log"]["level"]) => (target: string, text: string) =>
    tell({ log: { level, target, text } });
  return { ...silentLog, error: logged("error"), warn: logged("warn"), info: logged("info") };
}

/** Writes such a line into the log of the node. */
export function writeLine(log: Log, { log: { level, target, text } }: WorkerLine): void {
  log[level](target, text);
}
