import { isBetter, type Place, type TreeRoute, treeRoute } from "../consensus/fork-tree.ts";
import type { FinalizedBy } from "../consensus/grandpa/finalize-rules.ts";
import type { Hex } from "../lib/bytes.ts";
import { type Block, type BlockData, readBlock } from "../primitives/block.ts";
import { createExtrinsic } from "../primitives/extrinsic.ts";
import { headerHash } from "../primitives/header.ts";
import type { Database, Finalization } from "../storage/database.ts";
import type { TrieOverlay } from "../storage/state/overlay.ts";
import type { StateIntake } from "../storage/state/state-intake.ts";
import type { Finality, Importing } from "./finality/finality.ts";
import { ImportError } from "./import-error.ts";
import { importHistory } from "./import-history.ts";
import { importState, type Voters } from "./import-state.ts";
import type { TaskQueue, Turn } from "./queue.ts";

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
 * The next block waits until all of this is done.
 *
 * Blocks that come in one list go through 1 to 3 one after the other, each executed on the state that the one before left
 * in memory, and reach the disk as one batch. Then all are shown and told at once: a crash leaves the whole list or
 * nothing of it. When one is refused the list ends there, and the blocks before it are stored.
 */

/** A block whose execution is known to be right, verified or made here, with what it changed over its parent's state. */
export interface ExecutedBlock extends Block {
  readonly overlay: TrieOverlay;
}

export type ImportResult =
  | ({ readonly type: "imported"; readonly hash: Hex; readonly isNewBest: boolean } & JustificationNeeds)
  | { readonly type: "known"; readonly hash: Hex };

/** What is missing to prove an imported block final, where that matters. */
export type JustificationNeeds = Partial<
  Pick<Importing, "needsJustification" | "badJustification" | "clearsJustificationRequests">
>;

/** What became of a block of a list. */
export type ListedBlock = ImportResult | { readonly type: "refused"; readonly hash: Hex; readonly error: ImportError };

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
  /**
   * Makes a block final, and all before it.
   * @param proof a justification that is known to prove it
   * @throws ImportError when it is not known, or a change of voters before it is not final
   */
  finalize(hash: Hex, proof?: { readonly by: FinalizedBy; readonly justification: Uint8Array }): Promise<void>;
  /**
   * Makes a block the best and final one, with its state that was taken in; only over a genesis block.
   * @param backfill whether the blocks under it are to be fetched
   * @throws ImportError when the state is not the block's, or its voters cannot vote
   */
  importState(intake: StateIntake, block: BlockData, backfill: boolean): Promise<ImportResult>;
  /**
   * Stores the next blocks under a state that was taken in, oldest first, without executing them.
   * @returns what became of each, up to the first that is refused
   */
  importHistory(blocks: readonly BlockData[]): Promise<readonly ListedBlock[]>;
  /** Runs a change of what is kept beside the chain, in its turn. */
  keep(extra: ReadonlyMap<string, Uint8Array | undefined>): Promise<void>;
}

/** What became of the chain, to be shown and told. */
export interface Change {
  /** The blocks that were stored, parents first; none when only the heads moved. */
  readonly stored: readonly { readonly hash: Hex; readonly isNewBest: boolean }[];
  readonly newBest?: NewBest | undefined;
  readonly finalization: Finalization;
}

export interface NewBest extends Place {
  readonly route: TreeRoute;
  /** Blocks that left the best chain, newest first; those of lost branches are not in the database any more. */
  readonly retracted: readonly Block[];
}

export interface WriterContext {
  readonly database: Database;
  readonly queue: TaskQueue;
  /**
   * Makes what verifies the blocks of a list from outside, giving way to others in between. Each is known or stored
   * before the next is verified.
   */
  verifier(blocks: readonly BlockData[]): Promise<(block: BlockData) => Promise<ExecutedBlock>>;
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
  const parentOf = (hash: Hex): Place | undefined => {
    const header = database.header(hash);
    if (header === undefined) return undefined;
    const { parentHash, number } = readBlock({ header, body: [] });
    return { hash: parentHash, number: number - 1 };
  };

  /** Does work that changes the database, and gives what it came to. Nothing is shown of it. */
  const changing = async <T>(work: (step: Steps) => Promise<T>): Promise<{ result: T; change: Change }> => {
    const before = database.best();
    const retracted = new Map<Hex, Block>();
    const stored: { readonly hash: Hex; readonly isNewBest: boolean }[] = [];
    const finalization = { finalized: [] as Hex[], dropped: [] as Hex[] };
    const result = await work({
      // Bodies of lost branches are not kept: they are read while the database has them.
      retracts(hashes) {
        for (const hash of hashes) if (!retracted.has(hash)) retracted.set(hash, storedBlock(database, hash));
      },
      stored: (block) => void stored.push(block),
      finalized({ finalized, dropped }) {
        for (const hash of finalized) finalization.finalized.push(hash);
        for (const hash of dropped) finalization.dropped.push(hash);
      },
    });
    const best = database.best();
    const route = best.hash === before.hash ? undefined : treeRoute(before, best, parentOf);
    const newBest = route && {
      ...best,
      route,
      retracted: route.retracted.map((hash) => retracted.get(hash) ?? storedBlock(database, hash)),
    };
    return { result, change: { stored, newBest, finalization } };
  };
  const show = async (change: Change): Promise<void> => {
    finality?.tell();
    await context.show(change);
  };

  /** Steps 1 to 3 of a block. */
  const put = async (steps: Steps, block: ExecutedBlock, finalize: boolean) => {
    // 1.
    await context.tryState(block);
    const { hash, number, parentHash } = block;
    const importing = finality?.importing(block);
    const best = database.best();
    // A final block is the best one whatever the lengths.
    const proof = importing?.proof?.[1];
    const isNewBest = isBetter({ hash, number }, best) || finalize || proof !== undefined;
    const final = finalize || proof !== undefined || (isNewBest && (await context.isFinal(block)));
    const by = proof === undefined ? "commit" : "justification";
    const finalizing = final
      ? finality?.finalizing({ block: { hash, number }, by, proof, importing, parentHash })
      : undefined;
    if (isNewBest && parentHash !== best.hash) {
      steps.retracts(treeRoute(best, { hash: parentHash, number: number - 1 }, parentOf).retracted);
    }
    // 2.
    context.hide(hash);
    // 3.
    const body = block.body.map(({ bytes }) => bytes);
    const made = finalizing?.justification;
    const justifications = made === undefined ? (importing?.justifications ?? []) : [made];
    const write = { hash, header: block.header, body, justifications, overlay: block.overlay, best: isNewBest };
    const extra = new Map([...(importing?.extra ?? []), ...(finalizing?.extra ?? [])]);
    const written = database.commitBlock({ ...write, extra, finalized: final });
    if (importing !== undefined) finality?.done(importing);
    if (finalizing !== undefined) finality?.done(finalizing);
    steps.finalized(await written);
    steps.stored({ hash, isNewBest });
    return { isNewBest, ...needsOf(importing) };
  };

  const store: ChainWriter["store"] = async (turn, block, finalize = false) => {
    if (!turn.lasts) throw new Error(`block ${block.number} is stored outside the queue`);
    const { result, change } = await changing((steps) => put(steps, block, finalize));
    // 4. to 6.
    await show(change);
    return result;
  };

  const importList = async (blocks: readonly BlockData[]): Promise<readonly ListedBlock[]> => {
    const verify = await context.verifier(blocks);
    const results: ListedBlock[] = [];
    const importOne = async (steps: Steps, block: BlockData): Promise<ListedBlock> => {
      const hash = headerHash(block.header);
      if (database.header(hash) !== undefined) return { type: "known", hash };
      try {
        return { type: "imported", hash, ...(await put(steps, await verify(block), false)) };
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
    // What is the best block outside stays readable, however far the list goes.
    const unpin = database.pin(database.best().hash);
    try {
      const { change } = await changing((steps) => database.together(() => work(steps)));
      await show(change);
    } finally {
      unpin();
    }
    return results;
  };

  const finalize: ChainWriter["finalize"] = async (hash, proof) => {
    const place = placeOf(hash);
    const finalizing = finality?.finalizing({ block: place, by: proof?.by ?? "commit", proof: proof?.justification });
    if (finality !== undefined && finalizing === undefined) return;
    const { change } = await changing(async (steps) => {
      if (!database.isCanonical(hash)) steps.retracts(treeRoute(database.best(), place, parentOf).retracted);
      steps.finalized(await database.finalize(hash, finalizing));
    });
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
    importState: (intake, block, backfill) =>
      queue.run(async () => {
        const { hash, change } = await importState(context, intake, block, backfill);
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
    finalize: (hash, proof) => queue.run(() => finalize(hash, proof)),
    keep: (extra) => queue.run(() => database.putExtra(extra)),
  };
}

/** What is told of each step while the database changes. */
interface Steps {
  /** Blocks are about to leave the best chain. */
  retracts(hashes: readonly Hex[]): void;
  stored(block: { readonly hash: Hex; readonly isNewBest: boolean }): void;
  finalized(finalization: Finalization): void;
}

/** Only what is so: most blocks need nothing. */
function needsOf(importing: Importing | undefined): JustificationNeeds {
  if (importing === undefined) return {};
  const { needsJustification, badJustification, clearsJustificationRequests } = importing;
  return {
    ...(needsJustification ? { needsJustification } : {}),
    ...(badJustification ? { badJustification } : {}),
    ...(clearsJustificationRequests ? { clearsJustificationRequests } : {}),
  };
}

/** A block of the database. @throws RangeError for one that is not there. */
export function storedBlock(database: Database, hash: Hex): Block {
  const header = database.header(hash);
  if (header === undefined) throw new RangeError(`the block ${hash} is not stored`);
  return readBlock({ header, body: (database.body(hash) ?? []).map(createExtrinsic) });
}
