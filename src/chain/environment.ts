/** One line of the log. `target` names the part of the node that speaks, as the original's filters know it. */
export interface Log {
  error(target: string, text: string): void;
  warn(target: string, text: string): void;
  info(target: string, text: string): void;
  debug(target: string, text: string): void;
}

/** Everything of the outside that the chain uses. Tests and simulations bring their own. */
export interface Environment {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls once after that many milliseconds; gives what calls it off. */
  after(milliseconds: number, call: () => void): () => void;
  /** Lets timers, connections and everything else that waits for this thread go on. */
  yield(): Promise<void>;
  readonly log: Log;
}

export const silentLog: Log = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} };
