import { medianOfAll } from "../../src/runtime/pallets/subtensor/yuma/median.ts";
import { normalize } from "../../src/runtime/pallets/subtensor/yuma/vectors.ts";

/**
 * Median of each column of a dense matrix over the rows with stake above zero. A row that is missing
 * or of another length counts with neither stake nor score.
 */
export function weightedMedianCol(
  stake: readonly bigint[],
  score: readonly (readonly bigint[])[],
  majority: bigint,
): bigint[] {
  const columns = score[0]?.length ?? 0;
  const rows = [...stake.keys()].filter((row) => (stake[row] ?? 0n) > 0n);
  const whole = (row: number): boolean => score[row]?.length === columns;
  const weights = normalize(rows.map((row) => (whole(row) ? (stake[row] ?? 0n) : 0n)));
  const median = medianOfAll(weights, majority);
  return Array.from({ length: columns }, (_, column) =>
    median(rows.map((row) => (whole(row) ? (score[row]?.[column] ?? 0n) : 0n))),
  );
}
