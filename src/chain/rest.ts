import type { Rest } from "./engine.ts";
import type { Environment } from "./environment.ts";

/** How long a task of the chain keeps the thread before others get their turn, ms. */
const turn = 8;

/** For one long task, from now on: gives way each time that it has kept the thread for long enough. */
export function createRest(environment: Environment): Rest {
  let since = environment.now();
  return async () => {
    // A clock that is set back counts as time that passed.
    if (Math.abs(environment.now() - since) < turn) return;
    await environment.yield();
    since = environment.now();
  };
}
