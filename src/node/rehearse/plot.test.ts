import { expect, it } from "vitest";
import { plot } from "./plot.ts";

it("draws two curves between the least and the most of both", () => {
  const lines = plot([1, 1, 1, 1], [1, 2, 3, 8]);
  expect(lines).toHaveLength(8);
  expect(lines[0]).toBe("     8.0000000 |   x");
  expect(lines.at(-1)).toBe("     1.0000000 |#ooo");
  expect(lines.filter((line) => line.includes("x"))).toHaveLength(3);
});

it("draws equal curves as one, and a single block", () => {
  expect(plot([5, 5], [5, 5]).filter((line) => line.includes("##"))).toHaveLength(1);
  expect(plot([1], [2]).filter((line) => /[ox]/.test(line))).toHaveLength(2);
});
