const given: unique symbol = Symbol("turn");

/** Says that its holder is the task that runs now, and that no other does. Only the queue gives it out. */
export interface Turn {
  readonly [given]: true;
  /** Whether that task still runs. */
  readonly lasts: boolean;
  /** Whether others wait for its end: a long task should come to one. */
  readonly isAwaited: boolean;
}

/** Runs one task after the other, each when the one before is done, whether or not that worked. */
export interface TaskQueue {
  run<T>(task: (turn: Turn) => Promise<T>): Promise<T>;
  /** Takes no more tasks and waits for those that are waiting. */
  close(): Promise<void>;
  /** Takes no more tasks, and begins none of those that are waiting: after a fault nothing may change. */
  abandon(): void;
  /** How many tasks were given to it, and how many of them have begun. */
  readonly counts: { readonly given: number; readonly begun: number };
}

/** A task that came after `close` or `abandon`. */
export class QueueClosed extends Error {
  override name = "QueueClosed";
  constructor() {
    super("the node is stopping");
  }
}

/** @param onError told of each task's error, before whoever ran the task. */
export function createTaskQueue(onError: (error: unknown) => void = () => {}): TaskQueue {
  let last: Promise<unknown> = Promise.resolve();
  let closed = false;
  let abandoned = false;
  const counts = { given: 0, begun: 0 };
  const take = async <T>(task: (turn: Turn) => Promise<T>): Promise<T> => {
    counts.begun++;
    if (abandoned) throw new QueueClosed();
    const turn = {
      [given]: true as const,
      lasts: true,
      get isAwaited() {
        return closed || abandoned || counts.given > counts.begun;
      },
    };
    try {
      return await task(turn);
    } catch (error) {
      onError(error);
      throw error;
    } finally {
      turn.lasts = false;
    }
  };
  return {
    run(task) {
      if (closed || abandoned) return Promise.reject(new QueueClosed());
      counts.given++;
      const done = last.then(() => take(task));
      last = done.catch(() => {});
      return done;
    },
    async close() {
      closed = true;
      await last;
    },
    abandon() {
      abandoned = true;
    },
    counts,
  };
}
