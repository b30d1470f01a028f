import type { MessagePort } from "node:worker_threads";
import type { Environment } from "../../chain/environment.ts";
import { endThread } from "../thread/end-thread.ts";
import { writeLine } from "../thread/worker-log.ts";
import type { Answering } from "./answer-questions.ts";
import type { OffchainMessage, OffchainOutcome, OffchainQuestion, OffchainTask } from "./messages.ts";

/** A thread as this file needs it: a `Worker`, with the port and the number by which its questions are answered. */
export interface Thread {
  readonly port: Pick<MessagePort, "on" | "postMessage" | "close" | "unref">;
  readonly flag: Int32Array;
  postMessage(message: OffchainTask | "end"): void;
  on(event: "message", listener: (message: OffchainMessage) => void): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
  on(event: "exit", listener: () => void): unknown;
  terminate(): Promise<unknown>;
}

export interface OffchainThread {
  /** Runs one task, after those before it; one that takes longer than `limit` ms fails, and the thread with it. */
  run(task: OffchainTask, limit: number): Promise<OffchainOutcome>;
  stop(): Promise<void>;
}

interface Options {
  start(): Thread;
  /** A new one for each thread. */
  answering(): Answering;
  readonly environment: Pick<Environment, "after" | "log">;
  /** How long the thread stays when it has nothing to do, ms. */
  readonly idle: number;
}

const stopping: OffchainOutcome = { kind: "failed", message: "the node is stopping" };

/** A thread that runs one task after the other. It starts with the first, and again after one that it did not survive. */
export function createOffchainThread({ start, answering, environment, idle }: Options): OffchainThread {
  const { after, log } = environment;
  let thread: Thread | undefined;
  let finish: ((outcome: OffchainOutcome) => void) | undefined;
  let endRun = (): void => {};
  let cancelTimer = (): void => {};
  let last: Promise<unknown> = Promise.resolve();
  let stopped = false;

  const begin = (): Thread => {
    const begun = start();
    const { answer, end } = answering();
    endRun = end;
    begun.port.on("message", (question: OffchainQuestion) => {
      void answer(question).then((reply) => {
        begun.port.postMessage(reply);
        Atomics.store(begun.flag, 0, 1);
        Atomics.notify(begun.flag, 0);
      });
    });
    begun.port.unref();
    begun.on("message", (message) => {
      if (thread !== begun || message === "ready") return;
      if ("log" in message) writeLine(log, message);
      else finish?.(message.outcome);
    });
    begun.on("error", (error) => lost(begun, error.message));
    begun.on("exit", () => lost(begun, "its thread ended"));
    return begun;
  };

  const lost = (from: Thread, why: string): void => {
    from.port.close();
    if (thread !== from) return;
    thread = undefined;
    void from.terminate();
    finish?.({ kind: "failed", message: why });
  };

  const runNow = (task: OffchainTask, limit: number): Promise<OffchainOutcome> =>
    new Promise((resolve) => {
      if (stopped) return resolve(stopping);
      cancelTimer();
      thread ??= begin();
      const running = thread;
      finish = (outcome) => {
        finish = undefined;
        cancelTimer();
        endRun();
        if (!stopped) cancelTimer = after(idle, () => void letGo());
        resolve(outcome);
      };
      cancelTimer = after(limit, () => lost(running, `it took longer than ${limit / 1000} seconds`));
      running.postMessage(task);
    });

  const letGo = async (): Promise<void> => {
    const ending = thread;
    thread = undefined;
    if (ending !== undefined) await endThread(ending, after);
  };

  return {
    run(task, limit) {
      const outcome = last.then(() => runNow(task, limit));
      last = outcome;
      return outcome;
    },
    async stop() {
      stopped = true;
      finish?.(stopping);
      cancelTimer();
      await letGo();
    },
  };
}
