import { Worker } from "node:worker_threads";
import type { EnginesElsewhere } from "../../chain/engine.ts";
import type { Environment } from "../../chain/environment.ts";
import { createEngineThread, type Thread } from "./engine-thread.ts";
import type { ThreadData } from "./messages.ts";

/** How long one call may take, and how long the thread stays when nothing is asked, ms. */
const [longest, idle] = [30_000, 30_000];

/** What the heap of the thread may grow to, MB: what needs more ends the thread and not the node. */
const mostHeap = 1024;

/**
 * The engine's thread over a database that this process has open with `shared`. Nothing starts before it is needed.
 * @param isProgram whether a program executes the chain's blocks, for which everything is asked of the thread
 */
export function engineThread(data: ThreadData, environment: Environment, isProgram?: () => boolean): EnginesElsewhere {
  const start = (): Thread => startThread(data);
  return createEngineThread({ start, environment, longest, idle, ...(isProgram === undefined ? {} : { isProgram }) });
}

function startThread(workerData: ThreadData): Thread {
  const worker = new Worker(new URL("./engine-worker.ts", import.meta.url), {
    workerData,
    resourceLimits: { maxOldGenerationSizeMb: mostHeap },
  });
  // It never keeps the process alive: whoever waits for an answer does.
  worker.unref();
  return worker as unknown as Thread;
}
