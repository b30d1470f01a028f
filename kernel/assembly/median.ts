import { add, sub } from "./fixed";
import { columnOf, Matrix, startOf, valueOf } from "./matrix";
import { allocate, get, mark, restore, set, zeros } from "./memory";
import { inplaceNormalize, sum } from "./vectors";

/**
 * Stake-weighted medians. Answer to src/runtime/pallets/subtensor/yuma/median.ts, functions of the same names; the
 * rows that are left are kept as pairs of stake and score.
 */

function copyPair(from: usize, source: u32, to: usize, target: u32): void {
  set(to, target << 1, get(from, source << 1));
  set(to, (target << 1) + 1, get(from, (source << 1) + 1));
}

/**
 * The score at which the stake of lower scores passes the minority, of `length` pairs of stake and score at `pairs`,
 * in the order in which pivots are looked for. The pairs are not kept. `spare` has room for twice as many.
 */
export function weightedMedian(pairs: usize, length: u32, spare: usize, minority: i64, low: i64, high: i64): i64 {
  let left = pairs;
  let lower = spare;
  let upper = spare + ((length as usize) << 4);
  let count = length;
  let lowEdge = low;
  let highEdge = high;
  for (let round: u32 = 0; round <= length; round++) {
    if (count === 0) return 0;
    const pivot = get(left, ((count >> 1) << 1) + 1);
    if (count === 1) return pivot;
    let lowerCount: u32 = 0;
    let upperCount: u32 = 0;
    let lowerStake: i64 = 0;
    let upperStake: i64 = 0;
    for (let i: u32 = 0; i < count; i++) {
      const score = get(left, (i << 1) + 1);
      if (score < pivot) {
        lowerStake = add(lowerStake, get(left, i << 1));
        copyPair(left, i, lower, lowerCount++);
      } else if (score > pivot) {
        upperStake = add(upperStake, get(left, i << 1));
        copyPair(left, i, upper, upperCount++);
      }
    }
    if (lowerCount > 0 && minority < add(lowEdge, lowerStake)) {
      highEdge = add(lowEdge, lowerStake);
      const freed = left;
      left = lower;
      lower = freed;
      count = lowerCount;
    } else if (upperCount > 0 && sub(highEdge, upperStake) <= minority) {
      lowEdge = sub(highEdge, upperStake);
      const freed = left;
      left = upper;
      upper = freed;
      count = upperCount;
    } else return pivot;
  }
  return 0;
}

/** The entries of rows with stake, column by column: where each column starts, and places and scores of its entries. */
@unmanaged
class ByColumn {
  starts: usize;
  places: usize;
  scores: usize;
}

function startAt(list: ByColumn, column: u32): u32 {
  return load<u32>(list.starts + ((column as usize) << 2));
}

function setStartAt(list: ByColumn, column: u32, entry: u32): void {
  store<u32>(list.starts + ((column as usize) << 2), entry);
}

/** Sorts by column the entries of rows whose stake is above zero. A place is how many such rows come before. */
function byColumn(stake: usize, matrix: Matrix, columns: u32): ByColumn {
  const list = changetype<ByColumn>(allocate(offsetof<ByColumn>()));
  const bytes = ((columns as usize) + 2) << 2;
  list.starts = allocate(bytes);
  memory.fill(list.starts, 0, bytes);
  let entries: u32 = 0;
  for (let row: u32 = 0; row < matrix.rows; row++) {
    if (get(stake, row) <= 0) continue;
    const end = startOf(matrix, row + 1);
    for (let entry = startOf(matrix, row); entry < end; entry++) {
      const column = columnOf(matrix, entry);
      if (column >= columns) continue;
      // Counted two places on, so that after filling each start is where it belongs.
      setStartAt(list, column + 2, startAt(list, column + 2) + 1);
      entries++;
    }
  }
  for (let column: u32 = 2; column < columns + 2; column++)
    setStartAt(list, column, startAt(list, column) + startAt(list, column - 1));
  list.places = allocate((entries as usize) << 1);
  list.scores = allocate((entries as usize) << 3);
  let place: u32 = 0;
  for (let row: u32 = 0; row < matrix.rows; row++) {
    if (get(stake, row) <= 0) continue;
    const end = startOf(matrix, row + 1);
    for (let entry = startOf(matrix, row); entry < end; entry++) {
      const column = columnOf(matrix, entry);
      if (column >= columns) continue;
      const at = startAt(list, column + 1);
      store<u16>(list.places + ((at as usize) << 1), place as u16);
      set(list.scores, at, valueOf(matrix, entry));
      setStartAt(list, column + 1, at + 1);
    }
    place++;
  }
  return list;
}

/**
 * A vector of the medians of the columns of a sparse matrix, over the rows with stake above zero. `stake` has `length`
 * items, and zeros behind them when there are more rows.
 */
export function weightedMedianColSparse(stake: usize, length: u32, matrix: Matrix, columns: u32, majority: i64): usize {
  const result = zeros(columns);
  const before = mark();
  let count: u32 = 0;
  for (let row: u32 = 0; row < length; row++) if (get(stake, row) > 0) count++;
  const weights = allocate((count as usize) << 3);
  let place: u32 = 0;
  for (let row: u32 = 0; row < length; row++) if (get(stake, row) > 0) set(weights, place++, get(stake, row));
  inplaceNormalize(weights, count);
  const high = sum(weights, count);
  const minority = sub(high, majority);
  const list = byColumn(stake, matrix, columns);
  const pairs = allocate((count as usize) << 4);
  const spare = allocate((count as usize) << 5);
  for (let column: u32 = 0; column < columns; column++) {
    const end = startAt(list, column + 1);
    // Where nobody gave a score all are zero, and so is the median.
    if (startAt(list, column) === end) continue;
    for (let i: u32 = 0; i < count; i++) {
      set(pairs, i << 1, get(weights, i));
      set(pairs, (i << 1) + 1, 0);
    }
    for (let entry = startAt(list, column); entry < end; entry++)
      set(pairs, ((load<u16>(list.places + ((entry as usize) << 1)) as u32) << 1) + 1, get(list.scores, entry));
    set(result, column, weightedMedian(pairs, count, spare, minority, 0, high));
  }
  restore(before);
  return result;
}
