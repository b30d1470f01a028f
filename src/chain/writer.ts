import { type Place, treeRoute } from "../consensus/fork-tree.ts";
import type { FinalizedBy } from "../consensus/grandpa/finalize-rules.ts";
import type { Hex } from "../lib/bytes.ts";
import type { BlockData } from "../primitives/block.ts";
import type { BlockRules } from "../primitives/block-rules.ts";
import { headerHash } from "../primitives/header.ts";
import type { Database } from "../storage/database.ts";
import type { TrieOverlay } from "../storage/state/overlay.ts";
import type { StateIntake } from "../storage/state/state-intake.ts";
import { createStoredAncestry } from "./ancestry.ts";
import { type Change, createChanging, type Steps } from "./change.ts";
import type { Rest } from "./engine.ts";
import type { ExecutedBlock } from "./executed-block.ts";
import type { Finality } from "./finality/finality.ts";
import { ImportError } from "./import-error.ts";
import { importHistory } from "./import-history.ts";
import type { ImportResult, JustificationNeeds, ListedBlock } from "./import-result.ts";
import { importState, type StateUse, type Voters } from "./import-state.ts";
import { createPutBlock } from "./put-block.ts";
import type { TaskQueue, Turn } from "./queue.ts";
import { type BlockSeries, createSeriesStore } from "./store-series.ts";

/**
 * How a block gets into the chain, in this order:
 *
 *  1. Its invariants are checked, with `--try-state`; it is decided whether it is the best block and whether it is final.
 *     Nothing has changed. A crash leaves the chain without the block, and nobody has heard of it.
 *  2. The block is hidden from everybody outside: from here on the database has it in memory.
 *  3. The database takes it into memory and writes header, body, state and heads as one batch, and waits until the disk
 *     has it. A crash leaves all of the batch or nothing: the block is the head, or its parent is and nobody has heard of
 *     the block. When the write fails, memory is ahead of the disk: the block stays hidden for ever, and no other task
 *     begins, since its error is no refusal.
 *  4. The block is shown: whoever asks finds it, and finds it best when it is. A crash from here on loses only what is
 *     told below; the block is there at the next start, as every block is that was told.
 *  5. The pool lets go what is in blocks now: first of all, since whoever hears of the block may ask for the next nonce.
 *  6. The import is told, then the new best block, then what became final: each names only blocks that were told before.
 *
 * The next block waits until all of this is done. put-block.ts has 1 to 3.
 *
 * Blocks that are mined many at once go through 1 to 3 in the same way; while a write of them is on its way to the disk the next
 * ones are made (store-series.ts).
 *
 * Blocks that come in one list go through 1 to 3 one after the other, each executed on the state that the one before left
 * in memory, and reach the disk as one batch. Then all are shown and told at once: a crash leaves the whole list or
 * nothing of it. When one is refused the list ends there, and the blocks before it are stored.
 */

/** The side of the chain that changes it. */
export interface ChainWriter {
  /** Runs a task that changes the chain: one after the other, in the order of the calls. @throws QueueClosed */
  run: TaskQueue["run"];
  /** Verifies and stores a block from outside. @throws ImportError when it is refused; the head stays. */
  importBlock(block: BlockData): Promise<ImportResult>;
  /**
   * Verifies blocks from outside one after the other, and stores them in one write.
   * @returns what became of each, up to the first that is refused; the others are not tried.
   */
  importBlocks(blocks: readonly BlockData[]): Promise<readonly ListedBlock[]>;
  /** Stores a block. @param finalize makes it final too; otherwise the rule of the chain's options says. */
  store(
    turn: Turn,
    block: ExecutedBlock,
    finalize?: boolean,
  ): Promise<{ readonly isNewBest: boolean } & JustificationNeeds>;
  /** Stores blocks that are made one on the other, many in one write, and tells of all of a write at once. */
  storeSeries(turn: Turn, series: BlockSeries): Promise<void>;
  /**
   * Makes a stored block the best and the final one, before the last final one or on a branch that was left: for chains
   * whose owner decides. What was final is not any more.
   * @param extra what is kept beside the chain, in the same write
   * @throws StorageError when its state is not kept
   */
  moveTo(turn: Turn, hash: Hex, extra?: ReadonlyMap<string, Uint8Array | undefined>): Promise<void>;
  /**
   * Makes a block final, and all before it.
   * @param proof a justification that is known to prove it
   * @throws ImportError when it is not known, or a change of voters before it is not final
   */
  finalize(hash: Hex, proof?: { readonly by: FinalizedBy; readonly justification: Uint8Array }): Promise<void>;
  /**
   * Makes a block the best and final one, with its state that was taken in; only over a genesis block.
   * @throws ImportError when the state is not the block's, or its voters cannot vote
   */
  importState(intake: StateIntake, block: BlockData, use: StateUse): Promise<ImportResult>;
  /**
   * Stores the next blocks under a state that was taken in, oldest first, without executing them.
   * @returns what became of each, up to the first that is refused
   */
  importHistory(blocks: readonly BlockData[]): Promise<readonly ListedBlock[]>;
  /** Changes what is kept beside the chain, in its turn. @param extra asked then; undefined: nothing is to be changed any more */
  keep(extra: () => ReadonlyMap<string, Uint8Array | undefined> | undefined): Promise<void>;
}

export interface WriterContext {
  readonly database: Database;
  readonly queue: TaskQueue;
  /** Which blocks the specification rules out. */
  readonly blockRules: BlockRules;
  /**
   * Makes what verifies the blocks of a list from outside, giving way to others in between. Each is known or stored
   * before the next is verified.
   */
  verifier(blocks: readonly BlockData[], rest: Rest): Promise<(block: BlockData) => Promise<ExecutedBlock>>;
  /** For one long task: lets others go on when it is their turn. */
  rest(): Rest;
  /** Whether a block that becomes the best is final at once. */
  isFinal(block: ExecutedBlock): Promise<boolean>;
  /** @throws BrokenState when the block breaks what must hold in every state. */
  tryState(block: ExecutedBlock): Promise<void>;
  /** Writes extrinsics anew after decoding; undefined when they cannot be decoded. */
  rewriteBody?(body: readonly Uint8Array[]): Promise<readonly Uint8Array[] | undefined>;
  /** Who votes after a block, as its state has it, which is of no use afterwards. */
  votersOf(block: Hex, state: TrieOverlay): Promise<Voters>;
  /** Who votes, and who will; absent: nobody does. */
  readonly finality?: Finality | undefined;
  /** From now on nobody sees that block, until a change is shown. */
  hide(hash: Hex): void;
  /** Shows what is on the disk, and tells everybody. */
  show(change: Change): Promise<void>;
}

/** Makes the writer of a chain. */
export function createWriter(context: WriterContext): ChainWriter {
  const { database, queue, finality } = context;

  const placeOf = (hash: Hex): Place => {
    const number = database.numberOf(hash);
    if (number === undefined) throw new ImportError("parent", undefined, `${hash} is not known`);
    return { hash, number };
  };
  const { parentOf } = createStoredAncestry(database);

  const changing = createChanging(database, parentOf);
  const { put, approach } = createPutBlock({ ...context, parentOf });
  const show = async (change: Change): Promise<void> => {
    finality?.tell();
    await context.show(change);
  };

  const inTurn = (turn: Turn, what: string): void => {
    if (!turn.lasts) throw new Error(`${what} outside the queue`);
  };

  const store: ChainWriter["store"] = async (turn, block, finalize = false) => {
    inTurn(turn, `block ${block.number} is stored`);
    const { result, change, release } = await changing((steps) =>
      database.together(() => put(steps, block, finalize, context.rest())),
    );
    release();
    // 4. to 6.
    await show(change);
    return result;
  };

  const seriesStore = createSeriesStore({
    database,
    changing,
    show,
    put,
    rest: context.rest,
    votes: finality !== undefined,
  });
  const storeSeries: ChainWriter["storeSeries"] = async (turn, series) => {
    inTurn(turn, "blocks are stored");
    await seriesStore(turn, series);
  };

  const moveTo: ChainWriter["moveTo"] = async (turn, hash, extra) => {
    inTurn(turn, "the head is moved");
    if (finality !== undefined)
      throw new ImportError("finality", database.numberOf(hash), "what GRANDPA made final stays final");
    await database.moveTo(hash, extra);
    await show({ stored: [], finalization: { finalized: [], dropped: [] }, rewound: true });
  };

  const importList = async (blocks: readonly BlockData[]): Promise<readonly ListedBlock[]> => {
    const rest = context.rest();
    const verify = await context.verifier(blocks, rest);
    const results: ListedBlock[] = [];
    const importOne = async (steps: Steps, block: BlockData): Promise<ListedBlock> => {
      const hash = headerHash(block.header);
      if (database.header(hash) !== undefined) return { type: "known", hash };
      try {
        return { type: "imported", hash, ...(await put(steps, await verify(block), false, rest)) };
      } catch (error) {
        if (error instanceof ImportError) return { type: "refused", hash, error };
        throw error;
      }
    };
    const work = async (steps: Steps): Promise<void> => {
      for (const block of blocks) {
        const result = await importOne(steps, block);
        results.push(result);
        if (result.type === "refused") return;
      }
    };
    const { change, release } = await changing((steps) => database.together(() => work(steps)));
    release();
    await show(change);
    return results;
  };

  const finalize: ChainWriter["finalize"] = async (hash, proof) => {
    const place = placeOf(hash);
    const finalizing = finality?.finalizing({ block: place, by: proof?.by ?? "commit", proof: proof?.justification });
    if (finality !== undefined && finalizing === undefined) return;
    const { change, release } = await changing(async (steps) => {
      if (!database.isCanonical(hash)) steps.retracts(treeRoute(database.best(), place, parentOf).retracted);
      // One write: a set of voters that ends is not final without the one that follows.
      await database.together(async () => {
        await approach(steps, place, context.rest());
        steps.finalized(await database.finalize(hash, finalizing));
      });
    });
    release();
    if (finalizing !== undefined) finality?.done(finalizing);
    await show(change);
  };

  return {
    run: queue.run,
    importBlock: (block) =>
      queue.run(async (): Promise<ImportResult> => {
        const [result] = await importList([block]);
        if (result === undefined) throw new Error("no block was imported");
        if (result.type === "refused") throw result.error;
        return result;
      }),
    importBlocks: (blocks) => queue.run(() => importList(blocks)),
    importState: (intake, block, use) =>
      queue.run(async () => {
        const { hash, change } = await importState(context, intake, block, use);
        await show(change);
        return { type: "imported", hash, isNewBest: true };
      }),
    importHistory: (blocks) =>
      queue.run(async () => {
        const results = await importHistory(context, blocks);
        finality?.tell();
        return results;
      }),
    store,
    storeSeries,
    moveTo,
    finalize: (hash, proof) => queue.run(() => finalize(hash, proof)),
    keep: (extra) =>
      queue.run(async () => {
        const change = extra();
        if (change !== undefined) await database.putExtra(change);
      }),
  };
}
