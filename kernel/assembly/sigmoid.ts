import { add, mul, ONE, safeDiv, sub } from "./fixed";

/** e with the 23 bits behind the point that the original keeps of it. */
const E: i64 = 22_802_600 << 9;
const EXPONENT_LIMIT: i64 = 20 << 32;
const HALF: i64 = ONE >> 1;
const LOW: u64 = 0xffff_ffff;

/** The floor of a product of positive numbers that is known to fit. */
function smallProduct(a: u64, b: u64): u64 {
  const bHigh = b >> 32;
  const bLow = b & LOW;
  return a * bHigh + (a >> 32) * bLow + (((a & LOW) * bLow) >> 32);
}

/**
 * e^x with x held between -20 and 20, by the series of src/runtime/fixed/transcendental.ts. Nothing overflows: no term
 * exceeds 20^20 / 20!, nor their sum e^20, and both are below 2^31.
 */
export function expSafe(input: i64): i64 {
  const x = input < -EXPONENT_LIMIT ? -EXPONENT_LIMIT : input > EXPONENT_LIMIT ? EXPONENT_LIMIT : input;
  if (x === 0) return ONE;
  if (x === ONE) return E;
  const positive = (x < 0 ? 0 - x : x) as u64;
  let term = positive;
  let sum = positive + (ONE as u64);
  for (let i: u64 = 2; i < 32; i++) {
    term = smallProduct(term, positive) / i;
    if (term === 0) break;
    sum += term;
  }
  return x < 0 ? safeDiv(ONE, sum as i64) : (sum as i64);
}

/** 1 / (1 + e^(-rho (input - kappa))). */
export function sigmoidSafe(input: i64, rho: i64, kappa: i64): i64 {
  return safeDiv(ONE, add(expSafe(mul(mul(rho, -ONE), sub(input, kappa))), ONE));
}

/** `value` held between `low` and `high`; `low` wins when they cross. */
export function clampValue(value: i64, low: i64, high: i64): i64 {
  const below = value < high ? value : high;
  return below > low ? below : low;
}

/** Alpha of one bond under liquid alpha. `slope` is the stored steepness over -100. */
export function alphaSigmoid(consensus: i64, weight: i64, bond: i64, low: i64, high: i64, slope: i64): i64 {
  const distance = clampValue(weight >= bond ? sub(weight, consensus) : sub(bond, weight), 0, ONE);
  const exponential = expSafe(mul(slope, sub(distance, HALF)));
  const sigmoid = safeDiv(ONE, add(ONE, exponential));
  return clampValue(add(low, mul(sigmoid, sub(high, low))), low, high);
}
