import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SafeFloat } from "./safe-float.ts";
import {
  safeFloat,
  safeFloatAdd,
  safeFloatFromU64,
  safeFloatFromU64F64,
  safeFloatToU64,
  safeFloatZero,
} from "./safe-float.ts";
import type { SharePoolData } from "./share-pool.ts";
import { getValue, simUpdateValueForOne, tryGetValue, updateValueForAll, updateValueForOne } from "./share-pool.ts";

interface Memory extends SharePoolData<string> {
  shares: Map<string, SafeFloat>;
}

function memoryPool(): Memory {
  const shares = new Map<string, SafeFloat>();
  let value = 0n;
  let denominator = safeFloatZero;
  return {
    shares,
    getSharedValue: () => value,
    getShare: (key) => shares.get(key) ?? safeFloatZero,
    tryGetShare: (key) => shares.get(key),
    getDenominator: () => denominator,
    setSharedValue: (next) => {
      value = next;
    },
    setShare: (key, share) => shares.set(key, share),
    setDenominator: (next) => {
      denominator = next;
    },
  };
}

describe("a share pool", () => {
  it("gives the first key all, then splits in proportion", () => {
    const pool = memoryPool();
    updateValueForOne(pool, "a", 3_000n);
    updateValueForOne(pool, "b", 1_000n);
    updateValueForAll(pool, 400n);
    expect([getValue(pool, "a"), getValue(pool, "b"), getValue(pool, "c")]).toEqual([3_300n, 1_100n, 0n]);
    expect(tryGetValue(pool, "c")).toBeUndefined();
    updateValueForOne(pool, "a", -3_300n);
    expect([getValue(pool, "a"), getValue(pool, "b"), pool.getSharedValue()]).toEqual([0n, 1_100n, 1_100n]);
  });

  it("keeps the parts of many keys within one rao each", () => {
    const amounts = fc.array(fc.bigInt({ min: 1n, max: 10n ** 15n }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(amounts, (list) => {
        const pool = memoryPool();
        for (const [index, amount] of list.entries()) {
          updateValueForOne(pool, `${index}`, amount);
        }
        for (const [index, amount] of list.entries()) {
          const off = getValue(pool, `${index}`) - amount;
          expect(off >= -1n && off <= 1n).toBe(true);
        }
        expect(pool.getSharedValue()).toBe(list.reduce((a, b) => a + b));
      }),
    );
  });

  it("knows when an update moves nothing", () => {
    const pool = memoryPool();
    expect(simUpdateValueForOne(pool, 0n)).toBe(true);
    updateValueForOne(pool, "a", 5n);
    expect(simUpdateValueForOne(pool, 0n)).toBe(false);
    expect(simUpdateValueForOne(pool, -1n)).toBe(true);
    updateValueForAll(pool, -9n);
    expect(pool.getSharedValue()).toBe(0n);
    expect(simUpdateValueForOne(pool, 5n)).toBe(false);
  });

  it("keeps the shares when a subtraction has no answer", () => {
    const pool = memoryPool();
    updateValueForOne(pool, "a", 10n);
    updateValueForOne(pool, "b", -4n);
    expect(pool.getShare("b")).toEqual(safeFloatZero);
    expect(safeFloatToU64(pool.getDenominator())).toBe(6n);
    expect(pool.getSharedValue()).toBe(6n);
  });
});

describe("a SafeFloat", () => {
  it("holds every u64 exactly", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }), (value) => {
        expect(safeFloatToU64(safeFloatFromU64(value))).toBe(value);
        expect(safeFloatToU64(safeFloatFromU64F64(value << 64n))).toBe(value);
      }),
    );
  });

  it("takes fractions of the older format", () => {
    expect(safeFloatFromU64F64(3n << 63n)).toEqual({ mantissa: 150_000_000_000_000_000_000n, exponent: -20n });
    expect(safeFloatFromU64F64(0n)).toEqual(safeFloatZero);
  });

  it("stays within mantissa and exponent", () => {
    expect(safeFloat(10n ** 21n + 1n, 0n)).toBeUndefined();
    expect(safeFloat(1n, -(1n << 63n))).toBeUndefined();
    const huge = safeFloat(10n ** 21n, (1n << 63n) - 1n);
    expect(huge).toBeDefined();
    expect(huge && safeFloatAdd(huge, huge)).toBeUndefined();
    expect(huge && safeFloatToU64(huge)).toBe((1n << 64n) - 1n);
  });
});
