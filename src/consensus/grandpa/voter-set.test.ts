import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keyOf } from "./testing/votes.ts";
import { createVoterSet, primaryOf } from "./voter-set.ts";

const greatest = 2n ** 64n - 1n;
const weights = fc.array(fc.tuple(fc.nat(20).map(keyOf), fc.bigInt({ min: 0n, max: greatest })));
const smallWeights = fc.array(fc.tuple(fc.nat(20).map(keyOf), fc.bigInt({ min: 0n, max: 2n ** 32n })), {
  minLength: 1,
});

describe("a set of voters", () => {
  it("does not depend on the order of its weights, and is none without weight or with too much", () => {
    fc.assert(
      fc.property(weights, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (list, random) => {
        const shuffled = list
          .map((item) => ({ item, at: random.next().value as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ item }) => item);
        const set = createVoterSet(list);
        expect(createVoterSet(shuffled)).toEqual(set);
        const total = list.reduce((sum, [, weight]) => sum + weight, 0n);
        expect(set === undefined).toBe(total === 0n || total > greatest);
      }),
    );
  });

  it("weighs what its voters weigh together", () => {
    fc.assert(
      fc.property(smallWeights, (list) => {
        const total = list.reduce((sum, [, weight]) => sum + weight, 0n);
        expect(createVoterSet(list)?.totalWeight ?? 0n).toBe(total);
      }),
    );
  });

  it("asks for more than two thirds", () => {
    fc.assert(
      fc.property(smallWeights, (list) => {
        const set = createVoterSet(list);
        if (set === undefined) return;
        const { threshold, totalWeight } = set;
        expect(threshold >= 2n * (totalWeight / 3n) + (totalWeight % 3n)).toBe(true);
        expect(3n * threshold > 2n * totalWeight).toBe(true);
      }),
    );
  });

  it("has the thresholds of small sets", () => {
    const thresholds = [1, 2, 3, 4, 5, 6, 7, 10, 20].map((count) => [
      count,
      Number(createVoterSet(Array.from({ length: count }, (_, id) => [keyOf(id), 1n] as const))?.threshold),
    ]);
    expect(thresholds).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
      [4, 3],
      [5, 4],
      [6, 5],
      [7, 5],
      [10, 7],
      [20, 14],
    ]);
  });

  it("takes turns proposing, in the order of keys", () => {
    const set = createVoterSet([3, 1, 2].map((id) => [keyOf(id), 1n] as const))!;
    expect([0n, 1n, 2n, 3n, 2n ** 64n - 1n].map((round) => primaryOf(set, round).key)).toEqual(
      [1, 2, 3, 1, 1].map(keyOf),
    );
  });
});
