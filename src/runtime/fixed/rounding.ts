import type { FixedLayout } from "./layout.ts";

/** Rounding to whole numbers on raw bits of one format; see `fixedRounding`. */
export interface FixedRounding {
  /** The whole part, rounded towards minus infinity (also for negative values). */
  int(a: bigint): bigint;
  /** The rest behind the point, never negative: `a = int(a) + frac(a)`. */
  frac(a: bigint): bigint;
  floor(a: bigint): bigint;
  /** Next whole number upwards; wraps. */
  ceil(a: bigint): bigint;
  /** Nearest whole number, ties away from zero; wraps. */
  round(a: bigint): bigint;
  checkedFloor(a: bigint): bigint | undefined;
  checkedCeil(a: bigint): bigint | undefined;
  checkedRound(a: bigint): bigint | undefined;
  saturatingFloor(a: bigint): bigint;
  saturatingCeil(a: bigint): bigint;
  saturatingRound(a: bigint): bigint;
}

/** Whole numbers near a value. Rust: substrate-fixed: src/macros_round.rs. */
export function fixedRounding({ fracShift, one, wrap, saturate, check }: FixedLayout): FixedRounding {
  const half = one >> 1n;
  const mask = one - 1n;
  const floor = (a: bigint): bigint => (a >> fracShift) << fracShift;
  const ceil = (a: bigint): bigint => floor(a + mask);
  // A tie of a negative value goes down, away from zero, so half is just not reached there.
  const round = (a: bigint): bigint => floor(a + half - (a < 0n ? 1n : 0n));
  return {
    int: floor,
    frac: (a) => a & mask,
    floor,
    ceil: (a) => wrap(ceil(a)),
    round: (a) => wrap(round(a)),
    checkedFloor: floor,
    checkedCeil: (a) => check(ceil(a)),
    checkedRound: (a) => check(round(a)),
    saturatingFloor: floor,
    saturatingCeil: (a) => saturate(ceil(a)),
    saturatingRound: (a) => saturate(round(a)),
  };
}
