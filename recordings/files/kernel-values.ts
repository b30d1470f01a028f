import { writeNumbers } from "../../src/runtime/pallets/subtensor/yuma/kernel/lists.ts";
import type { Address, MatrixAt, Program, VectorAt } from "../../src/runtime/pallets/subtensor/yuma/kernel/program.ts";
import type { SparseEntry, SparseRow } from "../../src/runtime/pallets/subtensor/yuma/matrix.ts";

/** Vectors and matrices into and out of the epoch kernel, one by one. Values are raw bits of I32F32. */

/** Writes a vector, with zeros behind it up to `length`. */
export function writeVector(program: Program, values: readonly bigint[], length = values.length): VectorAt {
  return writeNumbers(program, values, length);
}

/** Reads `length` fixed-point numbers, as raw bits. */
export function readVector(program: Program, at: VectorAt, length: number): bigint[] {
  return Array.from(new BigInt64Array(program.memory.buffer, at >>> 0, length));
}

/** Writes a sparse matrix, with empty rows behind it up to `rows`. */
export function writeMatrix(program: Program, matrix: readonly SparseRow[], rows = matrix.length): MatrixAt {
  const at = program.newMatrix(
    rows,
    matrix.reduce((total, row) => total + row.length, 0),
  );
  let entry = 0;
  program.setStart(at, 0, 0);
  for (let row = 0; row < rows; row++) {
    for (const [column, value] of matrix[row] ?? []) program.setEntry(at, entry++, column, value);
    program.setStart(at, row + 1, entry);
  }
  return at;
}

/** Reads a sparse matrix. */
export function readMatrix(program: Program, at: MatrixAt): SparseRow[] {
  const words = (address: Address, length: number): Uint32Array =>
    new Uint32Array(program.memory.buffer, address >>> 0, length);
  const rows = words(at, 1)[0] ?? 0;
  const starts = words(program.rowStarts(at), rows + 1);
  const entries = starts[rows] ?? 0;
  const columns = new Uint16Array(program.memory.buffer, program.matrixColumns(at) >>> 0, entries);
  const values = readVector(program, program.matrixValues(at), entries);
  return Array.from({ length: rows }, (_, row) => {
    const start = starts[row] ?? 0;
    const own = columns.subarray(start, starts[row + 1]);
    return Array.from(own, (column, index): SparseEntry => [column, values[start + index] ?? 0n]);
  });
}
