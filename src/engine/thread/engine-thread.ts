import { EngineError, type EnginesElsewhere, type Validity } from "../../chain/engine.ts";
import type { Environment } from "../../chain/environment.ts";
import { endThread } from "./end-thread.ts";
import { isHeavyCall, isHeavyExtrinsic, isHeavyProof } from "./heavy.ts";
import type { Answer, Question, QuestionMessage, ThreadMessage } from "./messages.ts";
import { createTurns } from "./turns.ts";
import { writeLine } from "./worker-log.ts";

/** A thread as this file needs it: a `Worker`. */
export interface Thread {
  postMessage(message: QuestionMessage | "end", transfer?: readonly ArrayBuffer[]): void;
  on(event: "message", listener: (message: ThreadMessage) => void): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
  on(event: "exit", listener: () => void): unknown;
  terminate(): Promise<unknown>;
}

export interface EngineThreadOptions {
  /** Starts the thread. */
  start(): Thread;
  readonly environment: Pick<Environment, "after" | "log">;
  /** How long one answer may take, ms. */
  readonly longest: number;
  /** Whether the rules are a program's, of which nobody knows what takes long. */
  isProgram?(): boolean;
  /** How long the thread stays though nobody asks anything, ms. */
  readonly idle: number;
}

/** What waits for the thread at most, over all callers: calls, and bytes of all questions. Each caller is bounded before. */
const mostCalls = 65_536;
const mostBytes = 64 * 1024 * 1024;

/** Questions that the thread has at a time: the one it works on, and the next, so that it need not wait for this thread. */
const atOnce = 2;

interface Job {
  readonly question: Question;
  readonly bytes: number;
  done(answer: Answer): void;
}

interface Running {
  readonly thread: Thread;
  ready: boolean;
  ended: boolean;
  /** In the order in which it was asked. */
  readonly asked: Map<number, Job>;
  cancelLimit(): void;
}

/**
 * Engines on one other thread, which starts with the first question and ends when none has come for a while. It has no
 * say in what the chain is: where it dies or takes too long, only the question that it was at fails.
 */
export function createEngineThread(options: EngineThreadOptions): EnginesElsewhere {
  const { environment, longest, isProgram = () => false } = options;
  const waiting = createTurns<Job>();
  let waitingBytes = 0;
  let running: Running | undefined;
  let cancelIdle = (): void => {};
  let stopped = false;
  let count = 0;
  /** Whose turn the pool's transactions have. */
  const pool = {};

  const begin = (): Running => {
    const thread = options.start();
    const state: Running = { thread, ready: false, ended: false, asked: new Map(), cancelLimit: () => {} };
    thread.on("message", (message) => {
      if (state.ended) return;
      if (message === "ready") {
        state.ready = true;
        state.cancelLimit();
      } else if ("log" in message) writeLine(environment.log, message);
      else finish(state, message.id, message.answer);
      hand(state);
    });
    thread.on("error", (error) => lost(state, error.message));
    thread.on("exit", () => lost(state, "it ended"));
    limit(state);
    return state;
  };

  const finish = (state: Running, id: number, answer: Answer): void => {
    const job = state.asked.get(id);
    state.asked.delete(id);
    state.cancelLimit();
    if (state.asked.size > 0) limit(state);
    job?.done(answer);
  };

  /** From now on the thread has its time: to start, or for the first of those that it was asked. */
  const limit = (state: Running): void => {
    state.cancelLimit = environment.after(longest, () =>
      lost(state, `it was at it for longer than ${longest / 1000} seconds`),
    );
  };

  const hand = (state: Running): void => {
    if (!state.ready || state.ended) return;
    while (state.asked.size < atOnce) {
      const job = waiting.take();
      if (job === undefined) break;
      waitingBytes -= job.bytes;
      const id = ++count;
      state.asked.set(id, job);
      if (state.asked.size === 1) limit(state);
      const { question, transfer } = copied(job.question);
      state.thread.postMessage({ id, question }, transfer);
    }
    cancelIdle();
    if (state.asked.size === 0) cancelIdle = environment.after(options.idle, () => void end(state));
  };

  /** The thread is gone, or must go: the question that it was at fails, a new thread takes the others. */
  const lost = (state: Running, why: string): void => {
    if (state.ended) return;
    state.ended = true;
    state.cancelLimit();
    cancelIdle();
    if (running === state) running = undefined;
    void state.thread.terminate();
    const [first, ...others] = state.asked.values();
    environment.log.warn("engine", `The thread of the runtime is ended: ${why}`);
    for (const job of others.reverse()) {
      waitingBytes += job.bytes;
      waiting.putBack(job);
    }
    first?.done({ kind: "error", error: "failed", message: trapText(nameOf(first.question), why) });
    // One that does not even start is no help.
    if (!state.ready) answerAll({ kind: "here" });
    else if (waiting.size > 0) go();
  };

  const answerAll = (answer: Answer): void => {
    for (let job = waiting.take(); job !== undefined; job = waiting.take()) {
      waitingBytes -= job.bytes;
      job.done(answer);
    }
  };

  const end = async (state: Running): Promise<void> => {
    if (state.ended) return;
    state.ended = true;
    state.cancelLimit();
    cancelIdle();
    if (running === state) running = undefined;
    await endThread(state.thread, environment.after);
  };

  const go = (): void => {
    if (stopped) return answerAll(stopping);
    running ??= begin();
    hand(running);
  };
  const ask = (caller: object, question: Question, bytes: number): Promise<Answer> =>
    new Promise((done) => {
      waiting.add(caller, { question, bytes, done });
      waitingBytes += bytes;
      go();
    });

  /** @throws EngineError when it has no answer, or there is no room. */
  const askAsCall = async (caller: object, question: Question, bytes: number): Promise<Answer> => {
    if (waiting.size >= mostCalls || waitingBytes + bytes > mostBytes) {
      throw new EngineError("failed", trapText(nameOf(question), "too many calls wait for the runtime"));
    }
    const answer = await ask(caller, question, bytes);
    if (answer.kind === "error") throw new EngineError(answer.error, answer.message);
    if (answer.kind === "defect") throw Object.assign(new Error(answer.message), { stack: answer.stack });
    return answer;
  };

  return {
    async call(block, method, args, caller = pool) {
      if (!isHeavyCall(method, args) && !isProgram()) return undefined;
      const answer = await askAsCall(caller, { kind: "call", block, method, args }, args.length);
      return answer.kind === "value" ? answer.value : undefined;
    },
    async ofPastTrie(question, caller = pool) {
      const { of } = question;
      const keys = "proof" in of ? of.proof : "closest" in of ? [of.closest] : of.rangeAfter;
      const bytes = keys.reduce((sum, key) => sum + key.length, 0);
      const answer = await askAsCall(caller, { kind: "trie", ...question }, bytes);
      return answer.kind === "trie" ? answer.answer : undefined;
    },
    async proveCall(block, method, args, isPast, caller = pool) {
      if (!isPast && !isHeavyProof(method, args) && !isProgram()) return undefined;
      const answer = await askAsCall(caller, { kind: "prove", block, method, args }, args.length);
      return answer.kind === "trie" ? { proof: answer.answer } : undefined;
    },
    async validateTransaction({ bytes }, source, { hash: block, number }) {
      if (!isHeavyExtrinsic(bytes) && !isProgram()) return undefined;
      if (waitingBytes + bytes.length > mostBytes) return cannotKnow;
      const answer = await ask(pool, { kind: "validate", block, number, source, bytes }, bytes.length);
      if (answer.kind === "error") return { type: "failed", why: `Runtime error: ${answer.message}` };
      return answer.kind === "validity" ? answer.validity : undefined;
    },
    async stop() {
      stopped = true;
      answerAll(stopping);
      const state = running;
      if (state === undefined) return;
      for (const job of state.asked.values()) job.done(stopping);
      await end(state);
    },
  };
}

/** How a node of the original tells of a program that was ended from outside; below that why, which is for the log. */
const trapText = (method: string, why: string): string =>
  `Execution failed: Execution aborted due to trap: wasm trap: interrupt\n${method}: ${why}`;

const stopping: Answer = { kind: "error", error: "failed", message: "the node is stopping" };

/** Refused for now, without a ban. */
const cannotKnow: Validity = {
  type: "invalid",
  reason: { type: "Unknown", value: { type: "CannotLookup" } },
};

function nameOf(question: Question): string {
  if (question.kind === "trie") return "the trie of a past block";
  return question.kind === "call" || question.kind === "prove"
    ? question.method
    : "TaggedTransactionQueue_validate_transaction";
}

/** A copy of its bytes goes over: whoever asks goes on using his own. */
function copied(question: Question): { readonly question: Question; readonly transfer: readonly ArrayBuffer[] } {
  if (question.kind === "trie") return { question, transfer: [] };
  const bytes = (question.kind === "validate" ? question.bytes : question.args).slice();
  const copy = question.kind === "validate" ? { ...question, bytes } : { ...question, args: bytes };
  return { question: copy, transfer: [bytes.buffer as ArrayBuffer] };
}
