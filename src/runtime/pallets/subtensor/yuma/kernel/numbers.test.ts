import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sigmoidSafe } from "../../../../../../recordings/yuma/scalars.ts";
import { I32F32, I96F32 } from "../../../../fixed/formats.ts";
import * as i32f32 from "../../../../fixed/i32f32.ts";
import { alphaSigmoid, minusHundred } from "../liquid-alpha.ts";
import { clampValue, expSafe, fixedProportionToU16, u16ProportionToFixed } from "../scalars.ts";
import { freshProgram } from "./program.ts";

const program = freshProgram();

/** Words of every length, whole and half numbers, and the neighbours of powers of two. */
const word: fc.Arbitrary<bigint> = fc.oneof(
  fc
    .integer({ min: 1, max: 64 })
    .chain((bits) => fc.bigInt({ min: -(1n << BigInt(bits - 1)), max: (1n << BigInt(bits - 1)) - 1n })),
  fc
    .tuple(fc.integer({ min: 0, max: 62 }), fc.integer({ min: -2, max: 2 }))
    .map(([bits, near]) => (1n << BigInt(bits)) + BigInt(near)),
  fc.integer({ min: -0x8000_0000, max: 0x7fff_ffff }).map((whole) => BigInt(whole) << 32n),
  fc.constantFrom(i32f32.minValue, i32f32.minValue + 1n, i32f32.maxValue, 0n, i32f32.one),
);
const u64 = word.map((value) => BigInt.asUintN(64, value));
const runs = { numRuns: 20_000 };

describe("numbers of the epoch kernel", () => {
  it("add, subtract, multiply and divide as I32F32 does", () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(program.add(a, b)).toBe(i32f32.add(a, b));
        expect(program.sub(a, b)).toBe(i32f32.sub(a, b));
        expect(program.mul(a, b)).toBe(i32f32.mul(a, b));
        expect(program.checkedMul(a, b)).toBe(I32F32.checkedMul(a, b) ?? 0n);
        expect(program.safeDiv(a, b)).toBe(i32f32.safeDiv(a, b));
      }),
      runs,
    );
  });

  it("divide by long division where the first guess of a digit is too large", () => {
    const long = fc.bigInt({ min: 1n << 33n, max: i32f32.maxValue });
    // Divisors whose upper half is small beside the lower one make the worst guesses.
    const uneven = fc
      .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 200 }))
      .map(([high, below]) => (BigInt(high) << 32n) + 0xffff_ffffn - BigInt(below));
    fc.assert(
      fc.property(long, fc.oneof(long, uneven), (a, b) => {
        expect(program.safeDiv(a, b)).toBe(i32f32.safeDiv(a, b));
      }),
      runs,
    );
  });

  it("become parts of 65535 and amounts as theirs do", () => {
    fc.assert(
      fc.property(word, u64, (part, whole) => {
        expect(program.proportionToU16(part)).toBe(fixedProportionToU16(part));
        const amount = I96F32.saturatingMul(I96F32.saturatingFromFixed(I32F32, part), I96F32.saturatingFromNum(whole));
        expect(BigInt.asUintN(64, program.share(part, whole))).toBe(I96F32.saturatingToU64(amount));
      }),
      runs,
    );
    for (let parts = 0; parts < 65_536; parts++)
      if (program.u16ToProportion(parts) !== u16ProportionToFixed(parts)) expect.fail(`${parts} parts`);
  });

  it("have the exponentials of the original", () => {
    fc.assert(
      fc.property(word, word, word, (x, rho, kappa) => {
        expect(program.expSafe(x)).toBe(expSafe(x));
        expect(program.sigmoidSafe(x, rho, kappa)).toBe(sigmoidSafe(x, rho, kappa));
        expect(program.clampValue(x, rho, kappa)).toBe(clampValue(x, rho, kappa));
      }),
      { numRuns: 3000 },
    );
  });

  it("have the alphas of bonds", () => {
    const settings = fc.tuple(word, word, fc.integer({ min: -32_768, max: 32_767 }));
    fc.assert(
      fc.property(word, word, word, settings, (consensus, weight, bond, [alphaLow, alphaHigh, stored]) => {
        const steepness = BigInt(stored) << 32n;
        const slope = I32F32.saturatingDiv(steepness, minusHundred);
        expect(program.alphaSigmoid(consensus, weight, bond, alphaLow, alphaHigh, slope)).toBe(
          alphaSigmoid({ consensus, weight, bond, alphaLow, alphaHigh, steepness }),
        );
      }),
      { numRuns: 3000 },
    );
  });
});
