/**
 * Shapes of the epoch's data. Values are raw bits of I32F32. A dense matrix is a list of rows; a
 * sparse row lists [column, value] pairs. Functions whose names begin with `inplace` change a dense
 * matrix down to its values; of a sparse matrix they replace rows, and no sparse row ever changes.
 */
export type SparseEntry = readonly [column: number, value: bigint];
export type SparseRow = readonly SparseEntry[];
export type SparseMatrix = SparseRow[];
export type Matrix = bigint[][];

/** A copy that can be changed in place without touching the original; rows are never changed, so they are shared. */
export function copySparse(matrix: readonly SparseRow[]): SparseMatrix {
  return matrix.slice();
}

/** A copy whose rows can be changed without touching the original. */
export function copyMatrix(matrix: readonly (readonly bigint[])[]): Matrix {
  return matrix.map((row) => row.slice());
}

/** Whether there is no first row or nothing in it: what the dense functions take for empty. */
export function isEmptyMatrix(matrix: readonly (readonly unknown[])[]): boolean {
  return (matrix[0]?.length ?? 0) === 0;
}
