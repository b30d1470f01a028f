import { clamp, maxI64, maxU64, minI64 } from "../../lib/integers.ts";

/**
 * Decimal floating-point number of the share pools: `mantissa * 10^exponent`, 21 digits. Zero is
 * 0 * 10^0, anything else is normalized to 10^20 < mantissa <= 10^21. Stored as u128 and i64.
 */
export interface SafeFloat {
  readonly mantissa: bigint;
  readonly exponent: bigint;
}

export const safeFloatZero: SafeFloat = { mantissa: 0n, exponent: 0n };

const maxMantissa = 10n ** 21n;
const minMantissa = maxMantissa / 10n;
const maxExponent = 21n;
/** Larger powers of ten leave nothing of a mantissa, so shifts stop here. */
const maxShift = 22n;
const two64 = 1n << 64n;

function cappedPow10(exponent: bigint): bigint {
  return 10n ** (exponent > maxShift ? maxShift : exponent);
}

/**
 * Brings a mantissa into range by cutting or adding digits; undefined when the exponent leaves i64.
 * Rust: `primitives/share-pool/src/lib.rs normalize`.
 */
function normalize(mantissa: bigint, exponent: bigint): SafeFloat | undefined {
  if (mantissa === 0n) {
    return safeFloatZero;
  }
  let m = mantissa;
  let e = exponent;
  while (m > maxMantissa) {
    m /= 10n;
    e += 1n;
  }
  if (e > maxI64) {
    return undefined;
  }
  while (m <= minMantissa) {
    m *= 10n;
    e -= 1n;
  }
  return e < minI64 ? undefined : { mantissa: m, exponent: e };
}

/**
 * A number from its parts; undefined when the mantissa exceeds 10^21 or the exponent leaves i64.
 * Rust: primitives/share-pool SafeFloat::new.
 */
export function safeFloat(mantissa: bigint, exponent: bigint): SafeFloat | undefined {
  return mantissa > maxMantissa ? undefined : normalize(mantissa, exponent);
}

/** A u64 as SafeFloat, exact. */
export function safeFloatFromU64(value: bigint): SafeFloat {
  return safeFloat(value, 0n) ?? safeFloatZero;
}

/**
 * Raw bits of a U64F64 (the older share maps) as SafeFloat.
 * Rust: primitives/share-pool `From<U64F64> for SafeFloat`.
 */
export function safeFloatFromU64F64(bits: bigint): SafeFloat {
  const whole = safeFloatFromU64(bits >> 64n);
  const fraction = safeFloatDiv(safeFloatFromU64(bits & maxU64), safeFloatFromU64(two64)) ?? safeFloatZero;
  return safeFloatAdd(whole, fraction) ?? safeFloatZero;
}

/** The whole part as u64, at most 2^64 - 1. Rust: `From<&SafeFloat> for u64`. */
export function safeFloatToU64({ mantissa, exponent }: SafeFloat): bigint {
  const scale = cappedPow10(exponent < 0n ? -exponent : exponent);
  return clamp(exponent > 0n ? mantissa * scale : mantissa / scale, 0n, maxU64);
}

/** Whether it is zero, at whatever exponent. */
export function safeFloatIsZero(value: SafeFloat): boolean {
  return value.mantissa === 0n;
}

/** Quotient, cut to 21 digits; undefined when b is zero or the exponent leaves i64. */
export function safeFloatDiv(a: SafeFloat, b: SafeFloat): SafeFloat | undefined {
  const exponent = a.exponent - b.exponent - maxExponent;
  if (b.mantissa === 0n || exponent > maxI64 || exponent < minI64) {
    return undefined;
  }
  return normalize((a.mantissa * maxMantissa) / b.mantissa, exponent);
}

/** Both mantissas at the larger of the two exponents; digits below it are cut. */
function align(a: SafeFloat, b: SafeFloat): { m1: bigint; m2: bigint; exponent: bigint } {
  // The original's difference of exponents saturates at i64; it is capped far below that.
  return a.exponent >= b.exponent
    ? { m1: a.mantissa, m2: b.mantissa / cappedPow10(a.exponent - b.exponent), exponent: a.exponent }
    : { m1: a.mantissa / cappedPow10(b.exponent - a.exponent), m2: b.mantissa, exponent: b.exponent };
}

/** Sum; undefined when the exponent leaves i64. */
export function safeFloatAdd(a: SafeFloat, b: SafeFloat): SafeFloat | undefined {
  if (safeFloatIsZero(a)) {
    return b;
  }
  if (safeFloatIsZero(b)) {
    return a;
  }
  const { m1, m2, exponent } = align(a, b);
  return normalize(m1 + m2, exponent);
}

/** Difference, zero when b is larger; undefined for zero minus something and when the exponent leaves i64. */
export function safeFloatSub(a: SafeFloat, b: SafeFloat): SafeFloat | undefined {
  if (safeFloatIsZero(b)) {
    return safeFloatIsZero(a) ? safeFloatZero : a;
  }
  if (safeFloatIsZero(a)) {
    return undefined;
  }
  const { m1, m2, exponent } = align(a, b);
  return normalize(m1 > m2 ? m1 - m2 : 0n, exponent);
}

/** a * b / c, cut once at the end; undefined when c is zero or an exponent leaves i64. */
export function safeFloatMulDiv(a: SafeFloat, b: SafeFloat, c: SafeFloat): SafeFloat | undefined {
  const product = a.exponent + b.exponent;
  const exponent = product - c.exponent;
  if (c.mantissa === 0n || product > maxI64 || product < minI64 || exponent > maxI64 || exponent < minI64) {
    return undefined;
  }
  return normalize((a.mantissa * b.mantissa) / c.mantissa, exponent);
}
