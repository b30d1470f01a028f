import { expect, it } from "vitest";
import { createHistogram, observe } from "./histogram.ts";

it("counts a value at the first bound that it does not exceed", () => {
  const histogram = createHistogram([1, 2]);
  for (const value of [0, 1, 1.5, 2, 7]) observe(histogram, value);
  expect(histogram).toEqual({ bounds: [1, 2], counts: [2, 2, 1], sum: 11.5 });
});
