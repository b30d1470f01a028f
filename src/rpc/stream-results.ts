import { messageOf } from "../lib/user-error.ts";
import type { Sink, Stop } from "./subscription.ts";

/** Results sent before other work gets its turn. */
const sliceSize = 256;

/**
 * Sends each result as an event, then the last event; an error ends it with the error event. Long streams leave room
 * for other requests, and wait while the reader is behind.
 */
export function streamResults(
  sink: Sink,
  results: Iterator<object>,
  events: { readonly item: string; readonly done: string; readonly error: string },
): Stop {
  let over = false;
  const slice = (): void => {
    if (over) return;
    try {
      for (let sent = 0; sent < sliceSize; sent++) {
        const result = results.next();
        if (result.done) {
          sink.send({ event: events.done });
          return sink.end();
        }
        sink.send({ event: events.item, ...result.value });
      }
    } catch (error) {
      sink.send({ event: events.error, error: messageOf(error) });
      return sink.end();
    }
    sink.whenDrained(slice);
  };
  setImmediate(slice);
  return () => {
    over = true;
  };
}
