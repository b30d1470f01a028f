import { f32FromBits } from "../../src/runtime/fixed/float.ts";
import { I32F32 } from "../../src/runtime/fixed/formats.ts";
import { add, mul, one, safeDiv, sub } from "../../src/runtime/fixed/i32f32.ts";
import { ln } from "../../src/runtime/fixed/transcendental.ts";
import { expSafe } from "../../src/runtime/pallets/subtensor/yuma/scalars.ts";

/** The value of an f32, given by its 32 bits, as I32F32. */
export function fixed(floatBits: number): bigint {
  return I32F32.saturatingFromFloat(f32FromBits(floatBits));
}

/** 1 / (1 + e^(-rho (input - kappa))). */
export function sigmoidSafe(input: bigint, rho: bigint, kappa: bigint): bigint {
  const exponent = mul(mul(rho, -one), sub(input, kappa));
  return safeDiv(one, add(expSafe(exponent), one));
}

/** Natural logarithm, 0 where there is none. */
export function safeLn(value: bigint): bigint {
  return ln(I32F32, value) ?? 0n;
}
