import type { Database } from "../storage/database.ts";
import type { Change, Changing, Steps } from "./change.ts";
import type { Rest } from "./engine.ts";
import type { ExecutedBlock } from "./executed-block.ts";
import type { Turn } from "./queue.ts";

/** Blocks that are made one on the other. */
export interface BlockSeries {
  /** Makes the next one, on the best one of the database; undefined: this write has enough. */
  make(): Promise<ExecutedBlock | undefined>;
  /** Whether there are more to make, at once: before the last write is on the disk and told of. */
  goesOn(): boolean;
  /** Whether the blocks of a write become final in it. */
  readonly finalize: boolean;
}

interface SeriesContext {
  readonly database: Pick<Database, "togetherAhead" | "finalize" | "finalized">;
  readonly changing: Changing;
  show(change: Change): Promise<void>;
  put(steps: Steps, block: ExecutedBlock, finalize: boolean, rest: Rest): Promise<unknown>;
  rest(): Rest;
  /** Whether there are voters: what they are told of is not split by writes, so nothing is made ahead. */
  readonly votes: boolean;
}

/**
 * Makes what stores series. One write at most is on its way to the disk while blocks of the next are made; it is shown and told of
 * when the disk has it, before the next one is handed over. What was told is on the disk, as ever; a crash leaves a part of what
 * was not told. The head that others see stays readable until the one after it is shown.
 */
export function createSeriesStore({ database, changing, show, put, rest, votes }: SeriesContext) {
  return async (turn: Turn, { make, goesOn, finalize }: BlockSeries): Promise<void> => {
    const rested = rest();
    const work = async (steps: Steps): Promise<void> => {
      let last: ExecutedBlock | undefined;
      for (let block = await make(); block !== undefined; block = await make()) {
        await put(steps, block, false, rested);
        last = block;
        await rested();
      }
      // Once for all: the trie between two of them need not be written.
      if (finalize && last !== undefined) steps.finalized(await database.finalize(last.hash));
    };

    let told: Promise<void> = Promise.resolve();
    try {
      for (let more = true; more; ) {
        const { result, change, release } = await changing((steps) => database.togetherAhead(() => work(steps)));
        const ended = { ...change, finalized: database.finalized() };
        await told;
        told = result.onDisk.then(() => show(ended)).finally(release);
        // Its error comes out below.
        told.catch(() => {});
        more = !votes && !turn.isAwaited && goesOn();
      }
    } finally {
      await told;
    }
  };
}
