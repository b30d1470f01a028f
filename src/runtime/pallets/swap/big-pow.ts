import { bitLength } from "../../fixed/float.ts";

/**
 * Powers of fractions with arbitrary precision, with every rounding of the original. Small exponents
 * are exact; others go through series of ln and exp whose rules for stopping change last digits.
 */

/** Up to this exponent (numerator and denominator) the result is computed exactly. */
const maxExactExponent = 1_024n;
/** Bits carried beyond the requested precision. */
const guardBits = 24;
const guardShift = BigInt(guardBits);
const guardFactor = 1n << guardShift;
const guardHalf = guardFactor >> 1n;
const seriesLimit = 4_096;

interface Precision {
  /** Bits behind the point while computing, guard bits included. */
  readonly shift: bigint;
  /** One at that precision. */
  readonly one: bigint;
  /** Most terms of a series. */
  readonly terms: number;
}

export interface PowRatioInput {
  baseNumerator: bigint;
  baseDenominator: bigint;
  exponentNumerator: bigint;
  exponentDenominator: bigint;
  /** Bits behind the point that the caller asks for. */
  precision: number;
  scale: bigint;
}

function floorDiv(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a < 0n && quotient * b !== a ? quotient - 1n : quotient;
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let x = a;
  let y = b;
  while (y !== 0n) {
    [x, y] = [y, x % y];
  }
  return x;
}

/** Largest integer whose q-th power is at most n. Any exact method gives the same result. */
function rootFloor(n: bigint, q: bigint): bigint {
  if (q === 1n || n < 2n) {
    return n;
  }
  let root = 1n << (BigInt(bitLength(n)) / q + 1n);
  for (;;) {
    const next = ((q - 1n) * root + n / root ** (q - 1n)) / q;
    if (next >= root) {
      return root;
    }
    root = next;
  }
}

/** Drops the guard bits: nearest, halves away from zero. */
function dropGuard(value: bigint): bigint {
  return value < 0n ? -((guardHalf - value) >> guardShift) : (value + guardHalf) >> guardShift;
}

/**
 * Whether a term of a series is the last one: it is within the guard bits. The original also ends where the rounded sum stays
 * what it was, which only such a term leaves it.
 */
function isLast(term: bigint): boolean {
  return term < guardFactor && term > -guardFactor;
}

/** ln(1 + x) by its series, x between -1/2 and 1/2. */
function ln1p(x: bigint, { shift, terms }: Precision): bigint {
  let power = x;
  let sum = x;
  for (let n = 2; n <= terms; n += 1) {
    power = (power * x) >> shift;
    const term = floorDiv(power, BigInt(n));
    sum = n % 2 === 0 ? sum - term : sum + term;
    if (isLast(term)) {
      break;
    }
  }
  return sum;
}

/** e^x by its series. */
function expSeries(x: bigint, { shift, one, terms }: Precision): bigint {
  let term = one;
  let sum = one;
  for (let n = 1; n <= terms; n += 1) {
    term = floorDiv((term * x) >> shift, BigInt(n));
    sum += term;
    if (isLast(term)) {
      break;
    }
  }
  return sum;
}

/** ln 2 by precision; only a few precisions occur, and each takes as many terms as it has bits. */
const ln2ByShift = new Map<bigint, bigint>();

function ln2(precision: Precision): bigint {
  let value = ln2ByShift.get(precision.shift);
  if (value === undefined) {
    value = -ln1p(-(precision.one >> 1n), precision);
    ln2ByShift.set(precision.shift, value);
  }
  return value;
}

/** Natural logarithm of an integer above zero: ln of a mantissa near one, plus powers of two. */
function lnInteger(value: bigint, precision: Precision): bigint {
  let twos = BigInt(bitLength(value) - 1);
  let mantissa = (value << precision.shift) >> twos;
  if (mantissa >= precision.one + (precision.one >> 1n)) {
    mantissa >>= 1n;
    twos += 1n;
  }
  return ln1p(mantissa - precision.one, precision) + ln2(precision) * twos;
}

function larger(a: number, b: number): number {
  return a > b ? a : b;
}

/**
 * floor((baseNumerator / baseDenominator) ^ (exponentNumerator / exponentDenominator) * scale), with
 * the original's error in the last digits. Undefined when a denominator is zero or something is
 * negative. Rust: safe-bigmath: src/integer.rs SafeInt::pow_ratio_scaled.
 */
export function powRatioScaled(input: PowRatioInput): bigint | undefined {
  const { baseNumerator, baseDenominator, exponentNumerator, exponentDenominator, scale } = input;
  if (baseDenominator === 0n || exponentDenominator === 0n) {
    return undefined;
  }
  if (baseNumerator === 0n) {
    return 0n;
  }
  if ([scale, baseNumerator, baseDenominator, exponentNumerator, exponentDenominator].some((value) => value < 0n)) {
    return undefined;
  }
  if (exponentNumerator === 0n) {
    return scale;
  }
  const divisor = greatestCommonDivisor(exponentNumerator, exponentDenominator);
  const p = exponentNumerator / divisor;
  const q = exponentDenominator / divisor;
  if (p <= maxExactExponent && q <= maxExactExponent) {
    return rootFloor((baseNumerator ** p * scale ** q) / baseDenominator ** p, q);
  }
  const requested = larger(larger(input.precision, 32), bitLength(scale) + 8);
  const internal = requested + guardBits;
  const terms = internal + 128;
  const precision: Precision = {
    shift: BigInt(internal),
    one: 1n << BigInt(internal),
    terms: terms > seriesLimit ? seriesLimit : terms,
  };
  const logarithm = lnInteger(baseNumerator, precision) - lnInteger(baseDenominator, precision);
  const power = dropGuard(expSeries(floorDiv(logarithm * p, q), precision));
  return (power * scale) >> BigInt(requested);
}
