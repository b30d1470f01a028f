/**
 * Fractions of one in whole parts: Percent, Permill, Perbill, Perquintill. A value is the number of
 * parts, 0 to `accuracy`; for the first three it fits a number, so convert where the wire wants one.
 */
export interface PerThing {
  readonly name: string;
  /** Parts of one. */
  readonly accuracy: bigint;
}

export const percent: PerThing = { name: "Percent", accuracy: 100n };
export const permill: PerThing = { name: "Permill", accuracy: 1_000_000n };
export const perbill: PerThing = { name: "Perbill", accuracy: 1_000_000_000n };
export const perquintill: PerThing = { name: "Perquintill", accuracy: 1_000_000_000_000_000_000n };

/** Where a result between two integers goes; the two "nearest" differ in ties only. */
export type Rounding = "down" | "up" | "nearest-ties-down" | "nearest-ties-up";

/** `numerator / denominator` for values of at least zero. @throws RangeError when divided by zero. */
export function divideRounded(numerator: bigint, denominator: bigint, rounding: Rounding): bigint {
  const whole = numerator / denominator;
  const rest = numerator - whole * denominator;
  if (rounding === "down" || rest === 0n) {
    return whole;
  }
  const twice = rest << 1n;
  const up = rounding === "up" || twice > denominator || (twice === denominator && rounding === "nearest-ties-up");
  return up ? whole + 1n : whole;
}

/**
 * The fraction p/q in parts, rounded down unless said otherwise; one when q is zero or p exceeds q.
 * Rust: sp-arithmetic: PerThing::from_rational.
 */
export function fromRational(kind: PerThing, p: bigint, q: bigint, rounding: Rounding = "down"): bigint {
  return q === 0n || p > q ? kind.accuracy : divideRounded(kind.accuracy * p, q, rounding);
}

/** Parts, at most one. Rust: sp-arithmetic: PerThing::from_parts. */
export function fromParts(kind: PerThing, parts: bigint): bigint {
  return parts > kind.accuracy ? kind.accuracy : parts;
}

/** Whole percents, at most 100. Rust: sp-arithmetic: PerThing::from_percent. */
export function fromPercent(kind: PerThing, value: bigint): bigint {
  return ((value > 100n ? 100n : value) * kind.accuracy) / 100n;
}

/**
 * A fraction of an unsigned value. The operator `*` of the original rounds to nearest with ties
 * down, `mul_floor` is "down", `mul_ceil` is "up".
 */
export function mulPerThing(
  kind: PerThing,
  parts: bigint,
  value: bigint,
  rounding: Rounding = "nearest-ties-down",
): bigint {
  return divideRounded(value * parts, kind.accuracy, rounding);
}

/** One minus the fraction. */
export function leftFromOne(kind: PerThing, parts: bigint): bigint {
  return kind.accuracy - parts;
}
