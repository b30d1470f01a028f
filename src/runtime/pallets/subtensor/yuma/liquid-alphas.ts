import { I32F32 } from "../../../fixed/formats.ts";
import type { LiquidAlpha } from "./epoch-types.ts";
import { alphaSigmoid } from "./liquid-alpha.ts";
import type { SparseRow } from "./matrix.ts";
import { u16ProportionToFixed } from "./scalars.ts";

/** Reads a row by ascending columns the way the original does: an entry behind one of a greater column is not seen. */
function reader(row: SparseRow): (column: number) => bigint {
  let at = 0;
  return (column) => {
    for (; at < row.length; at++) {
      const [found, value] = row[at] as SparseRow[number];
      if (found === column) return value;
      if (found > column) break;
    }
    return 0n;
  };
}

/**
 * The alpha of each bond, I32F32 bits: rows of `columns` places with values only where the weights have an entry,
 * since no other is used. Empty when weights and bonds differ in rows.
 * Rust: `pallets/subtensor/src/epoch/run_epoch.rs compute_liquid_alpha_values_sparse`.
 */
export function computeLiquidAlphaValuesSparse(
  weights: readonly SparseRow[],
  bonds: readonly SparseRow[],
  consensus: readonly bigint[],
  { low, high, steepness }: LiquidAlpha,
): bigint[][] {
  if (weights.length !== bonds.length) return [];
  const settings = {
    alphaLow: u16ProportionToFixed(low),
    alphaHigh: u16ProportionToFixed(high),
    steepness: I32F32.saturatingFromNum(steepness),
  };
  return weights.map((row, index) => {
    const alphas = new Array<bigint>(consensus.length);
    const weightAt = reader(row);
    const bondAt = reader(bonds[index] ?? []);
    for (const column of row.map(([uid]) => uid).sort((a, b) => a - b)) {
      const agreed = consensus[column];
      if (agreed === undefined) continue;
      alphas[column] = alphaSigmoid({ consensus: agreed, weight: weightAt(column), bond: bondAt(column), ...settings });
    }
    return alphas;
  });
}
