import type { Work } from "./work.ts";

/** A place that holds so many at a time; the others wait outside, in the order in which they came. */
export interface Room {
  /** Comes in; to be followed by `leave`, whatever happens in between. Work that ends outside has not come in. */
  enter(): Work<void>;
  leave(): void;
  /** Lets nobody in while it is closed. */
  close(closed: boolean): void;
}

interface Waiting {
  let(): void;
  /** A place is kept for it. */
  called: boolean;
}

export function createRoom(places: number): Room {
  const outside: Waiting[] = [];
  let free = places;
  let closed = false;

  const call = (): void => {
    while (!closed && free > 0) {
      const next = outside.shift();
      if (next === undefined) return;
      free--;
      next.called = true;
      next.let();
    }
  };
  const leave = (): void => {
    free++;
    call();
  };
  return {
    *enter() {
      if (!closed && free > 0) {
        free--;
        return;
      }
      const waiting: Waiting = { let: () => undefined, called: false };
      let inside = false;
      try {
        const turn = new Promise<void>((resolve) => {
          waiting.let = resolve;
        });
        outside.push(waiting);
        yield turn;
        inside = true;
      } finally {
        if (!inside && waiting.called) leave();
        else if (!inside) outside.splice(outside.indexOf(waiting), 1);
      }
    },
    leave,
    close(now) {
      closed = now;
      call();
    },
  };
}
