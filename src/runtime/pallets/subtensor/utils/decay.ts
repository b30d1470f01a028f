import { least, maxU64 } from "../../../../lib/integers.ts";

/** One in numbers with 32 bits after the point. */
const oneQ32 = 1n << 32n;

/** A u64 times a factor in Q32, cut to whole. Rust: `pallets/subtensor/src/utils/misc.rs mul_by_q32`. */
export function mulByQ32(value: bigint, factor: bigint): bigint {
  return least((value * factor) >> 32n, maxU64);
}

/** A Q32 number to a power, by squaring, cut at each step. Rust: `pallets/subtensor/src/utils/misc.rs pow_q32`. */
export function powQ32(base: bigint, exponent: number): bigint {
  let result = oneQ32;
  let factor = base;
  for (let power = exponent; power > 0; ) {
    if ((power & 1) === 1) result = mulByQ32(result, factor);
    power >>= 1;
    if (power > 0) factor = mulByQ32(factor, factor);
  }
  return result;
}

/**
 * The factor (Q32) that, taken `halfLife` times, halves a price: the largest that does not stay above a half.
 * Rust: `pallets/subtensor/src/utils/misc.rs decay_factor_q32`.
 */
export function decayFactorQ32(halfLife: number): bigint {
  if (halfLife === 0) return oneQ32;
  let low = 0n;
  let high = oneQ32;
  while (low + 1n < high) {
    const middle = low + ((high - low) >> 1n);
    if (powQ32(middle, halfLife) > oneQ32 >> 1n) high = middle;
    else low = middle;
  }
  return low;
}
