import type { Chain } from "../../chain/chain.ts";
import type { Hex } from "../../lib/bytes.ts";

/** Blocks that something waits for until they are part of the chain. */
export interface AwaitedBlocks {
  /** Waits until a block is imported. @returns whether it was in time */
  wait(hash: Hex): Promise<boolean>;
  /** Lets go whoever waits. */
  stop(): void;
}

/** @param within ms */
export function createAwaitedBlocks(
  { api, environment }: Pick<Chain, "api" | "environment">,
  within: number,
): AwaitedBlocks {
  const waiting = new Map<Hex, Set<(came: boolean) => void>>();
  const release = (hash: Hex, came: boolean): void => {
    const waiters = waiting.get(hash) ?? [];
    waiting.delete(hash);
    for (const go of waiters) go(came);
  };
  const stopHearing = api.events.onImported(({ hash }) => release(hash, true));
  return {
    wait: (hash) =>
      new Promise((resolve) => {
        const waiters = waiting.get(hash) ?? new Set<(came: boolean) => void>();
        waiting.set(hash, waiters);
        const go = (came: boolean): void => {
          cancel();
          waiters.delete(go);
          if (waiters.size === 0 && waiting.get(hash) === waiters) waiting.delete(hash);
          resolve(came);
        };
        const cancel = environment.after(within, () => go(false));
        waiters.add(go);
      }),
    stop() {
      stopHearing();
      for (const hash of [...waiting.keys()]) release(hash, false);
    },
  };
}
