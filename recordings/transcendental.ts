import type { FixedFormat } from "../src/runtime/fixed/formats.ts";
import { exp, ln } from "../src/runtime/fixed/transcendental.ts";

/**
 * Square root by Newton's method, one round for each bit behind the point.
 * Undefined for negative values and when 1/x does not fit. @throws RangeError where the original
 * divides by zero. Answers to substrate-fixed: src/transcendental.rs sqrt.
 */
export function sqrt(format: FixedFormat, operand: bigint): bigint | undefined {
  const { one, add, div, checkedDiv, fracBits } = format;
  if (operand < 0n) {
    return undefined;
  }
  if (operand === 0n || operand === one) {
    return operand;
  }
  const invert = operand < one;
  const x = invert ? checkedDiv(one, operand) : operand;
  if (x === undefined) {
    return undefined;
  }
  const two = one << 1n;
  let root = add(div(x, two), one);
  for (let i = 0; i < fracBits; i += 1) {
    const next = div(add(root, div(x, root)), two);
    if (next === root) {
      break; // a fixed point: further rounds change nothing
    }
    root = next;
  }
  return invert ? checkedDiv(one, root) : root;
}

/**
 * Power with a fixed-point exponent: exp(ln(x) * y). Undefined for negative bases and on overflow;
 * 0 to any power is 0, also to the power 0. Answers to substrate-fixed: src/transcendental.rs pow.
 */
export function pow(format: FixedFormat, operand: bigint, exponent: bigint): bigint | undefined {
  if (operand === 0n) {
    return 0n;
  }
  if (exponent === 0n) {
    return format.one;
  }
  if (exponent === format.one) {
    return operand;
  }
  const logarithm = ln(format, operand);
  const scaled = logarithm === undefined ? undefined : format.checkedMul(logarithm, exponent);
  return scaled === undefined ? undefined : exp(format, scaled);
}

/**
 * Power with an integer exponent by repeated multiplication. Undefined on overflow; 0 to any power
 * is 0. Answers to substrate-fixed: src/transcendental.rs powi.
 */
export function powi(format: FixedFormat, operand: bigint, exponent: number): bigint | undefined {
  if (operand === 0n) {
    return 0n;
  }
  if (exponent === 0) {
    return format.one;
  }
  const times = exponent < 0 ? -exponent : exponent;
  let result: bigint | undefined = operand;
  for (let i = 1; i < times; i += 1) {
    result = format.checkedMul(result, operand);
    if (result === undefined) {
      return undefined;
    }
  }
  return exponent < 0 ? format.checkedDiv(format.one, result) : result;
}
