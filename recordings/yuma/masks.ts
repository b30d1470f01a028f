import {
  inplaceMaskDiagExceptIndex,
  maskDiagSparseExceptIndex,
  type SparseRows,
} from "../../src/runtime/pallets/subtensor/yuma/masks.ts";
import type { Matrix, SparseMatrix } from "../../src/runtime/pallets/subtensor/yuma/matrix.ts";
import { isEmptyMatrix } from "../../src/runtime/pallets/subtensor/yuma/matrix.ts";

/** Masked values become zero. A mask without a value changes nothing. */
export function inplaceMaskMatrix(mask: readonly (readonly boolean[])[], matrix: Matrix): void {
  if (isEmptyMatrix(mask)) {
    return;
  }
  for (const [index, row] of matrix.entries()) {
    for (const column of row.keys()) {
      if (mask[index]?.[column] ?? true) {
        row[column] = 0n;
      }
    }
  }
}

/** Masked rows become as many zeros as the first row is long. */
export function inplaceMaskRows(mask: readonly boolean[], matrix: Matrix): void {
  const columns = matrix[0]?.length ?? 0;
  for (const index of matrix.keys()) {
    if (mask[index] ?? true) {
      matrix[index] = new Array<bigint>(columns).fill(0n);
    }
  }
}

/** The values of masked columns become zero. */
export function inplaceMaskCols(mask: readonly boolean[], matrix: Matrix): void {
  for (const row of matrix) {
    for (const column of row.keys()) {
      if (mask[column] ?? true) {
        row[column] = 0n;
      }
    }
  }
}

/** Clears the diagonal of a square matrix; leaves any other matrix as it is. */
export function inplaceMaskDiag(matrix: Matrix): void {
  inplaceMaskDiagExceptIndex(matrix, undefined);
}

/** Without the diagonal. */
export function maskDiagSparse(matrix: SparseRows): SparseMatrix {
  return maskDiagSparseExceptIndex(matrix, undefined);
}
