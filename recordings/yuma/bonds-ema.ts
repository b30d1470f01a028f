import { add, mul, one, sub } from "../../src/runtime/fixed/i32f32.ts";
import { mixCapped, type Rows } from "../../src/runtime/pallets/subtensor/yuma/bonds-ema.ts";
import type { Matrix } from "../../src/runtime/pallets/subtensor/yuma/matrix.ts";
import { copyMatrix, isEmptyMatrix } from "../../src/runtime/pallets/subtensor/yuma/matrix.ts";

function shorter(a: number, b: number): number {
  return a < b ? a : b;
}

/** Dense, one alpha for all; cut to the shapes both matrices have. */
export function matEma(fresh: Rows, old: Rows, alpha: bigint): Matrix {
  if (isEmptyMatrix(fresh)) {
    return [[]];
  }
  const rest = sub(one, alpha);
  return fresh.slice(0, shorter(fresh.length, old.length)).map((row, index) => {
    const before = old[index] ?? [];
    return row
      .slice(0, shorter(row.length, before.length))
      .map((value, column) => add(mul(alpha, value), mul(rest, before[column] ?? 0n)));
  });
}

/** Dense, an alpha for each element. Returns the old matrix when numbers of rows differ, the new one when rows do. */
export function matEmaAlpha(fresh: Rows, old: Rows, alpha: Rows): Matrix {
  if (isEmptyMatrix(fresh)) {
    return [[]];
  }
  if (fresh.length !== old.length || fresh.length !== alpha.length) {
    return copyMatrix(old);
  }
  if (fresh.some((row, index) => row.length !== old[index]?.length || row.length !== alpha[index]?.length)) {
    return copyMatrix(fresh);
  }
  return fresh.map((row, index) =>
    row.map((value, column) => {
      const own = alpha[index]?.[column] ?? 0n;
      return mixCapped(own, value, mul(sub(one, own), old[index]?.[column] ?? 0n));
    }),
  );
}
