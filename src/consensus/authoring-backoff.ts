/** How authors slow down while finality lags. Rust: `sc_consensus_slots::BackoffAuthoringOnFinalizedHeadLagging`. */
export interface AuthoringBackoff {
  /** Blocks that may be without finality before anybody waits. */
  readonly unfinalizedSlack: number;
  /** Blocks without finality for each further slot of waiting. */
  readonly authoringBias: number;
  /** Slots that anybody waits at most. */
  readonly maxInterval: number;
}

/** As the original's node sets it. Rust: `node/src/service.rs new_full`. */
export const usualBackoff: AuthoringBackoff = { unfinalizedSlack: 6, authoringBias: 2, maxInterval: 100 };

/** Where the chain stands when a slot begins. */
export interface Lag {
  readonly best: number;
  readonly bestSlot: bigint;
  readonly finalized: number;
  readonly slot: bigint;
}

/** Whether no block should be made in a slot, since too many blocks are without finality. Rust: `should_backoff`. */
export function backsOff(backoff: AuthoringBackoff, { best, bestSlot, finalized, slot }: Lag): boolean {
  if (slot <= bestSlot) return false;
  const beyond = best - finalized - backoff.unfinalizedSlack;
  if (beyond <= 0) return false;
  const whole = (beyond - (beyond % backoff.authoringBias)) / backoff.authoringBias;
  const interval = whole < backoff.maxInterval ? whole : backoff.maxInterval;
  return slot <= bestSlot + BigInt(interval);
}
