import type { Connection, Context } from "./context.ts";
import { createRoom, type Room } from "./slices/room.ts";
import type { Results, Work } from "./slices/work.ts";

/** Results of one stream, in pages. */
export interface ResultPages<T extends object> {
  /**
   * Works out the next page and sends it, once the reader has taken what was sent before and no other stream of its
   * connection is at a page. A page may be empty where much was read and little found: then nothing is sent.
   * @param send is given the results.
   * @returns whether there may be more.
   */
  next(send: (items: readonly T[]) => void): Work<boolean>;
}

/** Characters of results that end a page; one value alone may be longer. */
const pageLength = 1024 * 1024;

/** Steps that end a page, so that a long search leaves the other streams their turn. */
const pageSteps = 1024;

/** Where the streams of results of a connection take turns: it is to be closed while the reader is behind. */
export const createStreams = (): Room => createRoom(1);

/** @param most results of a page. */
export function createResultPages<T extends object>(
  results: Results<T>,
  { connection, turn, most }: { connection: Pick<Connection, "streams">; turn: Context["turn"]; most: number },
): ResultPages<T> {
  const { streams } = connection;
  /** What the last promise came to. */
  let settled: unknown;

  /** Gives the step that ended the page. What was found before an error is sent. */
  function* page(send: (items: readonly T[]) => void): Work<ReturnType<Results<T>["next"]>> {
    const items: T[] = [];
    let length = 0;
    const sendItems = (): void => {
      if (items.length > 0) send(items);
    };
    try {
      let step = results.next(settled);
      for (let steps = 1; !(step.done || step.value instanceof Promise); step = results.next()) {
        if (step.value !== undefined) {
          items.push(step.value);
          length += lengthOf(step.value);
        }
        if (items.length >= most || length >= pageLength || ++steps > pageSteps) break;
        if (turn.over()) yield;
      }
      sendItems();
      return step;
    } catch (error) {
      sendItems();
      throw error;
    }
  }

  return {
    *next(send) {
      yield* streams.enter();
      let last: ReturnType<Results<T>["next"]>;
      try {
        last = yield* page(send);
      } finally {
        streams.leave();
      }
      settled = undefined;
      if (last.value instanceof Promise) settled = yield last.value;
      return last.done !== true;
    },
  };
}

/** Characters of the texts in a result. */
function lengthOf(result: object): number {
  let length = 0;
  for (const field of Object.values(result)) if (typeof field === "string") length += field.length;
  return length;
}
