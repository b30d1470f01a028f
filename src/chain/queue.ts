const given: unique symbol = Symbol("turn");

/** Says that its holder is the task that runs now, and that no other does. Only the queue gives it out. */
export interface Turn {
  readonly [given]: true;
  /** Whether that task still runs. */
  readonly lasts: boolean;
}

/** Runs one task after the other, each when the one before is done, whether or not that worked. */
export interface TaskQueue {
  run<T>(task: (turn: Turn) => Promise<T>): Promise<T>;
  /** Takes no more tasks and waits for those that are waiting. */
  close(): Promise<void>;
}

/** A task that came after `close`. */
export class QueueClosed extends Error {
  override name = "QueueClosed";
}

export function makeTaskQueue(): TaskQueue {
  let last: Promise<unknown> = Promise.resolve();
  let closed = false;
  const take = async <T>(task: (turn: Turn) => Promise<T>): Promise<T> => {
    const turn = { [given]: true as const, lasts: true };
    try {
      return await task(turn);
    } finally {
      turn.lasts = false;
    }
  };
  return {
    run(task) {
      if (closed) return Promise.reject(new QueueClosed("the node is stopping"));
      const done = last.then(() => take(task));
      last = done.catch(() => {});
      return done;
    },
    async close() {
      closed = true;
      await last;
    },
  };
}
