/** Runs one task after the other, each when the one before is done, whether or not that worked. */
export interface TaskQueue {
  run<T>(task: () => Promise<T>): Promise<T>;
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
  return {
    run(task) {
      if (closed) return Promise.reject(new QueueClosed("the node is stopping"));
      const done = last.then(task);
      last = done.catch(() => {});
      return done;
    },
    async close() {
      closed = true;
      await last;
    },
  };
}
