import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  fromParts,
  fromPercent,
  fromRational,
  leftFromOne,
  mulPerThing,
  perbill,
  percent,
  permill,
  perquintill,
} from "./per-things.ts";

const value = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n });

describe.each([percent, permill, perbill, perquintill])("$name", (kind) => {
  it("takes a fraction rounded down, and one beyond it", () => {
    fc.assert(
      fc.property(value, value, (p, q) => {
        const parts = fromRational(kind, p, q);
        if (q === 0n || p >= q) {
          expect(parts).toBe(kind.accuracy);
        } else {
          expect(parts * q <= p * kind.accuracy && p * kind.accuracy < (parts + 1n) * q).toBe(true);
        }
      }),
    );
  });

  it("multiplies to the nearest, halves down", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: kind.accuracy }), value, (parts, amount) => {
        const exact = 2n * parts * amount;
        const found = 2n * mulPerThing(kind, parts, amount) * kind.accuracy;
        expect(exact - found <= kind.accuracy && found - exact < kind.accuracy).toBe(true);
      }),
    );
    const half = fromPercent(kind, 50n);
    expect(mulPerThing(kind, half, 3n)).toBe(1n);
    expect(mulPerThing(kind, half, 3n, "nearest-ties-up")).toBe(2n);
    expect(mulPerThing(kind, half, 3n, "down")).toBe(1n);
    expect(mulPerThing(kind, half, 3n, "up")).toBe(2n);
  });

  it("ends at one", () => {
    expect(fromParts(kind, kind.accuracy + 1n)).toBe(kind.accuracy);
    expect(fromPercent(kind, 101n)).toBe(kind.accuracy);
    expect(leftFromOne(kind, fromPercent(kind, 75n))).toBe(fromPercent(kind, 25n));
  });
});
