import { messageOf } from "../lib/user-error.ts";
import type { Context } from "./context.ts";
import { createResultPages } from "./result-pages.ts";
import type { Results, Work } from "./slices/work.ts";
import type { Sink, Stop } from "./subscription.ts";

/** Results sent before it is seen whether the reader keeps up: fewer than the messages that may wait for it. */
const between = 32;

/**
 * Sends each result as an event, then the last event; an error ends it with the error event. Begins once the answer was
 * sent, and waits while the reader is behind.
 */
export function streamResults(
  { connection, turn, afterAnswer }: Pick<Context, "connection" | "turn" | "afterAnswer">,
  sink: Sink,
  results: Results<object>,
  events: { readonly item: string; readonly done: string; readonly error: string },
): Stop {
  const pages = createResultPages(results, { connection, turn, most: between });
  const send = (items: readonly object[]): void => {
    for (const item of items) sink.send({ event: events.item, ...item });
  };
  function* sendAll(): Work<void> {
    try {
      for (let more = true; more; ) more = yield* pages.next(send);
      sink.send({ event: events.done });
    } catch (error) {
      sink.send({ event: events.error, error: messageOf(error) });
    }
    sink.end();
  }
  let ended = false;
  let stop: Stop = () => undefined;
  afterAnswer(() => {
    if (!ended) stop = connection.background(sendAll());
  });
  return () => {
    ended = true;
    stop();
  };
}
