import { isBetter, type Place, type TreeRoute, treeRoute } from "../consensus/fork-tree.ts";
import type { Hex } from "../lib/bytes.ts";
import { decodeHeader, type Header, headerHash } from "../primitives/header.ts";
import type { Runtime } from "../runtime/frame/compose.ts";
import type { ReadState } from "../runtime/frame/state.ts";
import type { Database } from "../storage/database.ts";
import { StorageError } from "../storage/errors.ts";
import type { TrieOverlay } from "../storage/state/overlay.ts";
import type { ChainApi } from "./api.ts";
import { brokenState } from "./broken-state.ts";
import { makeChainApi } from "./chain-api.ts";
import type { Environment } from "./environment.ts";
import { makeTeller } from "./events.ts";
import type { EnactedBlock, Pool, PoolOptions } from "./pool/pool.ts";
import { makePool } from "./pool/pool.ts";
import { makeTaskQueue, type TaskQueue } from "./queue.ts";
import { checkAhead } from "./signature-checks.ts";
import { makeValidator } from "./validator.ts";
import { ImportError, type IncomingBlock, type VerifyContext, verifyBlock } from "./verify-block.ts";

export interface ChainOptions {
  readonly runtime: Runtime;
  /** Holds a genesis block. */
  readonly database: Database;
  readonly environment: Environment;
  readonly pool?: PoolOptions;
  /** Whether this node makes blocks. */
  readonly authors: boolean;
  readonly seals: VerifyContext["seals"];
  /** Whether a block's time is compared with the clock. */
  readonly checkClock: boolean;
  readonly badBlocks?: readonly Hex[];
  /** Whether a new best block is final at once, by the state it leaves. */
  finalizesBest(state: ReadState): boolean;
  /** Whether every invariant of the state is checked before a block is stored. */
  readonly tryState?: boolean;
  /** Told when the node must end: the disk does not take a write, so that memory is ahead of it, or a block breaks the state. */
  onFatal?(error: Error): void;
}

/** A block whose execution is known to be right: verified, or made here. */
export interface ReadyBlock {
  readonly hash: Hex;
  readonly number: number;
  readonly parentHash: Hex;
  readonly header: Uint8Array;
  readonly body: readonly Uint8Array[];
  readonly overlay: TrieOverlay;
}

export type ImportResult =
  | { readonly type: "imported"; readonly hash: Hex; readonly isNewBest: boolean }
  | { readonly type: "known"; readonly hash: Hex };

/** The chain with the side that changes it. What others may use is `api`. */
export interface Chain {
  readonly api: ChainApi;
  readonly pool: Pool;
  readonly runtime: Runtime;
  readonly database: Database;
  readonly environment: Environment;
  /** All changes run here, one after the other. */
  readonly queue: TaskQueue;
  best(): Place;
  header(hash: Hex): Header | undefined;
  readState(hash: Hex): ReadState | undefined;
  /** Verifies and stores a block from outside. @throws ImportError when it is refused; the head stays. */
  importBlock(block: IncomingBlock): Promise<ImportResult>;
  /** Stores a block; only within `queue`. @param finalize makes it final too; otherwise the rule of the options says. */
  store(block: ReadyBlock, finalize?: boolean): Promise<{ readonly isNewBest: boolean }>;
  /** Makes a block final, and all before it. */
  finalize(hash: Hex): Promise<void>;
  /** Waits for what is under way, then closes the database. */
  close(): Promise<void>;
}

/** How many ready transactions are validated again at a time, and how long it rests between, ms. */
const revalidation = { batch: 20, pause: 200 };

/** How long after its inclusion a transaction is told to be final at the earliest, ms. In the original finality takes longer. */
const statusPause = 400;

/** Puts the chain together over a database. */
export function makeChain(options: ChainOptions): Chain {
  const { runtime, database, environment } = options;
  const queue = makeTaskQueue();
  const teller = makeTeller(environment.log);
  const badBlocks = new Set(options.badBlocks ?? []);
  // Where the chain stands for everybody outside: behind the database while a write is on its way to the disk.
  let best: Place = database.best();
  let finalized: Place = database.finalized();
  let hidden: Hex | undefined;
  let stopRevalidation = (): void => {};
  const pending = new Set<() => void>();

  const header = (hash: Hex): Header | undefined => {
    const bytes = database.header(hash);
    return bytes === undefined ? undefined : decodeHeader(bytes);
  };
  const parentOf = (hash: Hex): Place | undefined => {
    const found = header(hash);
    return found === undefined ? undefined : { hash: found.parentHash, number: found.number - 1 };
  };
  const readState = (hash: Hex): ReadState | undefined => {
    const state = database.stateAt(hash);
    return state === undefined ? undefined : { get: state.get, nextKey: state.nextKey, rules: runtime.rules, runtime };
  };
  const blockOf = (hash: Hex): EnactedBlock => ({
    hash,
    parentHash: header(hash)?.parentHash ?? hash,
    body: database.body(hash) ?? [],
  });

  const validator = makeValidator({ runtime, database });
  const pool = makePool(
    {
      head: () => best,
      validate: validator.validate,
      nonceOf: (account) => validator.nonceOf(account, best.hash),
      authors: options.authors,
      now: environment.now,
    },
    options.pool,
  );

  const revalidateLater = (): void => {
    stopRevalidation();
    stopRevalidation = environment.after(revalidation.pause, () => {
      if (pool.revalidate(revalidation.batch) > 0) revalidateLater();
    });
  };

  const written = async <T>(write: Promise<T>): Promise<T> => {
    try {
      return await write;
    } catch (error) {
      if (error instanceof StorageError && error.problem !== "misuse") options.onFatal?.(error);
      throw error;
    }
  };

  /** Tells everybody what was written: pool first, since whoever hears of a block may ask for the next nonce. */
  const announceBest = (to: Place, route: TreeRoute, left: readonly EnactedBlock[]): void => {
    best = to;
    pool.newBest({ retracted: left, enacted: route.enacted.map(blockOf) });
    teller.best({ hash: to.hash, retracted: route.retracted, enacted: route.enacted });
    if (pool.status().ready > 0) revalidateLater();
  };
  const announceFinal = (hashes: readonly Hex[], pruned: readonly Hex[]): void => {
    if (hashes.length === 0) return;
    finalized = database.finalized();
    teller.finalized({ hashes, pruned });
    // @polkadot/api looks up a block's events for each status, and drops the lookup when the next status comes: told
    // at once, finality would hide the inclusion from whoever waits for that.
    const cancel = environment.after(statusPause, () => {
      pending.delete(cancel);
      pool.finalized(hashes);
    });
    pending.add(cancel);
  };

  /** Checks every invariant. @throws BrokenState */
  const tryState = (block: ReadyBlock): void => {
    const before = readState(block.parentHash);
    const broken = before === undefined ? undefined : brokenState(runtime, block, before);
    if (broken === undefined) return;
    options.onFatal?.(broken);
    throw broken;
  };

  const store: Chain["store"] = async (block, finalize = false) => {
    if (options.tryState) tryState(block);
    const place: Place = { hash: block.hash, number: block.number };
    const extends_ = block.parentHash === best.hash;
    // A final block is the best one whatever the lengths.
    const isNewBest = isBetter(place, best) || finalize;
    const after: ReadState = { get: block.overlay.get, nextKey: block.overlay.nextKey, rules: runtime.rules, runtime };
    const final = finalize || (isNewBest && options.finalizesBest(after));
    const route: TreeRoute = extends_
      ? { retracted: [], common: best.hash, enacted: [block.hash] }
      : withNewest(treeRoute(best, { hash: block.parentHash, number: block.number - 1 }, parentOf), block.hash);
    const left = route.retracted.map(blockOf);
    hidden = block.hash;
    const { finalized: hashes, dropped } = await written(
      database.commitBlock({ ...block, best: isNewBest, ...(final ? { finalized: true } : {}) }),
    );
    hidden = undefined;
    if (isNewBest) announceBest(place, route, left);
    teller.imported({ hash: block.hash, isNewBest });
    announceFinal(hashes, dropped);
    return { isNewBest };
  };

  const importNow = async (block: IncomingBlock): Promise<ImportResult> => {
    await checkAhead(block, { runtime, database });
    const verified = verifyBlock(block, {
      runtime,
      badBlocks,
      seals: options.seals,
      now: options.checkClock ? environment.now() : undefined,
      headerOf: header,
      stateOf: (hash) => (canHaveChildren(hash) ? readState(hash) : undefined),
      overlayOf: (hash) => database.overlayAt(hash),
    });
    return { type: "imported", hash: verified.hash, ...(await store(verified)) };
  };
  const canHaveChildren = (hash: Hex): boolean => {
    const number = database.numberOf(hash);
    return number !== undefined && (number > finalized.number || hash === finalized.hash);
  };

  const finalize = async (hash: Hex): Promise<void> => {
    const place = { hash, number: database.numberOf(hash) };
    if (place.number === undefined) throw new ImportError("parent", undefined, `${hash} is not known`);
    const route = database.isCanonical(hash) ? undefined : treeRoute(best, place as Place, parentOf);
    const left = route?.retracted.map(blockOf) ?? [];
    const { finalized: hashes, dropped } = await written(database.finalize(hash));
    if (route !== undefined) announceBest(database.best(), route, left);
    announceFinal(hashes, dropped);
  };

  const api = makeChainApi({
    database,
    runtime,
    pool,
    events: teller.events,
    best: () => best,
    finalized: () => finalized,
    isHidden: (hash) => hash === hidden,
  });

  return {
    api,
    pool,
    runtime,
    database,
    environment,
    queue,
    best: () => best,
    header,
    readState,
    importBlock: (block) =>
      queue.run(async () => {
        const hash = headerHash(block.header);
        return database.header(hash) === undefined ? importNow(block) : { type: "known", hash };
      }),
    store,
    finalize: (hash) => queue.run(() => finalize(hash)),
    async close() {
      stopRevalidation();
      for (const cancel of pending) cancel();
      await queue.close();
      await database.close();
    },
  };
}

function withNewest(route: TreeRoute, newest: Hex): TreeRoute {
  return { ...route, enacted: [...route.enacted, newest] };
}
