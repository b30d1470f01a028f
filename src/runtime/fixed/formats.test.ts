import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareFixed, I110F18 } from "../../../recordings/formats.ts";
import type { FixedFormat } from "./formats.ts";
import { fixedFormat, I32F32, I64F64, I96F32, U32F32, U64F64, U96F32, U110F18 } from "./formats.ts";
import * as hot from "./i32f32.ts";

const formats: FixedFormat[] = [I32F32, U32F32, I64F64, U64F64, I96F32, U96F32, I110F18, U110F18];

/** Raw bits of a format, small, large and between. */
function bitsOf({ minValue, maxValue, signed, one }: FixedFormat): fc.Arbitrary<bigint> {
  const near = (center: bigint): fc.Arbitrary<bigint> =>
    fc.bigInt({ min: -9n, max: 9n }).map((offset) => {
      const value = center + offset;
      return value < minValue ? minValue : value > maxValue ? maxValue : value;
    });
  const whole = fc.bigInt({ min: minValue, max: maxValue });
  const unit = fc.bigInt({ min: signed ? -one : 0n, max: one });
  return fc.oneof(whole, unit, near(0n), near(one), near(maxValue), near(minValue));
}

const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);

describe.each(formats)("$name against exact rationals", (format) => {
  const bits = bitsOf(format);
  const { one, maxValue, minValue } = format;

  it("multiplies: the floor of the product, or out of range", () => {
    fc.assert(
      fc.property(bits, bits, (a, b) => {
        const product = format.checkedMul(a, b);
        const exact = a * b; // in units of 1/one^2
        if (product === undefined) {
          expect(exact >= (maxValue + 1n) * one || exact < minValue * one).toBe(true);
          expect(format.saturatingMul(a, b)).toBe(exact < 0n ? minValue : maxValue);
        } else {
          expect(product * one <= exact && exact < (product + 1n) * one).toBe(true);
          expect(format.saturatingMul(a, b)).toBe(product);
          expect(format.mul(a, b)).toBe(product);
        }
        expect((format.mul(a, b) - (exact >> format.fracShift)) % (1n << BigInt(format.bits))).toBe(0n);
      }),
    );
  });

  it("divides: the quotient cut towards zero, or out of range", () => {
    fc.assert(
      fc.property(bits, bits, (a, b) => {
        const quotient = format.checkedDiv(a, b);
        if (b === 0n) {
          expect(quotient).toBeUndefined();
          expect(() => format.div(a, b)).toThrow(RangeError);
          expect(() => format.saturatingDiv(a, b)).toThrow(RangeError);
          expect(format.safeDivOr(a, b, 7n)).toBe(7n);
        } else if (quotient === undefined) {
          const size = magnitude(a) * one;
          expect(size >= (maxValue + 1n) * magnitude(b)).toBe(true);
          expect(format.saturatingDiv(a, b)).toBe(a < 0n !== b < 0n ? minValue : maxValue);
          expect(format.safeDiv(a, b)).toBe(0n);
        } else {
          const size = magnitude(a) * one;
          expect(magnitude(quotient) * magnitude(b) <= size && size < (magnitude(quotient) + 1n) * magnitude(b)).toBe(
            true,
          );
          expect(quotient === 0n || quotient < 0n === (a < 0n !== b < 0n)).toBe(true);
        }
      }),
    );
  });

  it("splits into a whole part and a rest, and rounds between its neighbours", () => {
    fc.assert(
      fc.property(bits, (a) => {
        expect(format.int(a) + format.frac(a)).toBe(a);
        expect(format.frac(a) >= 0n && format.frac(a) < one).toBe(true);
        const ceil = format.checkedCeil(a);
        expect(ceil === undefined || (ceil >= a && ceil - a < one)).toBe(true);
        const rounded = format.checkedRound(a);
        expect(rounded === undefined || 2n * magnitude(rounded - a) <= one).toBe(true);
      }),
    );
  });

  it("comes back from a wider format", () => {
    const wide = fixedFormat({ signed: true, bits: 256, frac: 80 });
    fc.assert(
      fc.property(bits, (a) => {
        const other = wide.fromFixed(format, a);
        expect(compareFixed(format, a, wide, other)).toBe(0);
        expect(format.checkedFromFixed(wide, other)).toBe(a);
        expect(format.saturatingFromFixed(wide, wide.maxValue)).toBe(maxValue);
        expect(format.saturatingFromFixed(wide, wide.minValue)).toBe(minValue);
      }),
    );
  });
});

describe("the short I32F32 operations", () => {
  it("give what the format gives", () => {
    const bits = bitsOf(I32F32);
    fc.assert(
      fc.property(bits, bits, (a, b) => {
        expect(hot.mul(a, b)).toBe(I32F32.saturatingMul(a, b));
        expect(hot.add(a, b)).toBe(I32F32.saturatingAdd(a, b));
        expect(hot.sub(a, b)).toBe(I32F32.saturatingSub(a, b));
        expect(hot.safeDiv(a, b)).toBe(I32F32.safeDiv(a, b));
      }),
      { numRuns: 20_000 },
    );
    fc.assert(
      fc.property(fc.array(bits), (values) => {
        expect(hot.sum(values)).toBe(values.reduce(I32F32.add, 0n));
        expect(I32F32.sum(values)).toBe(hot.sum(values));
      }),
    );
  });
});

describe("a format", () => {
  it("has the name of the original", () => {
    expect(formats.map(({ name }) => name)).toEqual([
      ...["I32F32", "U32F32", "I64F64", "U64F64", "I96F32", "U96F32", "I110F18", "U110F18"],
    ]);
  });

  it("needs two bits before the point", () => {
    expect(() => fixedFormat({ signed: true, bits: 64, frac: 63 })).toThrow(RangeError);
  });

  it("rounds ties away from zero and keeps floors of negative values low", () => {
    const half = I32F32.one / 2n;
    expect(I32F32.round(half)).toBe(I32F32.one);
    expect(I32F32.round(-half)).toBe(-I32F32.one);
    expect(I32F32.toNum(-half)).toBe(-1n);
    expect(I32F32.saturatingToU16(I32F32.fromNum(70_000))).toBe(65_535);
  });
});
