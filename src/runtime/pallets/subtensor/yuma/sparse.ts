import { add, max, mul, one, safeDiv, sub } from "../../../fixed/i32f32.ts";
import type { SparseEntry, SparseMatrix, SparseRow } from "./matrix.ts";
import { copySparse } from "./matrix.ts";

/**
 * Sparse matrices of the epoch: the path the chain takes. Values are raw bits of I32F32; sums run in
 * row order and each step saturates, so their order is part of the result.
 * Rust: `pallets/subtensor/src/epoch/math.rs`, functions of the same names.
 */

type SparseRows = readonly SparseRow[];

function zeros(length: number): bigint[] {
  return new Array<bigint>(length).fill(0n);
}

function sumRow(row: readonly SparseEntry[]): bigint {
  let total = 0n;
  for (const [, value] of row) {
    total += value;
  }
  return BigInt.asIntN(64, total);
}

/** Divides each row by its sum, when that is above zero. */
export function inplaceRowNormalizeSparse(matrix: SparseMatrix): void {
  for (const [index, row] of matrix.entries()) {
    const total = sumRow(row);
    if (total > 0n) {
      matrix[index] = row.map((entry): SparseEntry => [entry[0], safeDiv(entry[1], total)]);
    }
  }
}

/** Sums of the rows (wrapping, unlike the products below). */
export function rowSumSparse(matrix: SparseRows): bigint[] {
  return matrix.map(sumRow);
}

function divideColumns(matrix: SparseMatrix, divisors: readonly bigint[]): void {
  for (const [index, row] of matrix.entries()) {
    matrix[index] = row.map((entry): SparseEntry => {
      const divisor = divisors[entry[0]] ?? 0n;
      return divisor === 0n ? entry : [entry[0], safeDiv(entry[1], divisor)];
    });
  }
}

/** Divides each column by its sum, unless that is zero; columns from `columns` on stay as they are. */
export function inplaceColNormalizeSparse(matrix: SparseMatrix, columns: number): void {
  const sums = zeros(columns);
  for (const row of matrix) {
    for (const [column, value] of row) {
      const total = sums[column];
      if (total !== undefined) {
        sums[column] = add(total, value);
      }
    }
  }
  divideColumns(matrix, sums);
}

/** Divides each column by its largest value (at least zero), unless that is zero. */
export function inplaceColMaxUpscaleSparse(matrix: SparseMatrix, columns: number): void {
  const tops = zeros(columns);
  for (const row of matrix) {
    for (const [column, value] of row) {
      const top = tops[column];
      if (top !== undefined) {
        tops[column] = max(top, value);
      }
    }
  }
  divideColumns(matrix, tops);
}

/** Each row times the scalar of its row; rows beyond the scalars are left out. */
export function rowHadamardSparse(matrix: SparseRows, scalars: readonly bigint[]): SparseMatrix {
  return matrix
    .slice(0, scalars.length)
    .map((row, index) => row.map(([column, value]): SparseEntry => [column, mul(value, scalars[index] ?? 0n)]));
}

/** result_j = sum over i of vector_i * matrix_ij. */
export function matmulSparse(matrix: SparseRows, vector: readonly bigint[], columns: number): bigint[] {
  const result = zeros(columns);
  for (const [index, row] of matrix.entries()) {
    const scale = vector[index] ?? 0n;
    for (const [column, value] of row) {
      const total = result[column];
      if (total !== undefined) {
        result[column] = add(total, mul(scale, value));
      }
    }
  }
  return result;
}

/** result_i = sum over j of vector_j * matrix_ij. */
export function matmulTransposeSparse(matrix: SparseRows, vector: readonly bigint[]): bigint[] {
  return matrix.map((row) => {
    let total = 0n;
    for (const [column, value] of row) {
      total = add(total, mul(vector[column] ?? 0n, value));
    }
    return total;
  });
}

/** Lowers values above their column's threshold to it; such entries vanish when it is not above zero. */
export function colClipSparse(matrix: SparseRows, thresholds: readonly bigint[]): SparseMatrix {
  return matrix.map((row) => {
    const result: SparseEntry[] = [];
    for (const entry of row) {
      const [column, value] = entry;
      const threshold = thresholds[column] ?? 0n;
      if (threshold >= value) {
        result.push(entry);
      } else if (threshold > 0n) {
        result.push([column, threshold]);
      }
    }
    return result;
  });
}

function densify(row: readonly SparseEntry[], columns: number): bigint[] {
  const dense = zeros(columns);
  for (const [column, value] of row) {
    if (column < columns) {
      dense[column] = value;
    }
  }
  return dense;
}

/**
 * a + ratio * (b - a) with missing entries as zero; only results above zero are kept. a itself for
 * ratio 0; b itself for ratio 1 and for different numbers of rows.
 */
export function interpolateSparse(a: SparseRows, b: SparseRows, columns: number, ratio: bigint): SparseMatrix {
  if (ratio === 0n) {
    return copySparse(a);
  }
  if (ratio === one || a.length !== b.length) {
    return copySparse(b);
  }
  return a.map((row, index) => {
    const from = densify(row, columns);
    const to = densify(b[index] ?? [], columns);
    const result: SparseEntry[] = [];
    for (const [column, value] of from.entries()) {
      const mixed = add(value, mul(ratio, sub(to[column] ?? 0n, value)));
      if (mixed > 0n) {
        result.push([column, mixed]);
      }
    }
    return result;
  });
}

/** Each row times a vector, element by element; products of zero are left out. */
export function matVecMulSparse(matrix: SparseRows, vector: readonly bigint[]): SparseMatrix {
  return matrix.map((row) => {
    const result: SparseEntry[] = [];
    for (const [column, value] of row) {
      const product = mul(value, vector[column] ?? 0n);
      if (product !== 0n) {
        result.push([column, product]);
      }
    }
    return result;
  });
}
