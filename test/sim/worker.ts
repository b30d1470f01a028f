import { parentPort } from "node:worker_threads";
import type { Size } from "./plan.ts";
import { type Outcome, runSeed } from "./run-seed.ts";

/** A seed to run. */
export interface Task {
  readonly seed: number;
  readonly size: Size;
  /** Runs it a second time, which must come out the same. */
  readonly again: boolean;
}

export interface Told {
  readonly outcome: Outcome;
  /** Of machine time. */
  readonly seconds: number;
}

/** A thread that runs one seed after the other. */
parentPort?.on("message", async ({ seed, size, again }: Task) => {
  const before = process.threadCpuUsage();
  const outcome = await runSeed(seed, size);
  const { user, system } = process.threadCpuUsage(before);
  const second = again ? await runSeed(seed, size) : outcome;
  const same = second.fingerprint === outcome.fingerprint;
  const broken = same
    ? outcome.broken
    : [...outcome.broken, `comes out differently: ${outcome.fingerprint}; ${second.fingerprint}`];
  parentPort?.postMessage({ outcome: { ...outcome, broken }, seconds: (user + system) / 1e6 } satisfies Told);
});
