import fc from "fast-check";
import { expect, it } from "vitest";
import { weightedSum } from "./bls-batch.ts";
import { curve } from "./bls12-381.ts";

it("adds points as often as their numbers say", () => {
  const { Point } = curve().G1;
  const point = fc.oneof(
    fc.bigInt(1n, 2n ** 64n).map((scalar) => Point.BASE.multiply(scalar)),
    fc.constant(Point.ZERO),
  );
  const number = fc.oneof(fc.bigInt(0n, 2n ** 128n - 1n), fc.constantFrom(0n, 1n, 2n ** 128n - 1n));
  fc.assert(
    fc.property(fc.array(fc.tuple(point, number), { maxLength: 9 }), (pairs) => {
      const sum = pairs.reduce((total, [one, times]) => total.add(one.multiplyUnsafe(times)), Point.ZERO);
      expect(
        weightedSum(
          pairs.map(([one]) => one),
          pairs.map(([, times]) => times),
        ).equals(sum),
      ).toBe(true);
    }),
    { numRuns: 30 },
  );
});
