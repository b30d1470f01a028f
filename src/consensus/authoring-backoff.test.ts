import { expect, test } from "vitest";
import { type AuthoringBackoff, backsOff } from "./authoring-backoff.ts";

const backoff: AuthoringBackoff = { maxInterval: 100, unfinalizedSlack: 5, authoringBias: 2 };

/** Walks over slots, making a block where nobody waits; whether each slot was left out. */
function walk(until: number): boolean[] {
  let [best, bestSlot] = [4, 10];
  const waited: boolean[] = [];
  for (let slot = 11; slot < until; slot++) {
    const waits = backsOff(backoff, { best, bestSlot: BigInt(bestSlot), finalized: 2, slot: BigInt(slot) });
    if (!waits) [best, bestSlot] = [best + 1, slot];
    waited.push(waits);
  }
  return waited;
}

test("never waits for a head that does not move on and has little without finality", () => {
  for (let slot = 2n; slot < 1000n; slot++) {
    expect(backsOff(backoff, { best: 1, bestSlot: 0n, finalized: 1, slot })).toBe(false);
  }
});

test("always waits a while after others go on making blocks without finality", () => {
  for (let slot = 2; slot < 300; slot++) {
    const lag = { best: slot - 1, bestSlot: BigInt(slot - 1), finalized: 1, slot: BigInt(slot) };
    expect(backsOff(backoff, lag)).toBe(slot > 8);
  }
});

test("waits no longer than the greatest interval", () => {
  for (let slot = 2n; slot < 200n; slot++) {
    expect(backsOff(backoff, { best: 207, bestSlot: 1n, finalized: 1, slot })).toBe(slot <= 101n);
  }
});

test("waits one slot more after each two blocks", () => {
  const runs = walk(200)
    .join(" ")
    .split("false")
    .map((run) => run.split("true").length - 1);
  expect(runs.slice(0, 16)).toEqual([0, 0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6]);
});

test("has distances between blocks that grow up to one more than the greatest interval", () => {
  const made = walk(40_000).flatMap((waited, at) => (waited ? [] : [at]));
  const distances = made.slice(1).map((at, index) => at - (made[index] ?? 0));
  expect(distances).toEqual(Array.from({ length: 497 }, (_, index) => Math.min(Math.max(index >> 1, 1), 101)));
});

test("never waits in a slot that is not after the head's", () => {
  expect(backsOff(backoff, { best: 300, bestSlot: 9n, finalized: 1, slot: 9n })).toBe(false);
});
