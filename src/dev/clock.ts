import type { Environment } from "../chain/environment.ts";

/** The clock of a development chain: the machine's, moved by its owner. Timers stay the machine's. */
export interface MovedClock {
  readonly environment: Environment;
  /** Makes it show a moment, ms since 1970; it goes on from there. */
  show(moment: number): void;
}

/** @param base the machine's clock. */
export function createMovedClock(base: Environment): MovedClock {
  let ahead = 0;
  return {
    environment: { ...base, now: () => base.now() + ahead },
    show(moment) {
      ahead = moment - base.now();
    },
  };
}
