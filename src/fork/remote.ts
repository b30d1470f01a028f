import { MessageChannel, receiveMessageOnPort, Worker } from "node:worker_threads";
import { StorageError } from "../storage/errors.ts";
import {
  type AnswerMessage,
  type AskMessage,
  type ForkWorkerData,
  pauseBefore,
  type RemoteAnswer,
  type RemoteCall,
  type RemoteOptions,
  tries,
} from "./remote-messages.ts";

/** Another node's RPC for who cannot wait: states are read synchronously, so the thread sleeps until the answer is there. */
export interface Remote {
  readonly url: string;
  /**
   * Answers to calls that go out together, in their order.
   * @throws StorageError (`remote`) when the node cannot be asked or does not answer
   */
  ask(calls: readonly RemoteCall[]): readonly RemoteAnswer[];
  /** Some keys were asked for. */
  noteKeys(count: number): void;
  /** Keys that were asked for, and messages that were sent. */
  readonly counts: { readonly keys: number; readonly requests: number };
  stop(): Promise<void>;
}

/** What the connection's own limits leave open is waited for so much longer, ms: the thread may have to be started. */
const slack = 10_000;

/** The connection is made with the first question. */
export function createRemote(options: RemoteOptions): Remote {
  const { url, answerMs, rate } = options;
  const signal = new Int32Array(new SharedArrayBuffer(4));
  const { port1: port, port2 } = new MessageChannel();
  let worker: Worker | undefined;
  let requests = 0;
  let keys = 0;
  let pauses = 0;
  for (let attempt = 1; attempt < tries.busy; attempt++) pauses += pauseBefore(attempt);

  const start = (): Worker => {
    const workerData: ForkWorkerData = { options, signal, port: port2 };
    const started = new Worker(new URL("./fork-worker.ts", import.meta.url), { workerData, transferList: [port2] });
    // It never keeps the process alive: who waits for it sleeps.
    started.unref();
    return started;
  };

  return {
    url,
    noteKeys(count) {
      keys += count;
    },
    get counts() {
      return { keys, requests };
    },
    ask(calls) {
      worker ??= start();
      const seen = Atomics.load(signal, 0);
      port.postMessage({ calls } satisfies AskMessage);
      // Each call may go out by itself, in its turn, and be waited for as long as the first one.
      const turns = rate === undefined ? 0 : (1000 / rate) * (calls.length + 1);
      const limit = tries.broken * (2 * answerMs * calls.length + turns) + pauses + slack;
      if (Atomics.wait(signal, 0, seen, limit) === "timed-out")
        throw new StorageError("remote", `${url} does not answer within ${Math.round(limit / 1000)} s`);
      const answer = receiveMessageOnPort(port)?.message as AnswerMessage;
      requests += answer.messages;
      if ("failed" in answer) throw new StorageError("remote", `${url} ${answer.failed}`);
      return answer.answers;
    },
    async stop() {
      port.close();
      await worker?.terminate();
    },
  };
}
