import { describe, expect, it } from "vitest";
import { distance, runYuma3, tolerance } from "./run-yuma3.ts";
import { yuma3Scenarios } from "./yuma3-scenarios.ts";

describe("Yuma 3, epoch for epoch as the original's tests expect", () => {
  it.each(yuma3Scenarios)("$name", (scenario) => {
    const found = runYuma3(scenario);
    expect(found.map(({ epoch }) => epoch)).toEqual(scenario.expected.map(({ epoch }) => epoch));
    for (const [place, expected] of scenario.expected.entries()) {
      const ours = found[place] ?? expect.unreachable();
      expect(ours.bonds.length).toBe(3);
      expect(ours.dividends.length).toBe(3 + scenario.miners);
      expect(distance(ours, expected), `epoch ${expected.epoch}`).toBeLessThanOrEqual(tolerance);
    }
  });
});
