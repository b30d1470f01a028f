import { messageOf } from "../lib/user-error.ts";
import type { Context } from "./context.ts";
import { nextOf, type Results, type Work } from "./slices/work.ts";
import type { Sink, Stop } from "./subscription.ts";

/** Results sent before it is seen whether the reader keeps up. */
const between = 256;

/**
 * Sends each result as an event, then the last event; an error ends it with the error event. Waits while the reader is
 * behind.
 */
export function streamResults(
  { connection, turn }: Pick<Context, "connection" | "turn">,
  sink: Sink,
  results: Results<object>,
  events: { readonly item: string; readonly done: string; readonly error: string },
): Stop {
  function* send(): Work<void> {
    let sent = 0;
    try {
      for (let result = yield* nextOf(results, turn); result !== undefined; result = yield* nextOf(results, turn)) {
        if (turn.over()) yield;
        sink.send({ event: events.item, ...result });
        if (++sent % between === 0) yield new Promise<void>((resolve) => sink.whenDrained(resolve));
      }
      sink.send({ event: events.done });
    } catch (error) {
      sink.send({ event: events.error, error: messageOf(error) });
    }
    sink.end();
  }
  return connection.background(send());
}
