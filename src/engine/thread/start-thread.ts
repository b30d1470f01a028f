import { Worker } from "node:worker_threads";
import type { EnginesElsewhere } from "../../chain/engine.ts";
import type { Environment } from "../../chain/environment.ts";
import { createEngineThread, type Thread } from "./engine-thread.ts";
import type { ThreadData } from "./messages.ts";

/** How long one call may take, and how long the thread stays when nothing is asked, ms. */
const [longest, idle] = [30_000, 30_000];

/** What the heap of the thread may grow to, MB: what needs more ends the thread and not the node. */
const mostHeap = 1024;

/** The engine's thread over a database that this process has open with `shared`. Nothing starts before it is needed. */
export function engineThread(data: ThreadData, environment: Environment): EnginesElsewhere {
  return createEngineThread({ start: () => startThread(data), environment, longest, idle });
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
