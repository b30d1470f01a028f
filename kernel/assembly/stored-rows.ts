import { proportionToU16, u16ToProportion } from "./fixed";
import { columnOf, Matrix, newMatrix, setEntry, setStart, startOf, valueOf } from "./matrix";
import { allocate } from "./memory";

/**
 * Rows of weights and bonds as the state holds them: for each entry its column and its value, u16 each. They come as
 * one list, `starts` telling for each row and for the end how many entries are before it.
 */

function storedStart(starts: usize, row: u32): u32 {
  return load<u32>(starts + ((row as usize) << 2));
}

function storedColumn(stored: usize, entry: u32): u32 {
  return load<u16>(stored + ((entry as usize) << 2));
}

function storedValue(stored: usize, entry: u32): u16 {
  return load<u16>(stored + ((entry as usize) << 2) + 2);
}

function block(blocks: usize, index: u32): u64 {
  return load<u64>(blocks + ((index as usize) << 3));
}

/** The block of a registration, zero behind the list. */
function registration(registered: usize, uid: u32, size: u32): u64 {
  return uid < size ? block(registered, uid) : 0;
}

/**
 * The weights that count, as whole numbers: none of rows that are forbidden (a byte for each), none to oneself but the
 * owner's (-1 for no owner), none to neurons that registered at or after the row's last update or after its commit, and
 * none to uids that have no row. `lastUpdate` and `commits` have a u64 for each row, `registered` for each of `size` uids.
 * Answers to src/runtime/pallets/subtensor/yuma/counted-weights.ts.
 */
export function unpackWeights(
  starts: usize,
  stored: usize,
  rows: u32,
  forbidden: usize,
  owner: i32,
  lastUpdate: usize,
  commits: usize,
  registered: usize,
  size: u32,
): Matrix {
  const result = newMatrix(rows, storedStart(starts, rows));
  let found: u32 = 0;
  setStart(result, 0, 0);
  for (let row: u32 = 0; row < rows; row++) {
    if (load<u8>(forbidden + row) === 0) {
      const updated = block(lastUpdate, row);
      const committed = block(commits, row);
      const end = storedStart(starts, row + 1);
      for (let entry = storedStart(starts, row); entry < end; entry++) {
        const column = storedColumn(stored, entry);
        if (column >= rows || (column === row && row !== (owner as u32))) continue;
        const since = registration(registered, column, size);
        if (updated <= since || committed < since) continue;
        setEntry(result, found++, column, (storedValue(stored, entry) as i64) << 32);
      }
    }
    setStart(result, row + 1, found);
  }
  return result;
}

/**
 * The stored bonds but those to neurons that registered at or after `lastTempo`, as whole numbers or as proportions.
 * Answers to src/runtime/pallets/subtensor/yuma/bonds.ts validBonds.
 */
export function unpackBonds(
  starts: usize,
  stored: usize,
  rows: u32,
  lastTempo: u64,
  registered: usize,
  size: u32,
  proportions: bool,
): Matrix {
  const result = newMatrix(rows, storedStart(starts, rows));
  let found: u32 = 0;
  setStart(result, 0, 0);
  for (let row: u32 = 0; row < rows; row++) {
    const end = storedStart(starts, row + 1);
    for (let entry = storedStart(starts, row); entry < end; entry++) {
      const column = storedColumn(stored, entry);
      if (lastTempo <= registration(registered, column, size)) continue;
      const value = storedValue(stored, entry);
      setEntry(result, found++, column, proportions ? u16ToProportion(value) : (value as i64) << 32);
    }
    setStart(result, row + 1, found);
  }
  return result;
}

/** A list of the entries of a matrix as the state holds them, values in parts of 65535. */
export function packRows(matrix: Matrix): usize {
  const entries = startOf(matrix, matrix.rows);
  const packed = allocate((entries as usize) << 2);
  for (let entry: u32 = 0; entry < entries; entry++) {
    const at = packed + ((entry as usize) << 2);
    store<u16>(at, columnOf(matrix, entry) as u16);
    store<u16>(at + 2, proportionToU16(valueOf(matrix, entry)));
  }
  return packed;
}
