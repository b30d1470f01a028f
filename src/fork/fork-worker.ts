import { workerData } from "node:worker_threads";
import { createAsking } from "./asking.ts";
import type { AskMessage, ForkWorkerData } from "./remote-messages.ts";

/** The thread that holds the connection to a remote node, while the thread that reads a state sleeps until it has an answer. */

const { options, signal, port } = workerData as ForkWorkerData;
const { ask } = createAsking(options);

port.on("message", async ({ calls }: AskMessage) => {
  const answer = await ask(calls);
  port.postMessage(answer);
  Atomics.add(signal, 0, 1);
  Atomics.notify(signal, 0);
});
