import { type Place, type TreeRoute, treeRoute } from "../consensus/fork-tree.ts";
import type { Hex } from "../lib/bytes.ts";
import { type Block, readBlock } from "../primitives/block.ts";
import { createExtrinsic } from "../primitives/extrinsic.ts";
import type { Database, Finalization } from "../storage/database.ts";

/** What became of the chain, to be shown and told. */
export interface Change {
  /** The blocks that were stored, parents first; none when only the heads moved. */
  readonly stored: readonly StoredBlock[];
  readonly newBest?: NewBest | undefined;
  readonly finalization: Finalization;
  /** The head was moved by the chain's owner: what was final may not be any more. */
  readonly rewound?: boolean;
  /** The last final block after this change, where the database may be ahead of it already. */
  readonly finalized?: Place;
}

export interface StoredBlock {
  readonly hash: Hex;
  readonly isNewBest: boolean;
  /** The block itself, where it is at hand and need not be read. */
  readonly block?: Block;
}

export interface NewBest extends Place {
  readonly route: TreeRoute;
  /** Blocks that left the best chain, newest first; those of lost branches are not in the database any more. */
  readonly retracted: readonly Block[];
}

/** What is told of each step while the database changes. */
export interface Steps {
  /** Blocks are about to leave the best chain. */
  retracts(hashes: readonly Hex[]): void;
  stored(block: StoredBlock): void;
  finalized(finalization: Finalization): void;
}

/**
 * Does work that changes the database, and gives what it came to. Nothing is shown of it. What was the head before stays readable
 * until `release` is called, which who fails has no need to.
 */
export type Changing = <T>(
  work: (steps: Steps) => Promise<T>,
) => Promise<{ readonly result: T; readonly change: Change; release(): void }>;

export function createChanging(database: Database, parentOf: (hash: Hex) => Place | undefined): Changing {
  return async (work) => {
    const before = database.best();
    const finalization = { finalized: [] as Hex[], dropped: [] as Hex[] };
    const stored: StoredBlock[] = [];
    const retracted = new Map<Hex, Block>();
    const steps: Steps = {
      // Bodies of lost branches are not kept: they are read while the database has them.
      retracts(hashes) {
        for (const hash of hashes) if (!retracted.has(hash)) retracted.set(hash, storedBlock(database, hash));
      },
      stored: (block) => void stored.push(block),
      finalized({ finalized, dropped }) {
        for (const hash of finalized) finalization.finalized.push(hash);
        for (const hash of dropped) finalization.dropped.push(hash);
      },
    };
    // What is the best block outside, and the last final one, stays readable however far the work goes.
    const pins = [before, database.finalized()].map(({ hash }) => database.pin(hash));
    const release = (): void => {
      for (const unpin of pins) unpin();
    };
    try {
      const result = await work(steps);
      const best = database.best();
      const route = best.hash === before.hash ? undefined : treeRoute(before, best, parentOf);
      const newBest = route && {
        ...best,
        route,
        retracted: route.retracted.map((hash) => retracted.get(hash) ?? storedBlock(database, hash)),
      };
      return { result, change: { stored, newBest, finalization }, release };
    } catch (error) {
      release();
      throw error;
    }
  };
}

/** A block of the database. @throws RangeError for one that is not there. */
export function storedBlock(database: Database, hash: Hex): Block {
  const header = database.header(hash);
  if (header === undefined) throw new RangeError(`the block ${hash} is not stored`);
  return readBlock({ header, body: (database.body(hash) ?? []).map(createExtrinsic) });
}
