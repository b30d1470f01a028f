import type { SignatureCheck } from "./signature-check.ts";

/** Checks for one thread, which no other does. */
export interface Batch {
  readonly batch: number;
  readonly checks: readonly SignatureCheck[];
}

/** The answers in the order of the batch. */
export interface BatchAnswer {
  readonly batch: number;
  readonly good: readonly boolean[];
}

/** A thread as the queue needs it. */
export interface CheckThread {
  postMessage(batch: Batch): void;
  on(event: "message", listener: (answer: BatchAnswer) => void): unknown;
  /** Keeps the process alive, or lets it end. */
  ref(): void;
  unref(): void;
}

/**
 * Checks in a message. A thread has two messages at most: one that it works on and one that waits. More of the pool's
 * checks would stand before those of a block that is imported.
 */
const batchSize = 16;
const batchesEach = 2;

/** Checks that wait for a thread; beyond, whoever asks checks by himself, and so asks for less. */
const mostWaiting = 4096;

interface Waiting {
  readonly check: SignatureCheck;
  done(isGood: boolean): void;
}

/** Gives checks to threads, in the order in which they are asked for. */
export interface VerifyQueue {
  /** The answer of a thread; undefined when there is no thread or too many checks wait: to be checked here. */
  check(check: SignatureCheck): Promise<boolean> | undefined;
}

/** @param start gives the threads; asked for when there is something to check. */
export function createVerifyQueue(start: () => readonly CheckThread[]): VerifyQueue {
  let threads: { readonly thread: CheckThread; underWay: number }[] | undefined;
  const batches = new Map<number, readonly Waiting[]>();
  let waiting: Waiting[] = [];
  let count = 0;
  let planned = false;

  const startThreads = () => {
    threads = start().map((thread) => ({ thread, underWay: 0 }));
    for (const one of threads) {
      one.thread.on("message", ({ batch, good }) => {
        const answered = batches.get(batch);
        batches.delete(batch);
        one.underWay--;
        if (one.underWay === 0) one.thread.unref();
        // The next batch goes out first: the thread works while this one goes on with the answers.
        hand();
        for (const [index, { done }] of (answered ?? []).entries()) done(good[index] as boolean);
      });
    }
    return threads;
  };
  const hand = (): void => {
    planned = false;
    let next = 0;
    while (next < waiting.length) {
      const free = threads?.reduce((a, b) => (b.underWay < a.underWay ? b : a));
      if (free === undefined || free.underWay >= batchesEach) break;
      const taken = waiting.slice(next, next + batchSize);
      next += taken.length;
      if (free.underWay === 0) free.thread.ref();
      free.underWay++;
      batches.set(++count, taken);
      free.thread.postMessage({ batch: count, checks: taken.map(({ check }) => check) });
    }
    if (next > 0) waiting = waiting.slice(next);
  };

  return {
    check(check) {
      if (waiting.length >= mostWaiting || (threads ?? startThreads()).length === 0) return undefined;
      return new Promise((resolve) => {
        waiting.push({ check, done: resolve });
        if (planned) return;
        planned = true;
        // What else comes in the same moment goes along.
        queueMicrotask(hand);
      });
    },
  };
}
