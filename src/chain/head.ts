import type { Place } from "../consensus/fork-tree.ts";
import type { Hex } from "../lib/bytes.ts";
import type { Database } from "../storage/database.ts";
import { type Change, storedBlock } from "./change.ts";
import type { ChainTeller } from "./events.ts";
import type { Pool } from "./pool/pool.ts";

/** Where the chain stands for everybody outside: behind the database while a write is on its way to the disk. */
export interface Head {
  best(): Place;
  finalized(): Place;
  /** Whether a block is not on disk yet, so that nobody may see it. */
  isHidden(hash: Hex): boolean;
  hide(hash: Hex): void;
  /** Shows what is on the disk and tells everybody, in the order that `src/chain/writer.ts` gives. */
  show(change: Change): Promise<void>;
}

interface HeadContext {
  readonly database: Database;
  readonly teller: ChainTeller;
  pool(): Pick<Pool, "newBest" | "finalized" | "rewound">;
}

/** Begins where the database is. */
export function createHead({ database, teller, pool }: HeadContext): Head {
  let best: Place = database.best();
  let finalized: Place = database.finalized();
  const hidden = new Set<Hex>();
  return {
    best: () => best,
    finalized: () => finalized,
    isHidden: (hash) => hidden.has(hash),
    hide: (hash) => void hidden.add(hash),
    async show({ stored, newBest, finalization, rewound, finalized: then }) {
      if (then === undefined) hidden.clear();
      // The blocks after these are in the database, and not on disk yet.
      else for (const { hash } of stored) hidden.delete(hash);
      finalized = then ?? database.finalized();
      if (rewound) {
        best = database.best();
        pool().rewound();
        teller.rewound({ hash: best.hash });
        teller.best({ hash: best.hash, retracted: [], enacted: [] });
        return teller.finalized({ hashes: [best.hash], pruned: [] });
      }
      if (newBest !== undefined) {
        best = { hash: newBest.hash, number: newBest.number };
        const atHand = new Map(stored.map(({ hash, block }) => [hash, block]));
        const enacted = newBest.route.enacted.map((hash) => atHand.get(hash) ?? storedBlock(database, hash));
        await pool().newBest({ retracted: newBest.retracted, enacted });
      }
      for (const { hash, isNewBest } of stored) teller.imported({ hash, isNewBest });
      if (newBest !== undefined) {
        const { retracted, enacted } = newBest.route;
        teller.best({ hash: newBest.hash, retracted, enacted });
      }
      const { finalized: hashes, dropped } = finalization;
      if (hashes.length === 0) return;
      pool().finalized(hashes);
      teller.finalized({ hashes, pruned: dropped });
    },
  };
}
