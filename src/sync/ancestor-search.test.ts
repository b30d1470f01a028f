import fc from "fast-check";
import { expect, it } from "vitest";
import { newAncestorSearch, nextInSearch } from "./ancestor-search.ts";

/** Searches among chains that share the blocks up to `shared`, from `from` on. @returns the best match and the steps */
function search(shared: number, from: number): { found: number | undefined; steps: number } {
  let state = newAncestorSearch;
  let current = from;
  let found: number | undefined;
  for (let steps = 1; steps < 200; steps++) {
    const same = current <= shared;
    if (same && (found === undefined || found < current)) found = current;
    const next = nextInSearch(state, current, same);
    if (next === undefined) return { found, steps };
    state = next.search;
    current = next.number;
  }
  throw new Error("the search does not end");
}

it("finds the newest shared block in few steps", () => {
  fc.assert(
    fc.property(fc.nat(1_000_000), fc.nat(1_000_000), (a, b) => {
      const [shared, from] = a < b ? [a, b] : [b, a];
      const { found, steps } = search(shared, from);
      // The newest one but for the last half step, which the download that follows makes good.
      expect(found).toBeDefined();
      expect(shared - (found ?? 0)).toBeLessThanOrEqual(1);
      expect(steps).toBeLessThan(50);
    }),
    { numRuns: 300 },
  );
});

it("ends at once when the newest block is the same, and at the genesis block", () => {
  expect(search(10, 10)).toEqual({ found: 10, steps: 1 });
  expect(search(0, 5).found).toBe(0);
});
