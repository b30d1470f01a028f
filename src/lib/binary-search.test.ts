import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { binarySearch } from "./binary-search.ts";

const search = (list: readonly number[], wanted: number) => binarySearch(list, (one) => one - wanted);

describe("a search by halves", () => {
  it("finds what is there and where the rest belongs", () => {
    expect(search([], 4)).toEqual({ free: 0 });
    expect(search([4], 4)).toEqual({ found: 0 });
    expect([1, 3, 4, 6, 9].map((wanted) => search([3, 4, 6], wanted))).toEqual([
      { free: 0 },
      { found: 0 },
      { found: 1 },
      { found: 2 },
      { free: 3 },
    ]);
  });

  it("finds the last but one half's of equals, and misses what is out of order", () => {
    expect(search([1, 1, 1, 1], 1)).toEqual({ found: 3 });
    expect(search([0, 1, 1, 1, 2], 1)).toEqual({ found: 3 });
    expect(search([5, 1, 9], 5)).toEqual({ free: 2 });
  });

  it("keeps any list sorted", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer()), fc.integer(), (some, wanted) => {
        const list = some.toSorted((a, b) => a - b);
        const place = search(list, wanted);
        if ("found" in place) expect(list[place.found]).toBe(wanted);
        else expect(list.toSpliced(place.free, 0, wanted)).toEqual([...list, wanted].toSorted((a, b) => a - b));
      }),
    );
  });
});
