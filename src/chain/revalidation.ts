import type { ChainEvents } from "./api.ts";
import type { Environment } from "./environment.ts";
import type { Pool } from "./pool/pool.ts";

/** How many transactions are validated again at a time, and how long it rests between, ms. */
const [batch, pause] = [20, 200];

interface RevalidationContext {
  readonly pool: Pick<Pool, "revalidate" | "status">;
  readonly environment: Environment;
  readonly events: ChainEvents;
  onFatal(error: Error): void;
}

/**
 * Validates the pool's ready transactions again after each new best block, and after an upgrade all of them: little by
 * little.
 * Rust: `sc_transaction_pool::single_state_txpool::revalidation`.
 */
export function startRevalidation({ pool, environment, events, onFatal }: RevalidationContext): { stop(): void } {
  let cancel: (() => void) | undefined;
  let busy = false;
  let stopped = false;
  /** A timer that runs goes on: blocks that come faster than it ends would put the work off for ever. */
  const later = (): void => {
    if (stopped || cancel !== undefined) return;
    cancel = environment.after(pause, () => void work());
  };
  const work = async (): Promise<void> => {
    cancel = undefined;
    if (busy) return later();
    busy = true;
    try {
      if ((await pool.revalidate(batch)) > 0) later();
    } catch (error) {
      // The state of the best block cannot be read.
      if (!stopped) onFatal(error instanceof Error ? error : new Error(String(error)));
    } finally {
      busy = false;
    }
  };
  const unsubscribe = events.onBest(() => {
    const { ready, future } = pool.status();
    if (ready + future > 0) later();
  });
  return {
    stop() {
      stopped = true;
      cancel?.();
      unsubscribe();
    },
  };
}
