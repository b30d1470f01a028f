import type { Matrix, SparseMatrix, SparseRow } from "./matrix.ts";
import { isEmptyMatrix } from "./matrix.ts";

/**
 * Masks on matrices: true in a mask takes a value out (zero in a dense matrix, no entry in a sparse
 * one), and what a mask is too short for is taken out as well. Block numbers are bigints.
 * Rust: `pallets/subtensor/src/epoch/math.rs`, functions of the same names.
 */

export type SparseRows = readonly SparseRow[];

/** Decides from two block numbers whether an entry is taken out. */
export type BlockMask = (first: bigint, second: bigint) => boolean;

/** Clears the diagonal of a square matrix except at one index; leaves any other matrix as it is. */
export function inplaceMaskDiagExceptIndex(matrix: Matrix, exceptIndex: number | undefined): void {
  if (isEmptyMatrix(matrix) || matrix.length !== matrix[0]?.length) {
    return;
  }
  for (const [index, row] of matrix.entries()) {
    if (index !== exceptIndex && index < row.length) {
      row[index] = 0n;
    }
  }
}

/** Masked rows become empty. */
export function maskRowsSparse(mask: readonly boolean[], matrix: SparseRows): SparseMatrix {
  return matrix.map((row, index) => ((mask[index] ?? true) ? [] : row));
}

/** Without the diagonal, except at one index. */
export function maskDiagSparseExceptIndex(matrix: SparseRows, exceptIndex: number | undefined): SparseMatrix {
  return matrix.map((row, index) => (index === exceptIndex ? row : row.filter(([column]) => column !== index)));
}

/** Without the entries where `mask(first[row], second[column])`; missing block numbers count as 0. */
export function vecMaskSparseMatrix(
  matrix: SparseRows,
  first: readonly bigint[],
  second: readonly bigint[],
  mask: BlockMask,
): SparseMatrix {
  return matrix.map((row, index) => {
    const block = first[index] ?? 0n;
    return row.filter(([column]) => !mask(block, second[column] ?? 0n));
  });
}

/** Without the entries where `mask(scalar, vector[column])`; missing block numbers count as 0. */
export function scalarVecMaskSparseMatrix(
  matrix: SparseRows,
  scalar: bigint,
  vector: readonly bigint[],
  mask: BlockMask,
): SparseMatrix {
  return matrix.map((row) => row.filter(([column]) => !mask(scalar, vector[column] ?? 0n)));
}
