/**
 * The shape of a fixed-point number: how many bits, how many of them behind the point, signed or
 * not. A value is a bigint of its raw bits, so `value / 2^fracBits` is the number it stands for.
 */
export interface FixedLayout {
  /** The name the original gives it: I32F32, U64F64, ... */
  readonly name: string;
  readonly signed: boolean;
  /** Bits in all: 32, 64 or 128. */
  readonly bits: number;
  /** Bits behind the point. */
  readonly fracBits: number;
  /** `fracBits` as a bigint, for shifts. */
  readonly fracShift: bigint;
  /** Raw bits of the number one. */
  readonly one: bigint;
  /** Raw bits of the smallest number. */
  readonly minValue: bigint;
  /** Raw bits of the largest number. */
  readonly maxValue: bigint;
  /** Keeps the low `bits` bits, as arithmetic of a release build does. */
  wrap(value: bigint): bigint;
  /** Nearest value that fits. */
  saturate(value: bigint): bigint;
  /** The value, or undefined when it does not fit. */
  check(value: bigint): bigint | undefined;
}

export interface LayoutInput {
  signed: boolean;
  bits: number;
  frac: number;
}

/**
 * Describes a format.
 * @throws RangeError when fewer than two bits are left before the point: rounding differs there,
 * and no pallet uses such a number.
 */
export function fixedLayout({ signed, bits, frac }: LayoutInput): FixedLayout {
  if (frac < 0 || bits - frac < 2) {
    throw new RangeError(`fixed-point numbers of ${bits} bits with ${frac} behind the point are not supported`);
  }
  const maxValue = (1n << BigInt(signed ? bits - 1 : bits)) - 1n;
  const minValue = signed ? -maxValue - 1n : 0n;
  return {
    name: `${signed ? "I" : "U"}${bits - frac}F${frac}`,
    signed,
    bits,
    fracBits: frac,
    fracShift: BigInt(frac),
    one: 1n << BigInt(frac),
    minValue,
    maxValue,
    wrap: signed
      ? (value: bigint): bigint => BigInt.asIntN(bits, value)
      : (value: bigint): bigint => BigInt.asUintN(bits, value),
    saturate: (value: bigint): bigint => (value > maxValue ? maxValue : value < minValue ? minValue : value),
    check: (value: bigint): bigint | undefined => (value > maxValue || value < minValue ? undefined : value),
  };
}
