/** One line of the log. `target` names the part of the node that speaks, as the original's filters know it. */
export interface Log {
  error(target: string, text: string): void;
  warn(target: string, text: string): void;
  info(target: string, text: string): void;
  /** @param text a function is called only when the line is written. */
  debug(target: string, text: string | (() => string)): void;
  trace(target: string, text: string | (() => string)): void;
  /** Whether a line would be written. */
  enabled(level: "debug" | "trace", target: string): boolean;
}

/** Everything of the outside that the chain uses. Tests and simulations bring their own. */
export interface Environment {
  /** Milliseconds since 1970. */
  now(): number;
  /** Milliseconds, with fractions, since some moment: for measuring how long something takes. Absent: `now` serves. */
  monotonic?(): number;
  /** Calls once after that many milliseconds; gives what calls it off. */
  after(milliseconds: number, call: () => void): () => void;
  /** Lets timers, connections and everything else that waits for this thread go on. */
  yield(): Promise<void>;
  readonly log: Log;
}

const nothing = (): void => {};

export const silentLog: Log = {
  ...{ error: nothing, warn: nothing, info: nothing, debug: nothing, trace: nothing },
  enabled: () => false,
};
