import type { Rpc } from "./rpc.ts";

/** The requests of one chain, of which several tasks of a test may ask at once. */
export interface Turns {
  /** Asks when nobody is alone. */
  readonly rpc: Rpc;
  /**
   * Does a task of several requests after all that were asked before it, and before all that are asked after it: what it
   * counts on, or takes back, is of nobody else.
   * @param task asks by what it is given, and never for a turn of its own
   */
  alone<T>(task: (rpc: Rpc) => Promise<T>): Promise<T>;
}

/** What calls off others' blocks waits for nobody, or it would wait for these. */
const callsOff = new Set(["dev_cancel", "dev_revert", "dev_setHead", "dev_load", "dev_reset"]);

export function createTurns(ask: Rpc): Turns {
  /** Requests that have no answer yet. */
  const open = new Set<Promise<unknown>>();
  /** The end of the last task that is alone, or will be. */
  let last: Promise<void> | undefined;
  return {
    rpc<T>(method: string, params?: readonly unknown[]) {
      const answer =
        last === undefined || callsOff.has(method) ? ask<T>(method, params) : last.then(() => ask<T>(method, params));
      open.add(answer);
      const done = (): void => void open.delete(answer);
      answer.then(done, done);
      return answer;
    },
    alone(task) {
      const result = Promise.allSettled([...open, last]).then(() => task(ask));
      const end: Promise<void> = result
        .then(
          () => {},
          () => {},
        )
        .then(() => {
          if (last === end) last = undefined;
        });
      last = end;
      return result;
    },
  };
}
