import { add, max, min, mul, one, sub } from "../../../fixed/i32f32.ts";
import type { SparseEntry, SparseMatrix, SparseRow } from "./matrix.ts";
import { copySparse } from "./matrix.ts";

/**
 * Moving averages of bonds: alpha * new + (1 - alpha) * old. Values are raw bits of I32F32.
 * Rust: `pallets/subtensor/src/epoch/math.rs`, functions of the same names.
 */

export type Rows = readonly (readonly bigint[])[];
type SparseRows = readonly SparseRow[];

/**
 * Sparse, one alpha for all. Entries of either matrix take part; only results above zero are kept.
 * Columns are as many as rows: the epoch's matrices are square.
 */
export function matEmaSparse(fresh: SparseRows, old: SparseRows, alpha: bigint): SparseMatrix {
  const rest = sub(one, alpha);
  const columns = fresh.length;
  return fresh.map((row, index) => {
    const before = old[index] ?? [];
    if (row.length === 0 && before.length === 0) {
      return [];
    }
    const sums = new Array<bigint>(columns).fill(0n);
    for (const [column, value] of row) {
      if (column < columns) {
        sums[column] = add(sums[column] ?? 0n, mul(alpha, value));
      }
    }
    for (const [column, value] of before) {
      if (column < columns) {
        sums[column] = add(sums[column] ?? 0n, mul(rest, value));
      }
    }
    const result: SparseEntry[] = [];
    for (const [column, value] of sums.entries()) {
      if (value > 0n) {
        result.push([column, value]);
      }
    }
    return result;
  });
}

/** (1 - alpha) * old + alpha * new, the new part at least zero and the whole at most one. */
export function mixCapped(alpha: bigint, fresh: bigint, decayed: bigint): bigint {
  return min(add(decayed, max(mul(alpha, fresh), 0n)), one);
}

/**
 * Sparse, an alpha for each element. Only entries of the new matrix come out: an old bond without a
 * new weight is dropped. Returns the new matrix when numbers of rows differ.
 */
export function matEmaAlphaSparse(fresh: SparseRows, old: SparseRows, alpha: Rows): SparseMatrix {
  if (fresh.length !== old.length || fresh.length !== alpha.length) {
    return copySparse(fresh);
  }
  return fresh.map((row, index) => {
    const alphas = alpha[index] ?? [];
    const decayed = new Array<bigint>(alphas.length).fill(0n);
    for (const [column, value] of old[index] ?? []) {
      const own = alphas[column];
      if (own !== undefined) {
        decayed[column] = mul(sub(one, own), value);
      }
    }
    const result: SparseEntry[] = [];
    for (const [column, value] of row) {
      const own = alphas[column];
      if (own !== undefined) {
        const mixed = mixCapped(own, value, decayed[column] ?? 0n);
        if (mixed > 0n) {
          result.push([column, mixed]);
        }
      }
    }
    return result;
  });
}
