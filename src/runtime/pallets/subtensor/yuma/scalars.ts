import { I32F32, I64F64 } from "../../../fixed/formats.ts";
import { maxValue, mul, safeDiv } from "../../../fixed/i32f32.ts";
import { exp } from "../../../fixed/transcendental.ts";

/**
 * Single numbers of the epoch. Values are raw bits of I32F32 unless a name says 64 (I64F64).
 * Rust: `pallets/subtensor/src/epoch/math.rs`, functions of the same names.
 */

/** 65535 as I32F32: what one is in proportions stored as u16. */
export const u16MaxFixed: bigint = I32F32.fromNum(65535);

const expLimit = I32F32.fromNum(20);

/** The whole part as u16, saturating. */
export function fixedToU16(x: bigint): number {
  return I32F32.saturatingToU16(x);
}

/** The whole part as u64, saturating. */
export function fixedToU64(x: bigint): bigint {
  return I32F32.saturatingToU64(x);
}

/** The whole part as u64, saturating. */
export function fixed64ToU64(x: bigint): bigint {
  return I64F64.saturatingToU64(x);
}

/** The nearest below in I32F32, saturating. */
export function fixed64ToFixed32(x: bigint): bigint {
  return I32F32.saturatingFromFixed(I64F64, x);
}

/** The same value in I64F64. */
export function fixed32ToFixed64(x: bigint): bigint {
  return I64F64.saturatingFromFixed(I32F32, x);
}

/** A whole number. */
export function u16ToFixed(x: number): bigint {
  return I32F32.saturatingFromNum(x);
}

/** x / 65535. */
export function u16ProportionToFixed(x: number): bigint {
  return safeDiv(u16ToFixed(x), u16MaxFixed);
}

/** x / 65535 for a number that is already fixed. */
export function fixedToFixedU16Proportion(x: bigint): bigint {
  return safeDiv(x, u16MaxFixed);
}

/** A proportion as u16: x * 65535, cut. */
export function fixedProportionToU16(x: bigint): number {
  return fixedToU16(mul(x, u16MaxFixed));
}

/** e^x with x held between -20 and 20; 0 or the largest number where the series fails. */
export function expSafe(input: bigint): bigint {
  const x = input < -expLimit ? -expLimit : input > expLimit ? expLimit : input;
  return exp(I32F32, x) ?? (x <= 0n ? 0n : maxValue);
}

/** `value` held between `low` and `high`; `low` wins when they cross. */
export function clampValue(value: bigint, low: bigint, high: bigint): bigint {
  const below = value < high ? value : high;
  return below > low ? below : low;
}
