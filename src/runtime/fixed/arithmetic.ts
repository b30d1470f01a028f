import type { FixedLayout } from "./layout.ts";

/** Arithmetic on raw bits of one format; see `fixedArithmetic`. */
export interface FixedArithmetic {
  /** Sum; wraps, as the plain operator of a release build does. */
  add(a: bigint, b: bigint): bigint;
  /** Difference; wraps. */
  sub(a: bigint, b: bigint): bigint;
  /** Product rounded towards minus infinity; wraps. */
  mul(a: bigint, b: bigint): bigint;
  /** Quotient rounded towards zero; wraps. @throws RangeError when b is zero. */
  div(a: bigint, b: bigint): bigint;
  /** Negation; wraps. */
  neg(a: bigint): bigint;
  saturatingAdd(a: bigint, b: bigint): bigint;
  saturatingSub(a: bigint, b: bigint): bigint;
  saturatingMul(a: bigint, b: bigint): bigint;
  /** @throws RangeError when b is zero. */
  saturatingDiv(a: bigint, b: bigint): bigint;
  saturatingNeg(a: bigint): bigint;
  saturatingAbs(a: bigint): bigint;
  checkedAdd(a: bigint, b: bigint): bigint | undefined;
  checkedSub(a: bigint, b: bigint): bigint | undefined;
  checkedMul(a: bigint, b: bigint): bigint | undefined;
  /** Undefined when b is zero or the quotient does not fit. */
  checkedDiv(a: bigint, b: bigint): bigint | undefined;
  checkedNeg(a: bigint): bigint | undefined;
  /** Quotient, or zero when b is zero or the quotient does not fit. Not saturating. */
  safeDiv(a: bigint, b: bigint): bigint;
  /** Quotient, or `fallback` when b is zero or the quotient does not fit. */
  safeDivOr(a: bigint, b: bigint, fallback: bigint): bigint;
  /** Product with a plain integer; wraps. */
  mulInt(a: bigint, n: bigint): bigint;
  saturatingMulInt(a: bigint, n: bigint): bigint;
  checkedMulInt(a: bigint, n: bigint): bigint | undefined;
  /** Quotient by a plain integer, towards zero; wraps. @throws RangeError when n is zero. */
  divInt(a: bigint, n: bigint): bigint;
  /** Undefined when n is zero or the quotient does not fit. */
  checkedDivInt(a: bigint, n: bigint): bigint | undefined;
  /** Distance of two values, saturating (safe-math: `FixedExt::abs_diff`). */
  absDiff(a: bigint, b: bigint): bigint;
  min(a: bigint, b: bigint): bigint;
  max(a: bigint, b: bigint): bigint;
  /** Left-to-right sum with wrapping steps, as `Iterator::sum` gives in a release build. */
  sum(values: readonly bigint[]): bigint;
}

/**
 * The operations of substrate-fixed 0.6.0 on one format: products are floored, quotients truncated.
 * Rust: substrate-fixed: src/arith.rs mul_overflow, div_overflow and their wrappers, and to
 * subtensor: primitives/safe-math FixedExt safe_div, safe_div_or, abs_diff.
 */
export function fixedArithmetic(layout: FixedLayout): FixedArithmetic {
  const { fracShift, wrap, saturate, check } = layout;
  const quotient = (a: bigint, b: bigint): bigint => (a << fracShift) / b;
  const product = (a: bigint, b: bigint): bigint => (a * b) >> fracShift;
  const checkedDiv = (a: bigint, b: bigint): bigint | undefined => (b === 0n ? undefined : check(quotient(a, b)));
  return {
    add: (a, b) => wrap(a + b),
    sub: (a, b) => wrap(a - b),
    mul: (a, b) => wrap(product(a, b)),
    div: (a, b) => wrap(quotient(a, b)),
    neg: (a) => wrap(-a),
    saturatingAdd: (a, b) => saturate(a + b),
    saturatingSub: (a, b) => saturate(a - b),
    saturatingMul: (a, b) => saturate(product(a, b)),
    saturatingDiv: (a, b) => saturate(quotient(a, b)),
    saturatingNeg: (a) => saturate(-a),
    saturatingAbs: (a) => saturate(a < 0n ? -a : a),
    checkedAdd: (a, b) => check(a + b),
    checkedSub: (a, b) => check(a - b),
    checkedMul: (a, b) => check(product(a, b)),
    checkedDiv,
    checkedNeg: (a) => check(-a),
    safeDiv: (a, b) => checkedDiv(a, b) ?? 0n,
    safeDivOr: (a, b, fallback) => checkedDiv(a, b) ?? fallback,
    mulInt: (a, n) => wrap(a * n),
    saturatingMulInt: (a, n) => saturate(a * n),
    checkedMulInt: (a, n) => check(a * n),
    divInt: (a, n) => wrap(a / n),
    checkedDivInt: (a, n) => (n === 0n ? undefined : check(a / n)),
    absDiff: (a, b) => saturate(a < b ? b - a : a - b),
    min: (a, b) => (b < a ? b : a),
    max: (a, b) => (b > a ? b : a),
    sum: (values) => {
      let total = 0n;
      for (const value of values) {
        total += value;
      }
      return wrap(total); // the same as wrapping at each step
    },
  };
}
