/** The round that a beacon is at, rounds counting from 1; 0 before the first. @param moment ms since 1970. */
export function roundAt(
  moment: bigint,
  { period, genesis_time }: { readonly period: number; readonly genesis_time: number },
): bigint {
  const since = moment / 1000n - BigInt(genesis_time);
  return since < 0n || period === 0 ? 0n : since / BigInt(period) + 1n;
}
