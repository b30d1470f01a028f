import { I64F64 } from "../../src/runtime/fixed/formats.ts";
import { add, max, min, mul, one, safeDiv, sub, sum } from "../../src/runtime/fixed/i32f32.ts";
import type { Matrix } from "../../src/runtime/pallets/subtensor/yuma/matrix.ts";
import { copyMatrix, isEmptyMatrix } from "../../src/runtime/pallets/subtensor/yuma/matrix.ts";
import { vecMul } from "../../src/runtime/pallets/subtensor/yuma/vectors.ts";

/**
 * Dense matrices of the epoch. The chain itself computes on sparse ones; these serve liquid alpha and
 * tests. Values are raw bits of I32F32. Where shapes differ each function keeps the original's answer.
 * Answers to subtensor: pallets/subtensor/src/epoch/math.rs, functions of the same names.
 */

type Rows = readonly (readonly bigint[])[];

/** Divides each I64F64 row by its sum, when that is above zero. */
export function inplaceRowNormalize64(matrix: Matrix): void {
  for (const row of matrix) {
    const total = I64F64.sum(row);
    if (total > 0n) {
      for (const [index, value] of row.entries()) {
        row[index] = I64F64.safeDiv(value, total);
      }
    }
  }
}

/** Divides each row by its sum, when that is above zero. */
export function inplaceRowNormalize(matrix: Matrix): void {
  for (const row of matrix) {
    const total = sum(row);
    if (total > 0n) {
      for (const [index, value] of row.entries()) {
        row[index] = safeDiv(value, total);
      }
    }
  }
}

/** Sums of the rows; none when the first row is empty. */
export function rowSum(matrix: Rows): bigint[] {
  return matrix[0]?.length === 0 ? [] : matrix.map(sum);
}

function divideColumns(matrix: Matrix, divisors: readonly bigint[]): void {
  for (const row of matrix) {
    for (const [column, value] of row.entries()) {
      const divisor = divisors[column] ?? 0n;
      if (divisor !== 0n) {
        row[column] = safeDiv(value, divisor);
      }
    }
  }
}

/** Divides each column by its sum (taken in row order), unless that is zero. */
export function inplaceColNormalize(matrix: Matrix): void {
  const sums: bigint[] = [];
  for (const row of matrix) {
    for (const [column, value] of row.entries()) {
      sums[column] = add(sums[column] ?? 0n, value);
    }
  }
  divideColumns(matrix, sums);
}

/** Divides each column by its largest value (at least zero), unless that is zero. */
export function inplaceColMaxUpscale(matrix: Matrix): void {
  const tops: bigint[] = [];
  for (const row of matrix) {
    for (const [column, value] of row.entries()) {
      tops[column] = max(tops[column] ?? 0n, value);
    }
  }
  divideColumns(matrix, tops);
}

/** Each row times the scalar of its row. */
export function rowHadamard(matrix: Rows, scalars: readonly bigint[]): Matrix {
  if (isEmptyMatrix(matrix)) {
    return [[]];
  }
  return matrix.slice(0, scalars.length).map((row, index) => row.map((value) => mul(scalars[index] ?? 0n, value)));
}

/** result_j = sum over i of vector_i * matrix_ij. */
export function matmul(matrix: Rows, vector: readonly bigint[]): bigint[] {
  const columns = matrix[0]?.length ?? 0;
  const result = new Array<bigint>(columns).fill(0n);
  for (const [index, row] of matrix.entries()) {
    const scale = vector[index] ?? 0n;
    for (const [column, value] of row.slice(0, columns).entries()) {
      result[column] = add(result[column] ?? 0n, mul(scale, value));
    }
  }
  return result;
}

/** result_i = sum over j of vector_j * matrix_ij. */
export function matmulTranspose(matrix: Rows, vector: readonly bigint[]): bigint[] {
  if (isEmptyMatrix(matrix)) {
    return [];
  }
  return matrix.map((row) => {
    let total = 0n;
    for (const [column, value] of row.slice(0, vector.length).entries()) {
      total = add(total, mul(value, vector[column] ?? 0n));
    }
    return total;
  });
}

/** Lowers values above the threshold of their column to it. */
export function inplaceColClip(matrix: Matrix, thresholds: readonly bigint[]): void {
  for (const row of matrix) {
    for (const [column, value] of row.entries()) {
      row[column] = min(thresholds[column] ?? value, value);
    }
  }
}

/** a + ratio * (b - a), element by element; a or b itself for ratio 0 or 1. */
export function interpolate(a: Rows, b: Rows, ratio: bigint): Matrix {
  if (ratio === 0n) {
    return copyMatrix(a);
  }
  if (ratio === one) {
    return copyMatrix(b);
  }
  if (isEmptyMatrix(a)) {
    return [[]];
  }
  const columns = a[0]?.length ?? 0;
  return a.map((row, index) => {
    const other = b[index] ?? [];
    const result = new Array<bigint>(columns).fill(0n);
    for (const column of result.keys()) {
      const from = row[column];
      const to = other[column];
      if (from !== undefined && to !== undefined) {
        result[column] = add(from, mul(ratio, sub(to, from)));
      }
    }
    return result;
  });
}

/** Each row times a vector, element by element; zero where a product does not fit. */
export function matVecMul(matrix: Rows, vector: readonly bigint[]): Matrix {
  return isEmptyMatrix(matrix) ? [[]] : matrix.map((row) => vecMul(row, vector));
}
