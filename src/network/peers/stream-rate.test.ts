import { expect, test } from "vitest";
import { createStreamRate } from "./stream-rate.ts";

test("a peer opens 256 streams at once, then 64 each second", () => {
  const rate = createStreamRate();
  const taken = (count: number, now: number): number => {
    let took = 0;
    for (let index = 0; index < count; index++) if (rate.take("a", now)) took++;
    return took;
  };
  expect(taken(1_000, 0)).toBe(256);
  expect(taken(1_000, 1_000)).toBe(64);
  expect(rate.take("b", 1_000)).toBe(true);
  // A clock that is set back gives nothing.
  expect(taken(10, 0)).toBe(0);
});

test("a peer that opened none for a while is forgotten", () => {
  const rate = createStreamRate();
  for (let index = 0; index < 300; index++) rate.take("a", 0);
  rate.tick(3_999);
  expect(rate.size).toBe(1);
  rate.tick(4_000);
  expect(rate.size).toBe(0);
});
