import { MessageChannel, Worker } from "node:worker_threads";
import type { Environment } from "../../chain/environment.ts";
import { createAnswering, type OffchainNode } from "./answer-questions.ts";
import type { OffchainThreadData } from "./messages.ts";
import { createOffchainThread, type OffchainThread, type Thread } from "./thread.ts";

/** What the heap of the thread may grow to, MB, its stack, MB, and how long it stays when nothing is asked, ms. */
const [mostHeap, stack, idle] = [512, 64, 60_000];

/** A thread of offchain workers over a database that this process has open with `shared`. Nothing starts before it is needed. */
export function offchainThread(
  data: Omit<OffchainThreadData, "port" | "flag">,
  node: OffchainNode,
  environment: Environment,
): OffchainThread {
  const start = (): Thread => {
    const { port1: port, port2 } = new MessageChannel();
    const flag = new SharedArrayBuffer(4);
    const worker = new Worker(new URL("./worker-entry.ts", import.meta.url), {
      workerData: { ...data, port: port2, flag } satisfies OffchainThreadData,
      transferList: [port2],
      resourceLimits: { maxOldGenerationSizeMb: mostHeap, stackSizeMb: stack },
    });
    // It never keeps the process alive: whoever waits for an answer does.
    worker.unref();
    return Object.assign(worker, { port, flag: new Int32Array(flag) }) as unknown as Thread;
  };
  return createOffchainThread({ start, answering: () => createAnswering(node), environment, idle });
}
