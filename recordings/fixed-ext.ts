import { checkedLn } from "../src/runtime/fixed/fixed-ext.ts";
import type { FixedFormat } from "../src/runtime/fixed/formats.ts";

/**
 * The extensions of the pallets' own safe-math crate. They are other functions than those of
 * transcendental.ts, with other results. Undefined stands for None.
 */

const i32Max = 2_147_483_647n;

const i32Min = -2_147_483_648n;

/**
 * Power with an integer exponent by squaring, saturating. Undefined for zero to a negative power.
 * Exponents beyond 32 bits count as the nearest that fits; a reciprocal that does not fit is zero.
 * Answers to subtensor: primitives/safe-math/src/lib.rs FixedExt::checked_pow.
 */
export function checkedPow(format: FixedFormat, value: bigint, exponent: bigint | number): bigint | undefined {
  const wide = BigInt(exponent);
  const power = wide > i32Max ? i32Max : wide < i32Min ? i32Min : wide;
  if (power === 0n) {
    return format.fromNum(1);
  }
  if (value === 0n) {
    return power < 0n ? undefined : 0n;
  }
  let result = format.fromNum(1);
  let base = value;
  for (let left = power < 0n ? -power : power; left > 0n; left >>= 1n) {
    if ((left & 1n) === 1n) {
      result = format.saturatingMul(result, base);
    }
    base = format.saturatingMul(base, base);
  }
  return power < 0n ? format.safeDiv(format.fromNum(1), result) : result;
}

/**
 * Square root by bisection until x/m and m differ by at most `epsilon` (raw bits), 129 rounds at
 * most. Undefined for negative values. Answers to subtensor: primitives/safe-math FixedExt::checked_sqrt.
 */
export function checkedSqrt(format: FixedFormat, value: bigint, epsilon: bigint): bigint | undefined {
  if (value < 0n) {
    return undefined;
  }
  const one = format.saturatingFromNum(1);
  const two = format.saturatingFromNum(2);
  let high = value > one ? value : one;
  let low = value > one ? 0n : value;
  let middle = format.safeDiv(format.saturatingAdd(high, low), two);
  let quotient = format.safeDiv(value, middle);
  for (let round = 0; round < 129 && format.absDiff(quotient, middle) > epsilon; round += 1) {
    if (quotient < middle) {
      high = middle;
    } else {
      low = middle;
    }
    middle = format.safeDiv(format.saturatingAdd(high, low), two);
    quotient = format.safeDiv(value, middle);
  }
  return middle;
}

/**
 * Logarithm to any base above zero except one, as the quotient of two `checkedLn`.
 * Answers to subtensor: primitives/safe-math FixedExt::checked_log.
 */
export function checkedLog(format: FixedFormat, value: bigint, base: bigint): bigint | undefined {
  if (base <= 0n || base === format.fromNum(1)) {
    return undefined;
  }
  const numerator = checkedLn(format, value);
  const denominator = checkedLn(format, base);
  return numerator === undefined || denominator === undefined ? undefined : format.checkedDiv(numerator, denominator);
}
