import type { Environment } from "../../chain/environment.ts";
import type { BlockAnswer, BlockQuestion, BlockThreadMessage } from "./block-messages.ts";
import { endThread } from "./end-thread.ts";
import { writeLine } from "./worker-log.ts";

/** A thread as this file needs it: a `Worker`. */
export interface Thread {
  postMessage(message: { readonly id: number; readonly question: BlockQuestion } | "end"): void;
  on(event: "message", listener: (message: BlockThreadMessage) => void): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
  on(event: "exit", listener: () => void): unknown;
  terminate(): Promise<unknown>;
}

export interface BlockThreadOptions {
  /** Starts the thread. */
  start(): Thread;
  readonly environment: Pick<Environment, "after" | "log">;
}

/** One thread that answers one question after the other. */
export interface BlockThread {
  /**
   * @param name of what is asked, for the log
   * @param limit ms after which the thread is ended and the question fails; undefined waits for ever, and says so now and then
   */
  ask(question: BlockQuestion, name: string, limit: number | undefined): Promise<BlockAnswer>;
  stop(): Promise<void>;
}

/** How often the log says that a question without a limit is still waited for, ms. */
const patience = 10_000;

interface Job {
  readonly question: BlockQuestion;
  readonly name: string;
  readonly limit: number | undefined;
  done(answer: BlockAnswer): void;
}

const stopping: BlockAnswer = { kind: "error", error: "failed", message: "the node is stopping" };

/** The thread on which a chain's programs make and execute blocks. It starts with the first question, and again after one that it did not survive. */
export function createBlockThread({ start, environment }: BlockThreadOptions): BlockThread {
  const { log, after } = environment;
  const waiting: Job[] = [];
  let thread: Thread | undefined;
  let ready = false;
  let current: (Job & { readonly id: number }) | undefined;
  let cancelTimer = (): void => {};
  let stopped = false;
  let count = 0;

  const begin = (): Thread => {
    const begun = start();
    ready = false;
    begun.on("message", (message) => {
      if (thread !== begun) return;
      if (message === "ready") ready = true;
      else if ("log" in message) writeLine(log, message);
      else if (message.id === current?.id) finish(message.answer);
      next();
    });
    begun.on("error", (error) => lost(begun, error.message));
    begun.on("exit", () => lost(begun, "it ended"));
    return begun;
  };

  const finish = (answer: BlockAnswer): void => {
    cancelTimer();
    const job = current;
    current = undefined;
    job?.done(answer);
  };

  const next = (): void => {
    if (current !== undefined || waiting.length === 0) return;
    thread ??= begin();
    if (!ready) return;
    const job = waiting.shift() as Job;
    current = { ...job, id: ++count };
    watch(current, 0);
    thread.postMessage({ id: current.id, question: job.question });
  };

  const watch = (job: Job, waited: number): void => {
    cancelTimer = after(job.limit ?? patience, () => {
      if (job.limit !== undefined && thread !== undefined) {
        return lost(thread, `it was at ${job.name} for longer than ${job.limit / 1000} seconds`);
      }
      const now = waited + patience;
      log.warn(
        "engine",
        `⏳ The chain's program has been at ${job.name} for ${now / 1000} seconds; the node goes on waiting`,
      );
      watch(job, now);
    });
  };

  /** The thread is gone, or must go: the question that it was at fails, a new thread takes the others. */
  const lost = (from: Thread, why: string): void => {
    if (thread !== from) return;
    thread = undefined;
    void from.terminate();
    if (!stopped) log.warn("engine", `The thread of the chain's program is ended: ${why}`);
    if (current !== undefined) finish({ kind: "lost", message: why });
    else waiting.shift()?.done({ kind: "lost", message: why });
    next();
  };

  return {
    ask: (question, name, limit) =>
      new Promise((done) => {
        if (stopped) return done(stopping);
        waiting.push({ question, name, limit, done });
        next();
      }),
    async stop() {
      stopped = true;
      for (const job of waiting.splice(0)) job.done(stopping);
      const ending = thread;
      thread = undefined;
      if (current !== undefined) finish(stopping);
      if (ending !== undefined) await endThread(ending, after);
    },
  };
}
