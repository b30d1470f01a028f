import { add, checkedMul, ONE, proportionToU16, safeDiv, share } from "./fixed";
import { allocate, get, set } from "./memory";

/** Vectors of I32F32. Answer to src/runtime/pallets/subtensor/yuma/vectors.ts, functions of the same names. */

/** The sum from first to last; wraps. */
export function sum(vector: usize, length: u32): i64 {
  let total: i64 = 0;
  for (let i: u32 = 0; i < length; i++) total += get(vector, i);
  return total;
}

/** Whether any item is not zero. */
export function anyNonZero(vector: usize, length: u32): bool {
  for (let i: u32 = 0; i < length; i++) if (get(vector, i) !== 0) return true;
  return false;
}

/** Divides by a given sum in place, unless that is zero. */
export function inplaceNormalizeUsingSum(vector: usize, length: u32, total: i64): void {
  if (total === 0 || total === ONE) return;
  for (let i: u32 = 0; i < length; i++) set(vector, i, safeDiv(get(vector, i), total));
}

/** Divides by the own sum in place, unless that is zero. */
export function inplaceNormalize(vector: usize, length: u32): void {
  inplaceNormalizeUsingSum(vector, length, sum(vector, length));
}

/** A new vector of the sums. */
export function vecAdd(a: usize, b: usize, length: u32): usize {
  const result = allocate((length as usize) << 3);
  for (let i: u32 = 0; i < length; i++) set(result, i, add(get(a, i), get(b, i)));
  return result;
}

/** A copy divided by a given sum, unless that is zero. */
export function normalizeUsingSum(vector: usize, length: u32, total: i64): usize {
  const result = allocate((length as usize) << 3);
  memory.copy(result, vector, (length as usize) << 3);
  inplaceNormalizeUsingSum(result, length, total);
  return result;
}

/** A new vector of the products, zero where one does not fit. */
export function vecMul(a: usize, b: usize, length: u32): usize {
  const result = allocate((length as usize) << 3);
  for (let i: u32 = 0; i < length; i++) set(result, i, checkedMul(get(a, i), get(b, i)));
  return result;
}

/** A new vector of u16: each proportion in parts of 65535. */
export function vecFixedProportionsToU16(vector: usize, length: u32): usize {
  const result = allocate((length as usize) << 1);
  for (let i: u32 = 0; i < length; i++) store<u16>(result + ((i as usize) << 1), proportionToU16(get(vector, i)));
  return result;
}

/** A new vector of u64: what each proportion is of `whole`. */
export function shares(vector: usize, length: u32, whole: u64): usize {
  const result = allocate((length as usize) << 3);
  for (let i: u32 = 0; i < length; i++) set(result, i, share(get(vector, i), whole) as i64);
  return result;
}
