import type { Environment, Log } from "../chain/environment.ts";

/** Clock and timers of this machine. */
export function systemEnvironment(log: Log): Environment {
  return {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    after(milliseconds, call) {
      const timer = setTimeout(call, milliseconds);
      return () => clearTimeout(timer);
    },
    yield: () => new Promise((resolve) => setImmediate(resolve)),
    log,
  };
}
