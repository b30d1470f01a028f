import { expect, it, onTestFinished } from "vitest";
import type { ChainEvents } from "./api.ts";
import { startRevalidation } from "./revalidation.ts";
import { testClock } from "./testing/clock.ts";

/** What revalidates a pool of one transaction, and what makes a block the best. */
function bench() {
  const clock = testClock(0);
  let runs = 0;
  let best = (): void => {};
  const revalidation = startRevalidation({
    pool: {
      status: () => ({ ready: 1, future: 0 }),
      revalidate: async () => {
        runs++;
        return 0;
      },
    },
    environment: clock,
    events: {
      onBest(listener: () => void) {
        best = listener;
        return () => {};
      },
    } as unknown as ChainEvents,
    onFatal: (error) => expect.unreachable(error.message),
  });
  onTestFinished(revalidation.stop);
  return { clock, revalidation, newBest: () => best(), runs: () => runs };
}

it("runs where best blocks come faster than it rests", async () => {
  const { clock, newBest, runs } = bench();
  for (let block = 0; block < 40; block++) {
    newBest();
    await clock.pass(150);
  }
  // Every 200 ms at most: each second block finds none that runs.
  expect(runs()).toBe(20);
});

it("runs once for blocks at the same time, and not after its end", async () => {
  const { clock, newBest, revalidation, runs } = bench();
  for (let block = 0; block < 5; block++) newBest();
  await clock.pass(1000);
  expect(runs()).toBe(1);
  newBest();
  revalidation.stop();
  await clock.pass(1000);
  expect(runs()).toBe(1);
});
