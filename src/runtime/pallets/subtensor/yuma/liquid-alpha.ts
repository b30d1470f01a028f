import { I32F32 } from "../../../fixed/formats.ts";
import { add, mul, one, sub } from "../../../fixed/i32f32.ts";
import { clampValue, expSafe } from "./scalars.ts";

export interface AlphaSigmoidInput {
  /** All are raw bits of I32F32. */
  readonly consensus: bigint;
  readonly weight: bigint;
  readonly bond: bigint;
  readonly alphaLow: bigint;
  readonly alphaHigh: bigint;
  /** The stored steepness (i16) as a number, times 100 the factor of the sigmoid. */
  readonly steepness: bigint;
}

const half = one / 2n;
/** The stored steepness is divided by this. */
export const minusHundred = I32F32.fromNum(-100);

/**
 * Alpha of one bond under liquid alpha: between low and high by how far the weight is above the
 * consensus (buying) or below the bond (selling).
 * Rust: `pallets/subtensor/src/epoch/run_epoch.rs alpha_sigmoid`.
 */
export function alphaSigmoid({ consensus, weight, bond, alphaLow, alphaHigh, steepness }: AlphaSigmoidInput): bigint {
  const distance = clampValue(weight >= bond ? sub(weight, consensus) : sub(bond, weight), 0n, one);
  const exponent = mul(I32F32.saturatingDiv(steepness, minusHundred), sub(distance, half));
  const sigmoid = I32F32.saturatingDiv(one, add(one, expSafe(exponent)));
  return clampValue(add(alphaLow, mul(sigmoid, sub(alphaHigh, alphaLow))), alphaLow, alphaHigh);
}
