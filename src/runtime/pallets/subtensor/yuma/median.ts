import { add, sub, sum } from "../../../fixed/i32f32.ts";
import type { SparseRow } from "./matrix.ts";
import { normalize } from "./vectors.ts";

/**
 * Stake-weighted medians: the consensus of an epoch. Values are raw bits of I32F32.
 * Rust: `pallets/subtensor/src/epoch/math.rs`, functions of the same names.
 */

export interface MedianInput {
  /** Normalized stake by row. */
  readonly stake: readonly bigint[];
  /** Score by row, 0 to 1. */
  readonly score: readonly bigint[];
  /** Rows that take part, in the order in which pivots are looked for. */
  readonly rows: readonly number[];
  /** Stake that is not the majority: total - majority. */
  readonly minority: bigint;
  /** Edges of the rows' segment in the line of all stake. */
  readonly low: bigint;
  readonly high: bigint;
}

/**
 * The score at which the stake of lower scores passes the minority. The pivot is the middle row of
 * those left, so that all nodes agree; for ties and saturated sums its place is part of the result.
 * Zero when there are no rows or the two lists differ in length.
 */
export function weightedMedian({ stake, score, rows, minority, low, high }: MedianInput): bigint {
  if (stake.length !== score.length) {
    return 0n;
  }
  let left = rows;
  let lowEdge = low;
  let highEdge = high;
  for (let round = 0; round <= rows.length; round += 1) {
    const pivot = score[left[left.length >> 1] ?? 0] ?? 0n;
    if (left.length <= 1) {
      return left.length === 0 ? 0n : pivot;
    }
    const lower: number[] = [];
    const upper: number[] = [];
    let lowerStake = 0n;
    let upperStake = 0n;
    for (const row of left) {
      const value = score[row] ?? 0n;
      if (value < pivot) {
        lowerStake = add(lowerStake, stake[row] ?? 0n);
        lower.push(row);
      } else if (value > pivot) {
        upperStake = add(upperStake, stake[row] ?? 0n);
        upper.push(row);
      }
    }
    if (lower.length > 0 && minority < add(lowEdge, lowerStake)) {
      left = lower;
      highEdge = add(lowEdge, lowerStake);
    } else if (upper.length > 0 && sub(highEdge, upperStake) <= minority) {
      left = upper;
      lowEdge = sub(highEdge, upperStake);
    } else {
      return pivot;
    }
  }
  return 0n;
}

/** The median over all of some normalized stake, as a function of the scores. */
export function medianOfAll(stake: readonly bigint[], majority: bigint): (score: readonly bigint[]) => bigint {
  const rows = [...stake.keys()];
  const high = sum(stake);
  const minority = sub(high, majority);
  return (score) => weightedMedian({ stake, score, rows, minority, low: 0n, high });
}

/** Median of each column of a sparse matrix over the rows with stake above zero. */
export function weightedMedianColSparse(
  stake: readonly bigint[],
  score: readonly SparseRow[],
  columns: number,
  majority: bigint,
): bigint[] {
  const weights = normalize(stake.filter((value) => value > 0n));
  const values = Array.from({ length: columns }, () => new Array<bigint>(weights.length).fill(0n));
  let place = 0;
  for (const [row, own] of stake.slice(0, score.length).entries()) {
    if (own > 0n) {
      for (const [column, value] of score[row] ?? []) {
        const list = values[column];
        if (list !== undefined) {
          list[place] = value;
        }
      }
      place += 1;
    }
  }
  return values.map(medianOfAll(weights, majority));
}
