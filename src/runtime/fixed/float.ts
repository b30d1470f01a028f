/**
 * Binary floating-point values without floating-point arithmetic: `mantissa * 2^exponent`, exact.
 * The original writes constants as float literals; they round to f64 or f32 before they become
 * fixed-point numbers, and that rounding is visible in the last bits.
 */
export interface Float {
  readonly mantissa: bigint;
  readonly exponent: number;
}

interface FloatKind {
  /** Bits of the mantissa, with the leading one. */
  readonly precision: number;
  /** Exponent of the last bit of the smallest value above zero. */
  readonly minExponent: number;
  /** Exponent of the last bit of the largest value. */
  readonly maxExponent: number;
}

const f64: FloatKind = { precision: 53, minExponent: -1074, maxExponent: 971 };
const f32: FloatKind = { precision: 24, minExponent: -149, maxExponent: 104 };

const leadingDigitBits: Readonly<Record<string, number>> = {
  "0": 0,
  "1": 1,
  "2": 2,
  "3": 2,
  "4": 3,
  "5": 3,
  "6": 3,
  "7": 3,
};

/** Bits needed to write a value that is not negative: 0 for 0, 1 for 1, 3 for 4 to 7. */
export function bitLength(value: bigint): number {
  const digits = value.toString(16);
  return (digits.length - 1) * 4 + (leadingDigitBits[digits.charAt(0)] ?? 4);
}

/** `numerator / denominator` to the nearest integer, ties to even; both above or equal to zero. */
function divideTiesToEven(numerator: bigint, denominator: bigint): bigint {
  const whole = numerator / denominator;
  const twice = (numerator - whole * denominator) << 1n;
  const up = twice > denominator || (twice === denominator && (whole & 1n) === 1n);
  return up ? whole + 1n : whole;
}

/** `mantissa * 2^exponent` to the nearest integer, ties to even. */
export function roundScaled({ mantissa, exponent }: Float): bigint {
  if (exponent >= 0) {
    return mantissa << BigInt(exponent);
  }
  const magnitude = divideTiesToEven(mantissa < 0n ? -mantissa : mantissa, 1n << BigInt(-exponent));
  return mantissa < 0n ? -magnitude : magnitude;
}

function nearest(numerator: bigint, denominator: bigint, kind: FloatKind): Float {
  if (numerator < 0n) {
    const positive = nearest(-numerator, denominator, kind);
    return { mantissa: -positive.mantissa, exponent: positive.exponent };
  }
  if (numerator === 0n) {
    return { mantissa: 0n, exponent: 0 };
  }
  const scaled = (exponent: number): bigint =>
    exponent < 0
      ? divideTiesToEven(numerator << BigInt(-exponent), denominator)
      : divideTiesToEven(numerator, denominator << BigInt(exponent));
  let exponent = bitLength(numerator) - bitLength(denominator) - kind.precision;
  // The guess leaves precision or precision + 1 bits; the latter would keep one bit too many.
  const exact = exponent < 0 ? numerator << BigInt(-exponent) : numerator;
  const divisor = exponent < 0 ? denominator : denominator << BigInt(exponent);
  if ((exact / divisor) >> BigInt(kind.precision) !== 0n) {
    exponent += 1;
  }
  if (exponent < kind.minExponent) {
    exponent = kind.minExponent;
  }
  const value = { mantissa: scaled(exponent), exponent };
  if (exponent > kind.maxExponent || (exponent === kind.maxExponent && bitLength(value.mantissa) > kind.precision)) {
    throw new RangeError("the number is larger than any float");
  }
  return value;
}

/** The f64 nearest to `numerator / denominator` (denominator above zero), ties to even. */
export function ratioToF64(numerator: bigint, denominator: bigint): Float {
  return nearest(numerator, denominator, f64);
}

function parseDecimal(text: string): { numerator: bigint; denominator: bigint } {
  const parts = /^(-?)(\d[\d_]*)(?:\.(\d*))?(?:e(-?\d+))?$/i.exec(text);
  if (parts === null) {
    throw new RangeError(`not a decimal number: ${text}`);
  }
  const digits = (parts[2] ?? "").replaceAll("_", "");
  const behind = parts[3] ?? "";
  const power = BigInt(parts[4] ?? "0") - BigInt(behind.length);
  const sign = parts[1] === "-" ? -1n : 1n;
  const value = sign * BigInt(digits + behind);
  return power < 0n
    ? { numerator: value, denominator: 10n ** -power }
    : { numerator: value * 10n ** power, denominator: 1n };
}

/**
 * The f64 that a compiler makes of a decimal literal such as "0.000003" or "1e-5".
 * @throws RangeError when the text is not a decimal number or is too large.
 */
export function decimalToF64(text: string): Float {
  const { numerator, denominator } = parseDecimal(text);
  return nearest(numerator, denominator, f64);
}

/** The f32 that a compiler makes of a decimal literal. @throws RangeError as `decimalToF64`. */
export function decimalToF32(text: string): Float {
  const { numerator, denominator } = parseDecimal(text);
  return nearest(numerator, denominator, f32);
}

/**
 * The value of an f32 given by its 32 bits.
 * @throws RangeError for infinities and what is not a number.
 */
export function f32FromBits(bits: number): Float {
  const biased = (bits >>> 23) & 0xff;
  const fraction = bits & 0x7fffff;
  if (biased === 0xff) {
    throw new RangeError("not a finite float");
  }
  const magnitude = BigInt(biased === 0 ? fraction : fraction | 0x800000);
  return { mantissa: bits >>> 31 === 1 ? -magnitude : magnitude, exponent: (biased === 0 ? 1 : biased) - 150 };
}
