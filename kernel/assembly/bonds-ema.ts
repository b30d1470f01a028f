import { add, mul, ONE, sub } from "./fixed";
import { columnOf, entriesOf, Matrix, newMatrix, setEntry, setStart, startOf, valueOf } from "./matrix";
import { get, mark, restore, set, zeros } from "./memory";
import { alphaSigmoid } from "./sigmoid";

/**
 * Moving averages of bonds. Answer to src/runtime/pallets/subtensor/yuma/bonds-ema.ts, functions of the same names.
 * The old matrix has as many rows as the new one or more.
 */

/** Adds a row, times a factor, to a vector. */
function accumulate(matrix: Matrix, row: u32, factor: i64, into: usize, columns: u32): void {
  const end = startOf(matrix, row + 1);
  for (let entry = startOf(matrix, row); entry < end; entry++) {
    const column = columnOf(matrix, entry);
    if (column < columns) set(into, column, add(get(into, column), mul(factor, valueOf(matrix, entry))));
  }
}

/** One alpha for all. Entries of either matrix take part; only results above zero are kept. */
export function matEmaSparse(fresh: Matrix, old: Matrix, alpha: i64): Matrix {
  const rest = sub(ONE, alpha);
  const columns = fresh.rows;
  const result = newMatrix(fresh.rows, entriesOf(fresh) + entriesOf(old));
  const before = mark();
  const sums = zeros(columns);
  let found: u32 = 0;
  setStart(result, 0, 0);
  for (let row: u32 = 0; row < fresh.rows; row++) {
    if (startOf(fresh, row + 1) > startOf(fresh, row) || startOf(old, row + 1) > startOf(old, row)) {
      accumulate(fresh, row, alpha, sums, columns);
      accumulate(old, row, rest, sums, columns);
      for (let column: u32 = 0; column < columns; column++) {
        const value = get(sums, column);
        if (value === 0) continue;
        if (value > 0) setEntry(result, found++, column, value);
        set(sums, column, 0);
      }
    }
    setStart(result, row + 1, found);
  }
  restore(before);
  return result;
}

/** (1 - alpha) * old + alpha * new, the new part at least zero and the whole at most one. */
function mixCapped(alpha: i64, fresh: i64, decayed: i64): i64 {
  const gained = mul(alpha, fresh);
  const mixed = add(decayed, gained > 0 ? gained : 0);
  return mixed < ONE ? mixed : ONE;
}

/** An alpha for each element: `alphas` is dense, `columns` for each row. Only entries of the new matrix come out. */
export function matEmaAlphaSparse(fresh: Matrix, old: Matrix, alphas: usize, columns: u32): Matrix {
  const result = newMatrix(fresh.rows, entriesOf(fresh));
  const before = mark();
  const decayed = zeros(columns);
  let found: u32 = 0;
  setStart(result, 0, 0);
  for (let row: u32 = 0; row < fresh.rows; row++) {
    const own = alphas + (((row * columns) as usize) << 3);
    found = mixRow(fresh, old, row, own, decayed, columns, result, found);
    setStart(result, row + 1, found);
  }
  restore(before);
  return result;
}

/** Mixes one row by its alphas, writes what is above zero from entry `found` on, tells where it ends, clears `decayed`. */
function mixRow(
  fresh: Matrix,
  old: Matrix,
  row: u32,
  alphas: usize,
  decayed: usize,
  columns: u32,
  result: Matrix,
  found: u32,
): u32 {
  const oldStart = startOf(old, row);
  const oldEnd = startOf(old, row + 1);
  for (let entry = oldStart; entry < oldEnd; entry++) {
    const column = columnOf(old, entry);
    if (column < columns) set(decayed, column, mul(sub(ONE, get(alphas, column)), valueOf(old, entry)));
  }
  const end = startOf(fresh, row + 1);
  for (let entry = startOf(fresh, row); entry < end; entry++) {
    const column = columnOf(fresh, entry);
    if (column >= columns) continue;
    const mixed = mixCapped(get(alphas, column), valueOf(fresh, entry), get(decayed, column));
    if (mixed > 0) setEntry(result, found++, column, mixed);
  }
  for (let entry = oldStart; entry < oldEnd; entry++) {
    const column = columnOf(old, entry);
    if (column < columns) set(decayed, column, 0);
  }
  return found;
}

/**
 * Writes into a vector of zeros what a reader of ascending columns sees of a row: an entry behind one of the same or a
 * greater column is not seen.
 */
function spreadSeen(matrix: Matrix, row: u32, into: usize, columns: u32): void {
  const end = startOf(matrix, row + 1);
  let next: u32 = 0;
  for (let entry = startOf(matrix, row); entry < end; entry++) {
    const column = columnOf(matrix, entry);
    if (column < next) continue;
    next = column + 1;
    if (column < columns) set(into, column, valueOf(matrix, entry));
  }
}

function clearSpread(matrix: Matrix, row: u32, vector: usize, columns: u32): void {
  const end = startOf(matrix, row + 1);
  for (let entry = startOf(matrix, row); entry < end; entry++) {
    const column = columnOf(matrix, entry);
    if (column < columns) set(vector, column, 0);
  }
}

/**
 * Bonds under liquid alpha: those of `matEmaAlphaSparse` with the alphas of
 * src/runtime/pallets/subtensor/yuma/liquid-alphas.ts, which are computed row by row and only where they are used.
 * `low`, `high` and `slope` are those of `alphaSigmoid`; `consensus` has `columns` items.
 */
export function liquidBonds(
  fresh: Matrix,
  old: Matrix,
  consensus: usize,
  columns: u32,
  low: i64,
  high: i64,
  slope: i64,
): Matrix {
  const result = newMatrix(fresh.rows, entriesOf(fresh));
  const before = mark();
  const weights = zeros(columns);
  const bonds = zeros(columns);
  const alphas = zeros(columns);
  const decayed = zeros(columns);
  let found: u32 = 0;
  setStart(result, 0, 0);
  for (let row: u32 = 0; row < fresh.rows; row++) {
    spreadSeen(fresh, row, weights, columns);
    spreadSeen(old, row, bonds, columns);
    const end = startOf(fresh, row + 1);
    for (let entry = startOf(fresh, row); entry < end; entry++) {
      const column = columnOf(fresh, entry);
      if (column >= columns) continue;
      const weight = get(weights, column);
      set(alphas, column, alphaSigmoid(get(consensus, column), weight, get(bonds, column), low, high, slope));
    }
    found = mixRow(fresh, old, row, alphas, decayed, columns, result, found);
    setStart(result, row + 1, found);
    clearSpread(fresh, row, weights, columns);
    clearSpread(old, row, bonds, columns);
  }
  restore(before);
  return result;
}
