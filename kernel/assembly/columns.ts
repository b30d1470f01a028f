import { add, mul, safeDiv } from "./fixed";
import { columnOf, entriesOf, Matrix, newMatrix, setEntry, setStart, setValue, startOf, valueOf } from "./matrix";
import { get, mark, restore, set, zeros } from "./memory";

/**
 * Functions of sparse matrices that go by columns. Rows are taken in order, since sums saturate. Answer to
 * src/runtime/pallets/subtensor/yuma/sparse.ts, functions of the same names.
 */

/** Divides each entry by what its column has in `divisors`, unless that is zero or the column is behind them. */
function divideColumns(matrix: Matrix, divisors: usize, columns: u32): void {
  const entries = entriesOf(matrix);
  for (let entry: u32 = 0; entry < entries; entry++) {
    const column = columnOf(matrix, entry);
    if (column >= columns) continue;
    const divisor = get(divisors, column);
    if (divisor !== 0) setValue(matrix, entry, safeDiv(valueOf(matrix, entry), divisor));
  }
}

/** Divides each column by its sum, unless that is zero; columns from `columns` on stay as they are. */
export function inplaceColNormalizeSparse(matrix: Matrix, columns: u32): void {
  const before = mark();
  const sums = zeros(columns);
  const entries = entriesOf(matrix);
  for (let entry: u32 = 0; entry < entries; entry++) {
    const column = columnOf(matrix, entry);
    if (column < columns) set(sums, column, add(get(sums, column), valueOf(matrix, entry)));
  }
  divideColumns(matrix, sums, columns);
  restore(before);
}

/** Divides each column by its largest value (at least zero), unless that is zero. */
export function inplaceColMaxUpscaleSparse(matrix: Matrix, columns: u32): void {
  const before = mark();
  const tops = zeros(columns);
  const entries = entriesOf(matrix);
  for (let entry: u32 = 0; entry < entries; entry++) {
    const column = columnOf(matrix, entry);
    if (column < columns && valueOf(matrix, entry) > get(tops, column)) set(tops, column, valueOf(matrix, entry));
  }
  divideColumns(matrix, tops, columns);
  restore(before);
}

/** A vector: for each column the sum of its entries times what their row has in `vector` (an item for each row). */
export function matmulSparse(matrix: Matrix, vector: usize, columns: u32): usize {
  const result = zeros(columns);
  for (let row: u32 = 0; row < matrix.rows; row++) {
    const scale = get(vector, row);
    const end = startOf(matrix, row + 1);
    for (let entry = startOf(matrix, row); entry < end; entry++) {
      const column = columnOf(matrix, entry);
      if (column < columns) set(result, column, add(get(result, column), mul(scale, valueOf(matrix, entry))));
    }
  }
  return result;
}

/**
 * A new matrix: values above the threshold of their column (zero behind them) lowered to it; such entries vanish when
 * it is not above zero.
 */
export function colClipSparse(matrix: Matrix, thresholds: usize, columns: u32): Matrix {
  const result = newMatrix(matrix.rows, entriesOf(matrix));
  let found: u32 = 0;
  setStart(result, 0, 0);
  for (let row: u32 = 0; row < matrix.rows; row++) {
    const end = startOf(matrix, row + 1);
    for (let entry = startOf(matrix, row); entry < end; entry++) {
      const column = columnOf(matrix, entry);
      const value = valueOf(matrix, entry);
      const threshold = column < columns ? get(thresholds, column) : 0;
      if (threshold >= value) setEntry(result, found++, column, value);
      else if (threshold > 0) setEntry(result, found++, column, threshold);
    }
    setStart(result, row + 1, found);
  }
  return result;
}
