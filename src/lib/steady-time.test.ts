import { expect, it } from "vitest";
import { createSteadyTime } from "./steady-time.ts";

it("time goes on from where it was when the clock is set back", () => {
  const shown = [100, 100, 150, 150, 40, 60, 10, 1000];
  const time = createSteadyTime(() => shown.shift() as number);
  expect(Array.from({ length: 7 }, time)).toEqual([100, 150, 150, 150, 170, 170, 1160]);
});
