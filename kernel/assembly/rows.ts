import { add, mul, ONE, safeDiv, sub } from "./fixed";
import {
  columnOf,
  copyMatrix,
  entriesOf,
  Matrix,
  newMatrix,
  setEntry,
  setStart,
  setValue,
  startOf,
  valueOf,
} from "./matrix";
import { allocate, get, mark, restore, set, zeros } from "./memory";

/**
 * Functions of sparse matrices that go row by row. Answer to src/runtime/pallets/subtensor/yuma/sparse.ts, functions of
 * the same names.
 */

function sumRow(matrix: Matrix, row: u32): i64 {
  const end = startOf(matrix, row + 1);
  let total: i64 = 0;
  for (let entry = startOf(matrix, row); entry < end; entry++) total += valueOf(matrix, entry);
  return total;
}

/** Divides each row by its sum (which wraps), when that is above zero. */
export function inplaceRowNormalizeSparse(matrix: Matrix): void {
  for (let row: u32 = 0; row < matrix.rows; row++) {
    const total = sumRow(matrix, row);
    if (total <= 0) continue;
    const end = startOf(matrix, row + 1);
    for (let entry = startOf(matrix, row); entry < end; entry++)
      setValue(matrix, entry, safeDiv(valueOf(matrix, entry), total));
  }
}

/** A vector of the sums of the rows, which wrap. */
export function rowSumSparse(matrix: Matrix): usize {
  const result = allocate((matrix.rows as usize) << 3);
  for (let row: u32 = 0; row < matrix.rows; row++) set(result, row, sumRow(matrix, row));
  return result;
}

/** A new matrix: each row times the scalar of its row. Rows beyond the `length` scalars are left out. */
export function rowHadamardSparse(matrix: Matrix, scalars: usize, length: u32): Matrix {
  const result = copyMatrix(matrix);
  if (length < result.rows) result.rows = length;
  for (let row: u32 = 0; row < result.rows; row++) {
    const scalar = get(scalars, row);
    const end = startOf(result, row + 1);
    for (let entry = startOf(result, row); entry < end; entry++)
      setValue(result, entry, mul(valueOf(result, entry), scalar));
  }
  return result;
}

/** A vector: for each row the sum of its products with `vector` (of `columns` items, zeros behind them). */
export function matmulTransposeSparse(matrix: Matrix, vector: usize, columns: u32): usize {
  const result = allocate((matrix.rows as usize) << 3);
  for (let row: u32 = 0; row < matrix.rows; row++) {
    const end = startOf(matrix, row + 1);
    let total: i64 = 0;
    for (let entry = startOf(matrix, row); entry < end; entry++) {
      const column = columnOf(matrix, entry);
      if (column < columns) total = add(total, mul(get(vector, column), valueOf(matrix, entry)));
    }
    set(result, row, total);
  }
  return result;
}

/** A new matrix: each row times `vector` (as above), item by item; products of zero are left out. */
export function matVecMulSparse(matrix: Matrix, vector: usize, columns: u32): Matrix {
  const result = newMatrix(matrix.rows, entriesOf(matrix));
  let found: u32 = 0;
  setStart(result, 0, 0);
  for (let row: u32 = 0; row < matrix.rows; row++) {
    const end = startOf(matrix, row + 1);
    for (let entry = startOf(matrix, row); entry < end; entry++) {
      const column = columnOf(matrix, entry);
      const product = column < columns ? mul(valueOf(matrix, entry), get(vector, column)) : 0;
      if (product !== 0) setEntry(result, found++, column, product);
    }
    setStart(result, row + 1, found);
  }
  return result;
}

/** Writes a row into a vector of zeros; of entries of one column the last counts. */
function spread(matrix: Matrix, row: u32, into: usize, columns: u32): void {
  const end = startOf(matrix, row + 1);
  for (let entry = startOf(matrix, row); entry < end; entry++) {
    const column = columnOf(matrix, entry);
    if (column < columns) set(into, column, valueOf(matrix, entry));
  }
}

/**
 * a + ratio * (b - a) with missing entries as zero, of which only those above zero are kept; a itself for ratio 0, b
 * itself for ratio 1 and for other numbers of rows. Either may be what is returned: no copy is made.
 */
export function interpolateSparse(a: Matrix, b: Matrix, columns: u32, ratio: i64): Matrix {
  if (ratio === 0) return a;
  if (ratio === ONE || a.rows !== b.rows) return b;
  const result = newMatrix(a.rows, entriesOf(a) + entriesOf(b));
  const before = mark();
  const bytes = (columns as usize) << 3;
  const from = zeros(columns);
  const to = zeros(columns);
  let found: u32 = 0;
  setStart(result, 0, 0);
  for (let row: u32 = 0; row < a.rows; row++) {
    if (startOf(a, row + 1) > startOf(a, row) || startOf(b, row + 1) > startOf(b, row)) {
      spread(a, row, from, columns);
      spread(b, row, to, columns);
      for (let column: u32 = 0; column < columns; column++) {
        const value = get(from, column);
        const mixed = add(value, mul(ratio, sub(get(to, column), value)));
        if (mixed > 0) setEntry(result, found++, column, mixed);
      }
      memory.fill(from, 0, bytes);
      memory.fill(to, 0, bytes);
    }
    setStart(result, row + 1, found);
  }
  restore(before);
  return result;
}
