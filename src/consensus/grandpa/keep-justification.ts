/** Every how many blocks the original's node keeps a justification. */
export const justificationPeriod = 512;

/**
 * Whether a block's justification is taken in, or made from the commit that finalizes it: always where the voters change,
 * else once in each period. Rust: `sc_consensus_grandpa::environment::should_process_justification`.
 * @param finalized the number of the last final block, before this one is
 */
export function keepsJustification({
  finalized,
  number,
  changesVoters,
  period = justificationPeriod,
}: {
  readonly finalized: number;
  readonly number: number;
  readonly changesVoters: boolean;
  readonly period?: number;
}): boolean {
  if (changesVoters || finalized === 0) return true;
  const periodOf = (block: number): number => block - (block % period);
  return periodOf(finalized) !== periodOf(number);
}
