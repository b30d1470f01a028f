import type { FixedFormat } from "./formats.ts";

/**
 * Roots, logarithms and exponentials of substrate-fixed 0.6.0. None of them is correctly rounded;
 * what counts is that each step here is the step of the original. Undefined stands for its error.
 */

/** log2(e) and e with 23 bits behind the point, cut off: all the original keeps of them. */
const constantFrac = 23n;
const log2E = 12_102_203n;
const e = 22_802_600n;

/** A constant of 23 fraction bits in a format that has at least as many. */
function constant(format: FixedFormat, bits: bigint): bigint {
  if (format.fracShift < constantFrac) {
    throw new RangeError(`${format.name} has too few bits behind the point for this function`);
  }
  return bits << (format.fracShift - constantFrac);
}

/** Logarithm to base 2 of a value of at least one: halve until below two, then square bit by bit. */
function log2AtLeastOne(format: FixedFormat, operand: bigint): bigint {
  const { one, fracBits, fracShift, wrap } = format;
  const two = one << 1n;
  const halve = (x: bigint): bigint => (x >> 1n) + (x & 1n);
  let x = operand;
  let result = 0n;
  while (x >= two) {
    result += 1n;
    x = halve(x);
  }
  if (x === one) {
    return wrap(result << fracShift);
  }
  for (let i = 0; i < fracBits; i += 1) {
    x = (x * x) >> fracShift;
    result <<= 1n;
    if (x >= two) {
      result |= 1n;
      x = halve(x);
    }
  }
  return wrap(result);
}

/**
 * Logarithm to base 2. Undefined for zero and negative values and when 1/x does not fit.
 * Rust: substrate-fixed: src/transcendental.rs log2.
 */
export function log2(format: FixedFormat, operand: bigint): bigint | undefined {
  if (operand <= 0n) {
    return undefined;
  }
  if (operand >= format.one) {
    return log2AtLeastOne(format, operand);
  }
  const inverse = format.checkedDiv(format.one, operand);
  return inverse === undefined ? undefined : format.neg(log2AtLeastOne(format, inverse));
}

/** Natural logarithm: log2(x) / log2(e). Undefined as `log2`. */
export function ln(format: FixedFormat, operand: bigint): bigint | undefined {
  const binary = log2(format, operand);
  return binary === undefined ? undefined : format.div(binary, constant(format, log2E));
}

/**
 * Exponential by the Taylor series with as many terms as there are bits behind the point.
 * Undefined when a step overflows. Rust: substrate-fixed: src/transcendental.rs exp.
 */
export function exp(format: FixedFormat, operand: bigint): bigint | undefined {
  const { one, fracBits, fracShift, check, checkedNeg, checkedDiv } = format;
  if (operand === 0n) {
    return one;
  }
  if (operand === one) {
    return constant(format, e);
  }
  const x = operand < 0n ? checkedNeg(operand) : operand;
  if (x === undefined) {
    return undefined;
  }
  let sum = check(x + one);
  let term: bigint | undefined = x;
  for (let i = 2; i < fracBits; i += 1) {
    term = term === undefined ? undefined : check((term * x) >> fracShift);
    if (term === undefined || sum === undefined) {
      return undefined;
    }
    term /= BigInt(i); // the same as dividing by i in fixed point: both cut towards zero
    if (term === 0n) {
      break; // every further term is zero as well
    }
    sum = check(sum + term);
  }
  if (sum === undefined) {
    return undefined;
  }
  return operand < 0n ? checkedDiv(one, sum) : sum;
}
