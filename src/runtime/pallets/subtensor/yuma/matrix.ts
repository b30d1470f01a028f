/**
 * Shapes of the epoch's data. Values are raw bits of I32F32. A dense matrix is a list of rows; a
 * sparse row lists [column, value] pairs. Functions whose names begin with `inplace` change the rows
 * they are given but never a pair, so rows copied shallowly stay independent.
 */
export type SparseEntry = readonly [column: number, value: bigint];
export type SparseRow = SparseEntry[];
export type SparseMatrix = SparseRow[];
export type Matrix = bigint[][];

/** A copy whose rows can be changed without touching the original. */
export function copySparse(matrix: readonly (readonly SparseEntry[])[]): SparseMatrix {
  return matrix.map((row) => row.slice());
}

/** A copy whose rows can be changed without touching the original. */
export function copyMatrix(matrix: readonly (readonly bigint[])[]): Matrix {
  return matrix.map((row) => row.slice());
}

/** Whether there is no first row or nothing in it: what the dense functions take for empty. */
export function isEmptyMatrix(matrix: readonly (readonly unknown[])[]): boolean {
  return (matrix[0]?.length ?? 0) === 0;
}
