import { I32F32, I64F64 } from "../../../fixed/formats.ts";
import { mul, safeDiv, sum } from "../../../fixed/i32f32.ts";
import { fixed64ToFixed32, fixedProportionToU16, fixedToU16, u16MaxFixed, u16ToFixed } from "./scalars.ts";

/**
 * Vectors of the epoch. Values are raw bits of I32F32 unless a name says 64 (I64F64). Sums run in
 * index order. Rust: `pallets/subtensor/src/epoch/math.rs`, functions of the same names.
 */

export { sum } from "../../../fixed/i32f32.ts";

/** Above this largest value, u16::MAX is divided by it before the product instead of after. */
const upscaleThreshold = u16ToFixed(32_768);

/** The nearest below in I32F32, saturating. */
export function vecFixed64ToFixed32(values: readonly bigint[]): bigint[] {
  return values.map(fixed64ToFixed32);
}

/** Proportions as u16, cut. */
export function vecFixedProportionsToU16(values: readonly bigint[]): number[] {
  return values.map(fixedProportionToU16);
}

export function largest(values: readonly bigint[]): bigint | undefined {
  let found: bigint | undefined;
  for (const value of values) {
    if (found === undefined || value > found) {
      found = value;
    }
  }
  return found;
}

/** Scales a vector so that its largest value becomes 65535, rounded to nearest. */
export function vecMaxUpscaleToU16(values: readonly bigint[]): number[] {
  const top = largest(values);
  if (top === undefined) {
    return [];
  }
  if (top === 0n) {
    return values.map(fixedProportionToU16);
  }
  if (top > upscaleThreshold) {
    const factor = safeDiv(u16MaxFixed, top);
    return values.map((value) => fixedToU16(I32F32.round(mul(value, factor))));
  }
  return values.map((value) => fixedToU16(I32F32.round(safeDiv(mul(value, u16MaxFixed), top))));
}

/** The same for a vector of u16. */
export function vecU16MaxUpscaleToU16(values: readonly number[]): number[] {
  return vecMaxUpscaleToU16(values.map(u16ToFixed));
}

/** Whether the values add up to zero. */
export function isZero(values: readonly bigint[]): boolean {
  return sum(values) === 0n;
}

/** Marks all but the k largest in `marks` as false; of equal values the lower indices fall first. */
export function dropSmallest(values: readonly bigint[], k: number, marks: boolean[]): boolean[] {
  const order = values.map((value, index) => ({ value, index }));
  order.sort((a, b) => (a.value < b.value ? -1 : a.value > b.value ? 1 : 0)); // the sort is stable
  for (const { index } of order.slice(0, values.length > k ? values.length - k : 0)) {
    marks[index] = false;
  }
  return marks;
}

/** Whether each value is among the k largest and not zero. */
export function isTopkNonzero(values: readonly bigint[], k: number): boolean[] {
  return dropSmallest(
    values,
    k,
    values.map((value) => value !== 0n),
  );
}

function divideAll(values: bigint[], divisor: bigint): void {
  if (divisor !== 0n) {
    for (const [index, value] of values.entries()) {
      values[index] = safeDiv(value, divisor);
    }
  }
}

/** A copy divided by its sum; unchanged when the sum is zero. */
export function normalize(values: readonly bigint[]): bigint[] {
  const copy = values.slice();
  inplaceNormalize(copy);
  return copy;
}

/** Divides a vector by its sum, unless that is zero. */
export function inplaceNormalize(values: bigint[]): void {
  divideAll(values, sum(values));
}

/** Divides a vector by a given sum, unless that is zero. */
export function inplaceNormalizeUsingSum(values: bigint[], total: bigint): void {
  divideAll(values, total);
}

/** Divides an I64F64 vector by its sum, unless that is zero. */
export function inplaceNormalize64(values: bigint[]): void {
  const total = I64F64.sum(values);
  if (total !== 0n) {
    for (const [index, value] of values.entries()) {
      values[index] = I64F64.safeDiv(value, total);
    }
  }
}

/** Element-wise product up to the shorter length; zero where it does not fit (not saturating). */
export function vecMul(a: readonly bigint[], b: readonly bigint[]): bigint[] {
  const length = a.length < b.length ? a.length : b.length;
  return a.slice(0, length).map((value, index) => I32F32.checkedMul(value, b[index] ?? 0n) ?? 0n);
}

/** Sets masked elements to zero; a mask that is too short masks the rest, an empty one nothing. */
export function inplaceMaskVector(mask: readonly boolean[], values: bigint[]): void {
  if (mask.length > 0) {
    for (const index of values.keys()) {
      if (mask[index] ?? true) {
        values[index] = 0n;
      }
    }
  }
}
