import type { Hex } from "../lib/bytes.ts";
import type { ChainEvents, Unsubscribe } from "./api.ts";
import type { Log } from "./environment.ts";

interface Topic<T> {
  on(listener: (value: T) => void): Unsubscribe;
  tell(value: T): void;
}

function topic<T>(log: Log): Topic<T> {
  const listeners = new Set<(value: T) => void>();
  return {
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    tell(value) {
      for (const listener of [...listeners]) {
        // One listener that fails must not keep the others from what they wait for, nor stop the chain.
        try {
          listener(value);
        } catch (error) {
          log.error("chain", `a listener failed: ${error instanceof Error ? (error.stack ?? error.message) : error}`);
        }
      }
    },
  };
}

/** Events with the side that tells them. */
export interface ChainTeller {
  readonly events: ChainEvents;
  imported(block: { readonly hash: Hex; readonly isNewBest: boolean }): void;
  best(change: { readonly hash: Hex; readonly retracted: readonly Hex[]; readonly enacted: readonly Hex[] }): void;
  finalized(change: { readonly hashes: readonly Hex[]; readonly pruned: readonly Hex[] }): void;
  rewound(head: { readonly hash: Hex }): void;
}

/** Events with the functions that tell of them. A listener that throws is logged, and the others are told. */
export function createTeller(log: Log): ChainTeller {
  const imported = topic<Parameters<ChainTeller["imported"]>[0]>(log);
  const best = topic<Parameters<ChainTeller["best"]>[0]>(log);
  const finalized = topic<Parameters<ChainTeller["finalized"]>[0]>(log);
  const rewound = topic<Parameters<ChainTeller["rewound"]>[0]>(log);
  return {
    events: { onImported: imported.on, onBest: best.on, onFinalized: finalized.on, onRewound: rewound.on },
    imported: imported.tell,
    best: best.tell,
    finalized: finalized.tell,
    rewound: rewound.tell,
  };
}
