/** Saturating and safe arithmetic on the integers of the runtime, as bigint. Amounts are rao. */

export const u64Max: bigint = (1n << 64n) - 1n;
export const u128Max: bigint = (1n << 128n) - 1n;
export const u256Max: bigint = (1n << 256n) - 1n;
export const i64Max: bigint = (1n << 63n) - 1n;
export const i64Min: bigint = -(1n << 63n);

export function minBigInt(a: bigint, b: bigint): bigint {
  return b < a ? b : a;
}

export function maxBigInt(a: bigint, b: bigint): bigint {
  return b > a ? b : a;
}

/** `value` held between `low` and `high`, both included. */
export function clampBigInt(value: bigint, low: bigint, high: bigint): bigint {
  return value < low ? low : value > high ? high : value;
}

/** Sum of two u64, at most 2^64 - 1. */
export function saturatingAddU64(a: bigint, b: bigint): bigint {
  const sum = a + b;
  return sum > u64Max ? u64Max : sum;
}

/** Difference of two unsigned values, at least 0. */
export function saturatingSubUnsigned(a: bigint, b: bigint): bigint {
  return a > b ? a - b : 0n;
}

/** Product of two u64, at most 2^64 - 1. */
export function saturatingMulU64(a: bigint, b: bigint): bigint {
  const product = a * b;
  return product > u64Max ? u64Max : product;
}

/** Quotient of unsigned integers, 0 when b is 0 (subtensor: primitives/safe-math SafeDiv::safe_div). */
export function safeDivUnsigned(a: bigint, b: bigint): bigint {
  return b === 0n ? 0n : a / b;
}
