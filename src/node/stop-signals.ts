/** The signals that end a node in order. */
const names = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
export type StopSignal = (typeof names)[number];

/** Signals from the moment this was made; those that come before anybody takes them are kept. */
export interface StopSignals {
  /** Tells each signal, those that came before at once: the process no longer ends by them. */
  take(listener: (name: StopSignal) => void): void;
  /** Lets signals end the process as the system has it, those that came before too. */
  release(): void;
  /** The same during a work that nothing can interrupt, such as waiting for an answer at a terminal. */
  releaseDuring<T>(work: () => T): T;
}

/**
 * Hears signals from now on. It imports nothing, so that it can be the first thing a process does.
 * @param nohup SIGHUP ends nothing: the process was started to outlive its terminal.
 */
export function hearStopSignals(nohup: boolean): StopSignals {
  const kept: StopSignal[] = [];
  let tell = (name: StopSignal): void => void kept.push(name);
  if (nohup) process.on("SIGHUP", () => {});
  const handlers = names.filter((name) => !nohup || name !== "SIGHUP").map((name) => [name, () => tell(name)] as const);
  const hear = (): void => {
    for (const [name, handler] of handlers) process.on(name, handler);
  };
  const release = (): void => {
    for (const [name, handler] of handlers) process.off(name, handler);
    const [name] = kept;
    if (name !== undefined) process.kill(process.pid, name);
  };
  hear();
  return {
    take(listener) {
      tell = listener;
      for (const name of kept.splice(0)) listener(name);
    },
    release,
    releaseDuring(work) {
      release();
      try {
        return work();
      } finally {
        hear();
      }
    },
  };
}
