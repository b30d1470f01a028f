/**
 * The operations of I32F32 that the epoch uses by the million, as plain functions with constants in
 * place and a short way for small operands. They give what `I32F32` of formats.ts gives; a test
 * compares them.
 */

export const one = 0x1_0000_0000n;
export const maxValue = 0x7fff_ffff_ffff_ffffn;
export const minValue = -0x8000_0000_0000_0000n;

function saturate(value: bigint): bigint {
  return value > maxValue ? maxValue : value < minValue ? minValue : value;
}

/** Product, floored, saturating. */
export function mul(a: bigint, b: bigint): bigint {
  // Proportions below one are most of what the epoch multiplies; their product needs one word only.
  if (BigInt.asUintN(32, a) === a && BigInt.asUintN(32, b) === b) {
    return BigInt.asUintN(64, a * b) >> 32n;
  }
  return saturate((a * b) >> 32n);
}

/** Sum, saturating. */
export function add(a: bigint, b: bigint): bigint {
  const sum = a + b;
  return BigInt.asIntN(64, sum) === sum ? sum : saturate(sum);
}

/** Difference, saturating. */
export function sub(a: bigint, b: bigint): bigint {
  const difference = a - b;
  return BigInt.asIntN(64, difference) === difference ? difference : saturate(difference);
}

/**
 * Quotient cut towards zero; zero when b is zero or the quotient does not fit.
 * Rust: `primitives/safe-math/src/lib.rs safe_div`.
 */
export function safeDiv(a: bigint, b: bigint): bigint {
  if (b === 0n) {
    return 0n;
  }
  const quotient = (a << 32n) / b;
  return quotient > maxValue || quotient < minValue ? 0n : quotient;
}

/** Sum of many values from left to right; wraps, as `Iterator::sum` does in a release build. */
export function sum(values: readonly bigint[]): bigint {
  let total = 0n;
  for (const value of values) {
    total += value;
  }
  return BigInt.asIntN(64, total); // wrapping once at the end is the same as at each step
}

/** The lesser. */
export function min(a: bigint, b: bigint): bigint {
  return b < a ? b : a;
}

/** The greater. */
export function max(a: bigint, b: bigint): bigint {
  return b > a ? b : a;
}
