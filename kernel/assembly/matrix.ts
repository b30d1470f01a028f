import { allocate } from "./memory";

/**
 * A sparse matrix: for each row its entries in the order they were given in, one after another. `starts` has a u32 for
 * each row and one for the end, `columns` a u16 and `values` the 64 bits of an I32F32 for each entry.
 */
@unmanaged
export class Matrix {
  rows: u32;
  starts: usize;
  columns: usize;
  values: usize;
}

/** A matrix of that many rows with room for that many entries. What it holds is not set. */
export function newMatrix(rows: u32, entries: u32): Matrix {
  // Sizes in bytes have 32 bits.
  if (rows > 0xffff || entries >> 28 !== 0) unreachable();
  const matrix = changetype<Matrix>(allocate(offsetof<Matrix>()));
  matrix.rows = rows;
  matrix.starts = allocate(((rows as usize) + 1) << 2);
  matrix.columns = allocate((entries as usize) << 1);
  matrix.values = allocate((entries as usize) << 3);
  return matrix;
}

/** Where the entries of a row begin; those of the row before end there. */
export function startOf(matrix: Matrix, row: u32): u32 {
  return load<u32>(matrix.starts + ((row as usize) << 2));
}

export function setStart(matrix: Matrix, row: u32, entry: u32): void {
  store<u32>(matrix.starts + ((row as usize) << 2), entry);
}

export function entriesOf(matrix: Matrix): u32 {
  return startOf(matrix, matrix.rows);
}

export function columnOf(matrix: Matrix, entry: u32): u32 {
  return load<u16>(matrix.columns + ((entry as usize) << 1));
}

export function valueOf(matrix: Matrix, entry: u32): i64 {
  return load<i64>(matrix.values + ((entry as usize) << 3));
}

export function setValue(matrix: Matrix, entry: u32, value: i64): void {
  store<i64>(matrix.values + ((entry as usize) << 3), value);
}

export function setEntry(matrix: Matrix, entry: u32, column: u32, value: i64): void {
  store<u16>(matrix.columns + ((entry as usize) << 1), column as u16);
  setValue(matrix, entry, value);
}

/** Where the starts of the rows lie. */
export function rowStarts(matrix: Matrix): usize {
  return matrix.starts;
}

export function matrixColumns(matrix: Matrix): usize {
  return matrix.columns;
}

export function matrixValues(matrix: Matrix): usize {
  return matrix.values;
}

/** A matrix that can be changed in place without touching the original's values. */
export function copyMatrix(matrix: Matrix): Matrix {
  const entries = entriesOf(matrix);
  const copy = newMatrix(matrix.rows, entries);
  memory.copy(copy.starts, matrix.starts, ((matrix.rows as usize) + 1) << 2);
  memory.copy(copy.columns, matrix.columns, (entries as usize) << 1);
  memory.copy(copy.values, matrix.values, (entries as usize) << 3);
  return copy;
}
