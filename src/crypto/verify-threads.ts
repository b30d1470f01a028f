import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";

const mostThreads = 4;

let threads: readonly Worker[] | undefined;

/** The threads that check signatures, started when they are first needed. None on a machine with one core. */
export function verifyThreads(): readonly Worker[] {
  threads ??= Array.from({ length: Math.min(availableParallelism() - 1, mostThreads) }, () => {
    // Nobody listens to its errors: one that dies is an error that nobody expected, and ends the process.
    const worker = new Worker(new URL("./verify-worker.ts", import.meta.url), { stderr: false });
    worker.unref();
    return worker;
  });
  return threads;
}
