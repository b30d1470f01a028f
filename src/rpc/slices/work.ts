/**
 * Work that gives way. It yields nothing when its turn is over and goes on in a later one, or a promise, and then goes
 * on with the promise's value (or the error) when it is there. What takes long must be written so, since everything
 * else of the node waits while it runs.
 */
export type Work<T> = Generator<Promise<unknown> | undefined, T, unknown>;

/** The turn that whatever runs now has been given. */
export interface Turn {
  /** Whether it is over: to be asked every few microseconds of work, which then yields. */
  over(): boolean;
}

/** A value, or whatever comes to one. */
export type Workable<T> = T | Promise<T> | Work<T>;

export function isWork<T>(value: Workable<T>): value is Work<T> {
  return typeof value === "object" && value !== null && typeof (value as Partial<Work<T>>).throw === "function";
}

/** The value that something comes to. */
export function* settled<T>(value: Workable<T>): Work<T> {
  if (value instanceof Promise) return (yield value) as T;
  return isWork(value) ? yield* value : value;
}

/**
 * Results that are worked out one by one. Undefined where much was read and nothing found; a promise as in work, which
 * goes on with its value.
 */
export type Results<T extends object> = Generator<T | Promise<unknown> | undefined, void, unknown>;

/** The items of a list as they are read one by one, with turns in between. */
export function* mapped<T, U>(items: Iterable<T>, turn: Turn, read: (item: T) => U): Work<U[]> {
  const results: U[] = [];
  for (const item of items) {
    if (turn.over()) yield;
    results.push(read(item));
  }
  return results;
}
