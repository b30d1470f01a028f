import { messageOf } from "../../lib/user-error.ts";
import type { Sink } from "../subscription.ts";

/** The operations under way of one `chainHead_v1_follow` subscription. */
export interface Operations {
  /**
   * Begins one: `run` is called once, after the method's answer was sent, and gives the last event, or a promise of it.
   * @param afterAnswer see Connection.
   * @returns the id, undefined when there are too many.
   */
  start(run: () => object | Promise<object>, afterAnswer: (action: () => void) => void): string | undefined;
  /** The same for a stream of results, sent page by page; between pages the client must say `continue`. */
  startPages(results: Iterator<object>, afterAnswer: (action: () => void) => void): string | undefined;
  /** "unknown" for no such operation, "not-waiting" when it did not wait for this. */
  continue(id: string): "continued" | "unknown" | "not-waiting";
  stop(id: string): void;
  stopAll(): void;
}

/** The least that the specification grants. */
const maxOperations = 16;
/** Results in one event. */
const pageSize = 1000;

interface Operation {
  next: (() => void) | undefined;
}

export function createOperations(sink: Sink): Operations {
  const running = new Map<string, Operation>();
  let count = 0;

  const begin = (afterAnswer: (action: () => void) => void, run: (id: string) => void): string | undefined => {
    if (running.size >= maxOperations) return undefined;
    const id = String(count++);
    running.set(id, { next: undefined });
    afterAnswer(() => {
      if (running.has(id)) run(id);
    });
    return id;
  };
  const finish = (id: string, event: object): void => {
    running.delete(id);
    sink.send({ ...event, operationId: id });
  };
  const failed = (id: string, error: unknown): void => finish(id, { event: "operationError", error: messageOf(error) });
  const guarded = (id: string, work: () => void): void => {
    try {
      work();
    } catch (error) {
      failed(id, error);
    }
  };
  /** Ends with the event, unless it was stopped while that was made. */
  const ending = async (id: string, run: () => object | Promise<object>): Promise<void> => {
    try {
      const event = await run();
      if (running.has(id)) finish(id, event);
    } catch (error) {
      if (running.has(id)) failed(id, error);
    }
  };

  const sendPage = (id: string, results: Iterator<object>, first: IteratorResult<object>): void => {
    const items: object[] = [];
    let result = first;
    for (; !result.done && items.length < pageSize; result = results.next()) items.push(result.value);
    if (items.length > 0) sink.send({ event: "operationStorageItems", operationId: id, items });
    if (result.done) return finish(id, { event: "operationStorageDone" });
    const waiting = result;
    running.set(id, { next: () => guarded(id, () => sendPage(id, results, waiting)) });
    sink.send({ event: "operationWaitingForContinue", operationId: id });
  };

  return {
    start: (run, afterAnswer) => begin(afterAnswer, (id) => void ending(id, run)),
    startPages: (results, afterAnswer) =>
      begin(afterAnswer, (id) => guarded(id, () => sendPage(id, results, results.next()))),
    continue(id) {
      const operation = running.get(id);
      if (operation === undefined) return "unknown";
      const { next } = operation;
      if (next === undefined) return "not-waiting";
      operation.next = undefined;
      setImmediate(() => {
        if (running.get(id) === operation) next();
      });
      return "continued";
    },
    stop: (id) => void running.delete(id),
    stopAll: () => running.clear(),
  };
}
