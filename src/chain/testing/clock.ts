import { type Environment, silentLog } from "../environment.ts";

/** Time that stands still until it is moved. */
export interface TestClock extends Environment {
  /** Moves time on by ms and runs what was due in it, in order, waiting for what that started. */
  pass(milliseconds: number): Promise<void>;
}

interface Timer {
  readonly at: number;
  readonly call: () => void;
}

/** Lets promises that need no time go on. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 4; turn++) await new Promise((resolve) => setImmediate(resolve));
}

export function testClock(start: number): TestClock {
  let now = start;
  const timers = new Set<Timer>();
  return {
    now: () => now,
    after(milliseconds, call) {
      const timer: Timer = { at: now + milliseconds, call };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    yield: () => Promise.resolve(),
    log: silentLog,
    async pass(milliseconds) {
      const end = now + milliseconds;
      for (;;) {
        await settle();
        const [next] = [...timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
        if (next === undefined) break;
        timers.delete(next);
        now = next.at > now ? next.at : now;
        next.call();
      }
      now = end;
      await settle();
    },
  };
}
