import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Float } from "./float.ts";
import { bitLength, decimalToF32, decimalToF64, f32FromBits, ratioToF64, roundScaled } from "./float.ts";
import { I96F32, U64F64 } from "./formats.ts";

/** The float as a number: both factors are exact, and so is their product. */
function toNumber({ mantissa, exponent }: Float): number {
  const steps = exponent < -1_000 ? [exponent + 1_000, -1_000] : [exponent];
  return steps.reduce((value, step) => value * 2 ** step, Number(mantissa));
}

describe("literals", () => {
  it("round to f64 as the compiler does", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = value.toString().replace("e+", "e");
        expect(toNumber(decimalToF64(text))).toBe(value === 0 ? 0 : value);
      }),
    );
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 40n }), fc.integer({ min: -330, max: 260 }), (digits, power) => {
        const text = `${digits}e${power}`;
        expect(toNumber(decimalToF64(text))).toBe(Number(text));
      }),
    );
  });

  it("round to f32", () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = value.toString().replace("e+", "e");
        expect(toNumber(decimalToF32(text))).toBe(value === 0 ? 0 : value);
        const bits = new DataView(new Float32Array([value]).buffer).getUint32(0, true);
        expect(toNumber(f32FromBits(bits))).toBe(value === 0 ? 0 : value);
      }),
    );
  });

  it("refuse what is no finite decimal number", () => {
    expect(() => decimalToF64("one")).toThrow(RangeError);
    expect(() => decimalToF64("1e400")).toThrow(RangeError);
    expect(() => decimalToF32("1e39")).toThrow(RangeError);
    expect(() => f32FromBits(0x7f800000)).toThrow(RangeError);
  });

  it("become fixed-point numbers", () => {
    expect(I96F32.fromLiteral("0.000003")).toBe(12_885n);
    expect(I96F32.fromLiteral("-0.5")).toBe(-(1n << 31n));
    expect(U64F64.fromLiteral("1.26")).toBe(BigInt(1.26 * 2 ** 52) << 12n);
    expect(U64F64.fromLiteral("1_000.0")).toBe(1_000n << 64n);
    expect(U64F64.fromLiteral("1e30")).toBe(U64F64.maxValue);
  });
});

describe("quotients", () => {
  it("are those of the processor", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.integer({ min: 1 }), (a, b) => {
        expect(toNumber(ratioToF64(BigInt(a), BigInt(b)))).toBe(a === 0 ? 0 : a / b);
      }),
    );
  });

  it("of powers of two tie to even", () => {
    expect([1n, 3n, 5n, 7n, -1n, -3n].map((mantissa) => roundScaled({ mantissa, exponent: -1 }))).toEqual([
      ...[0n, 2n, 2n, 4n, 0n, -2n],
    ]);
  });
});

it("counts bits", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 1n << 300n }), (value) => {
      expect(bitLength(value)).toBe(value.toString(2).length);
    }),
  );
  expect(bitLength(0n)).toBe(0);
});
