import { Worker } from "node:worker_threads";
import type { Environment } from "../../chain/environment.ts";
import type { BlockThreadData } from "./block-messages.ts";
import { type BlockThread, createBlockThread, type Thread } from "./block-thread.ts";

/** What the heap of the thread may grow to, MB: programs have their memory beside it. */
const mostHeap = 2048;

/**
 * The stack of the thread, MB: so much that a program meets the limits that it sets itself first, which do not depend on
 * how its code was compiled here.
 */
const stack = 64;

/** The thread of blocks over a database that this process has open with `shared`. Nothing starts before it is needed. */
export function blockThread(workerData: BlockThreadData, environment: Environment): BlockThread {
  const start = (): Thread => {
    const worker = new Worker(new URL("./block-worker.ts", import.meta.url), {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: mostHeap, stackSizeMb: stack },
    });
    // It never keeps the process alive: whoever waits for an answer does.
    worker.unref();
    return worker as unknown as Thread;
  };
  return createBlockThread({ start, environment });
}
