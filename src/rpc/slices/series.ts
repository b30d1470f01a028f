import { settled, type Work, type Workable } from "./work.ts";

/** Works of one client that run beside its requests, one after the other. */
export interface Series {
  add(work: () => Workable<void>): void;
  /** Nothing runs, and nothing waits to. */
  readonly idle: boolean;
  /** Ends the one that runs; none of the others begins. */
  stop(): void;
}

/** @param connection runs them. */
export function createSeries(connection: { background(work: Work<void>): () => void }): Series {
  const waiting: (() => Workable<void>)[] = [];
  let stopRunning: (() => void) | undefined;
  let stopped = false;

  function* all(): Work<void> {
    try {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) yield* settled(next());
    } finally {
      stopRunning = undefined;
    }
  }

  return {
    add(work) {
      if (stopped) return;
      waiting.push(work);
      stopRunning ??= connection.background(all());
    },
    get idle() {
      return stopRunning === undefined;
    },
    stop() {
      stopped = true;
      waiting.length = 0;
      stopRunning?.();
    },
  };
}
