import { messageOf } from "../../lib/user-error.ts";
import type { Asker, Connection } from "../context.ts";
import { createResultPages } from "../result-pages.ts";
import { type Results, settled, type Turn, type Work, type Workable } from "../slices/work.ts";
import type { Sink } from "../subscription.ts";

/** The operations under way of one `chainHead_v1_follow` subscription. */
export interface Operations {
  /**
   * Begins one: `run` is called once, after the answer to the message at hand was sent, and comes to the last event.
   * @returns the id, undefined when there are too many.
   */
  start(asker: Pick<Asker, "afterAnswer">, run: () => Workable<object>): string | undefined;
  /** The same for a stream of results, sent page by page as the client reads them; after many it must say `continue`. */
  startPages(asker: Pick<Asker, "afterAnswer">, results: Results<object>): string | undefined;
  /** "unknown" for no such operation, "not-waiting" when it did not wait for this. */
  continue(id: string): "continued" | "unknown" | "not-waiting";
  stop(id: string): void;
  stopAll(): void;
}

/** The least that the specification grants. */
const maxOperations = 16;
/** Results after which the client must say `continue`, and the most in one event. */
const resultsBetween = 1000;

interface Operation {
  stop(): void;
  /** Lets it go on; undefined while it does not wait. */
  next: (() => void) | undefined;
}

/** @param connection runs them. */
export function createOperations(
  sink: Sink,
  { connection, turn }: { readonly connection: Pick<Connection, "background" | "streams">; readonly turn: Turn },
): Operations {
  const running = new Map<string, Operation>();
  let count = 0;

  const begin = (asker: Pick<Asker, "afterAnswer">, run: (id: string) => Work<object>): string | undefined => {
    if (running.size >= maxOperations) return undefined;
    const id = String(count++);
    const operation: Operation = { stop: () => undefined, next: undefined };
    running.set(id, operation);
    function* work(): Work<void> {
      let last: object;
      try {
        last = yield* run(id);
      } catch (error) {
        last = { event: "operationError", error: messageOf(error) };
      }
      if (running.delete(id)) sink.send({ ...last, operationId: id });
    }
    asker.afterAnswer(() => {
      if (running.has(id)) operation.stop = connection.background(work());
    });
    return id;
  };

  function* sendPages(id: string, results: Results<object>): Work<object> {
    const pages = createResultPages(results, { connection, turn, most: resultsBetween });
    let sent = 0;
    const send = (items: readonly object[]): void => {
      sent += items.length;
      sink.send({ event: "operationStorageItems", operationId: id, items });
    };
    while (yield* pages.next(send)) {
      if (sent < resultsBetween) continue;
      sent = 0;
      const goOn = new Promise<void>((resolve) => {
        (running.get(id) as Operation).next = resolve;
      });
      sink.send({ event: "operationWaitingForContinue", operationId: id });
      yield goOn;
    }
    return { event: "operationStorageDone" };
  }

  const stop = (id: string): void => {
    const operation = running.get(id);
    running.delete(id);
    operation?.stop();
  };
  return {
    start: (asker, run) => begin(asker, () => settled(run())),
    startPages: (asker, results) => begin(asker, (id) => sendPages(id, results)),
    continue(id) {
      const operation = running.get(id);
      if (operation === undefined) return "unknown";
      const { next } = operation;
      if (next === undefined) return "not-waiting";
      operation.next = undefined;
      next();
      return "continued";
    },
    stop,
    stopAll: () => {
      for (const id of [...running.keys()]) stop(id);
    },
  };
}
