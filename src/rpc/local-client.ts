import type { Answer } from "./answer.ts";
import { type AnsweringInput, createAnswering } from "./answering.ts";
import type { Asker, Connection } from "./context.ts";
import { createStreams } from "./result-pages.ts";
import { createCalls } from "./runtime-call.ts";
import type { ClientLimits } from "./slices/client.ts";
import { isWork, type Work } from "./slices/work.ts";

/** A client in the node's own process, to which all methods are served but subscriptions. */
export interface LocalClient {
  /** @param request a JSON-RPC message. @returns the text of its answer, empty where there is none */
  ask(request: string): Promise<string>;
  /** Ends what is under way: its promises are rejected. */
  stop(): void;
}

/** The caller waits for what it wants to wait for. */
const limits: ClientLimits = {
  underWay: Number.POSITIVE_INFINITY,
  underWayBytes: Number.POSITIVE_INFINITY,
  waitingBytes: Number.POSITIVE_INFINITY,
};

const noLimit = (): boolean => true;

/** Answers JSON-RPC as the server does, without a port. */
export function createLocalClient(input: AnsweringInput): LocalClient {
  const { dispatch, scheduler, forget, stop } = createAnswering(input);
  const client = scheduler.client(limits, () => {});
  const waiting = new Set<(error: Error) => void>();
  const rooms = { calls: createCalls(), streams: createStreams() };
  let stopped = false;

  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        if (stopped) return reject(new Error("the node has stopped"));
        waiting.add(reject);
        const actions: (() => void)[] = [];
        const connection: Connection = {
          ...{ unsafe: true, subscriptions: undefined, ...rooms },
          background: (work) => client.background(work),
        };
        const asker: Asker = { connection, afterAnswer: (action) => void actions.push(action) };
        const finish = ({ text = "" }: Answer): void => {
          waiting.delete(reject);
          resolve(String(text));
          for (const action of actions) action();
          forget(connection);
        };
        function* finishLater(answer: Work<Answer>): Work<void> {
          finish(yield* answer);
        }
        const message = Buffer.from(request);
        client.request(message.length, () => {
          const answer = dispatch.answer(message, asker, noLimit);
          return isWork(answer) ? finishLater(answer) : finish(answer);
        });
      }),
    stop() {
      stopped = true;
      client.close();
      stop();
      for (const reject of waiting) reject(new Error("the node stops"));
    },
  };
}
