import { safeDiv } from "../../src/runtime/fixed/i32f32.ts";
import {
  fixed32ToFixed64,
  fixed64ToU64,
  fixedToU64,
  u16MaxFixed,
  u16ToFixed,
} from "../../src/runtime/pallets/subtensor/yuma/scalars.ts";
import { dropSmallest, largest, normalize } from "../../src/runtime/pallets/subtensor/yuma/vectors.ts";

/** The whole parts, saturating. */
export function vecFixed32ToU64(values: readonly bigint[]): bigint[] {
  return values.map(fixedToU64);
}

/** The same values in I64F64. */
export function vecFixed32ToFixed64(values: readonly bigint[]): bigint[] {
  return values.map(fixed32ToFixed64);
}

/** The whole parts, saturating. */
export function vecFixed64ToU64(values: readonly bigint[]): bigint[] {
  return values.map(fixed64ToU64);
}

/** Whether no normalized value exceeds maxLimit / 65535. */
export function checkVecMaxLimited(values: readonly number[], maxLimit: number): boolean {
  const limit = safeDiv(u16ToFixed(maxLimit), u16MaxFixed);
  const top = largest(normalize(values.map(u16ToFixed)));
  return top === undefined || top <= limit;
}

/** Sum of u16 values, undefined when it exceeds 65535; zero for none. */
export function checkedSumU16(values: readonly number[]): number | undefined {
  let total = 0;
  for (const value of values) {
    total += value;
  }
  return total > 65_535 ? undefined : total;
}

/** Whether each value is among the k largest. */
export function isTopk(values: readonly bigint[], k: number): boolean[] {
  return dropSmallest(
    values,
    k,
    values.map(() => true),
  );
}

/** Element-wise quotient; zero where y is zero or missing. */
export function vecdiv(x: readonly bigint[], y: readonly bigint[]): bigint[] {
  return x.map((value, index) => safeDiv(value, y[index] ?? 0n));
}
