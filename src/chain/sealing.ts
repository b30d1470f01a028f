import { slotDigest } from "../consensus/aura.ts";
import type { Hex } from "../lib/bytes.ts";
import { messageOf } from "../lib/user-error.ts";
import { type CreatedBlock, type SealingApi, SealingError } from "./api.ts";
import type { Chain } from "./chain.ts";
import type { ExecutedBlock } from "./executed-block.ts";
import { type Proposal, propose, seal } from "./propose.ts";
import { QueueClosed, type Turn } from "./queue.ts";
import { isRefusal } from "./refusals.ts";
import type { ShieldKeystore } from "./shield-keystore.ts";
import { createSlotClock, type SlotClock } from "./slot-clock.ts";

/**
 * How blocks are made without Aura: on command, for each transaction, or every so many ms; `mixed` for each transaction and
 * every so many ms.
 */
export type SealingMode = "manual" | "instant" | number | { readonly mixed: number };

export interface Sealing {
  readonly api: SealingApi;
  /** The slots of the blocks that are made. */
  readonly clock: SlotClock;
  mode(): SealingMode;
  /** Changes how blocks are made from now on; `manual` pauses all that makes them by itself. */
  setMode(mode: SealingMode): void;
  /** Makes a block of the next slot, to be stored by whoever asked. @throws ProposalError */
  make(what: Made): Promise<ExecutedBlock>;
  stop(): void;
}

/** What a block is made of. */
export interface Made extends Pick<Proposal, "parent" | "fill" | "prepare"> {
  /** Whether it must hold a transaction. @throws SealingError 12000 when there is none */
  readonly createEmpty: boolean;
}

/** How long a block may take to fill, ms. Rust: `MAX_PROPOSAL_DURATION`, of which a third is left. */
const proposalTime = 6666;

/**
 * Makes blocks without slots and seals. Time rises by one slot for each block; `manual` starts it at 0 as the original
 * does, the others at the wall clock, or after the last block of the chain when that is later.
 * Rust: `sc_consensus_manual_seal` as subtensor's node sets it up.
 * @param shield keys for extrinsics that are submitted encrypted; without them blocks announce none.
 * @param waits whether no block is made by itself until `setMode` says how
 */
export function startSealing(chain: Chain, first: SealingMode, shield?: ShieldKeystore, waits = false): Sealing {
  const { environment } = chain;
  const clock = createSlotClock(chain, first === "manual" ? undefined : environment.now());
  let mode = first;
  let stopped = false;
  let stopMode = (): void => {};

  const make = async ({ createEmpty, ...what }: Made): Promise<ExecutedBlock> => {
    const { slot, moment } = await clock.next(what.parent);
    const deadline = environment.now() + proposalTime;
    const proposal = { ...what, digest: [slotDigest(slot)], moment, deadline, shield };
    const proposed = await propose(chain, proposal).catch(async (error: unknown) => {
      // What the owner asked for and was refused is no attempt of the chain: time stays as it was.
      if (what.fill !== undefined) await clock.set(moment);
      throw error;
    });
    if (!createEmpty && proposed.body.length === proposed.inherents) throw emptyPool();
    return seal(proposed, undefined);
  };
  const createNow = async (turn: Turn, options: Parameters<SealingApi["createBlock"]>[0]): Promise<CreatedBlock> => {
    const { createEmpty, finalize } = options;
    if (!createEmpty && chain.pool.status().ready === 0) throw emptyPool();
    const parent = options.parentHash === undefined ? chain.best() : placeOf(chain, options.parentHash);
    const block = await make({ parent, createEmpty });
    const { isNewBest } = await chain.writer.store(turn, block, finalize);
    return { hash: block.hash, isNewBest, proofSize: 0 };
  };
  const create: SealingApi["createBlock"] = (options) =>
    chain.writer.run((turn) => createNow(turn, options)).catch(asSealingError);

  const api: SealingApi = {
    createBlock: async (options) => (mode === "manual" ? create(options) : stopping()),
    finalizeBlock: async (hash) => {
      if (mode !== "manual") return stopping();
      await chain.writer.finalize(hash).catch(asSealingError);
      return true;
    },
  };

  const report = (error: unknown): void => {
    const code = error instanceof SealingError ? error.code : undefined;
    if (stopped || code === 10_000) return;
    const level = code === 12_000 ? "debug" : "error";
    environment.log[level]("manual-seal", `No block was made: ${messageOf(error)}`);
  };
  /** Makes a block every so many ms. @returns ends it */
  const sealEvery = (interval: number): (() => void) => {
    let ended = false;
    let cancel = (): void => {};
    const tick = (): void => {
      const started = environment.now();
      create({ createEmpty: true, finalize: true })
        .catch(report)
        .finally(() => {
          const used = environment.now() - started;
          if (!ended) cancel = environment.after(used < interval ? interval - used : 0, tick);
        });
    };
    tick();
    return () => {
      ended = true;
      cancel();
    };
  };
  /** Makes one block for all that became ready in a turn, after the pool is done with them. @returns ends it */
  const sealEach = (): (() => void) => {
    let [ended, waiting] = [false, false];
    let cancel = (): void => {};
    const sealSoon = (): void => {
      if (waiting || ended) return;
      waiting = true;
      cancel = environment.after(0, () => {
        waiting = false;
        create({ createEmpty: false, finalize: true })
          .then(() => {
            if (chain.pool.status().ready > 0) sealSoon();
          })
          .catch(report);
      });
    };
    const unsubscribe = chain.pool.onReady(sealSoon);
    if (chain.pool.status().ready > 0) sealSoon();
    return () => {
      ended = true;
      unsubscribe();
      cancel();
    };
  };
  const begin = (): void => {
    const interval = typeof mode === "number" ? mode : typeof mode === "object" ? mode.mixed : undefined;
    const ends = [
      ...(interval === undefined ? [] : [sealEvery(interval)]),
      ...(mode === "instant" || typeof mode === "object" ? [sealEach()] : []),
    ];
    stopMode = () => {
      for (const end of ends) end();
    };
  };
  if (!waits) begin();
  return {
    api,
    clock,
    mode: () => mode,
    setMode(next) {
      if (stopped) return;
      stopMode();
      mode = next;
      begin();
    },
    make,
    stop() {
      stopped = true;
      stopMode();
    },
  };
}

function placeOf(chain: Chain, hash: Hex) {
  const number = chain.database.numberOf(hash);
  if (number === undefined) throw new SealingError(13_000, `Block ${hash} not found`);
  return { hash, number };
}

const emptyPool = (): SealingError =>
  new SealingError(12_000, "Transaction pool is empty, set create_empty to true, if you want to create empty blocks");

function stopping(): never {
  throw new SealingError(10_000, "Consensus process is terminating");
}

function asSealingError(error: unknown): never {
  if (error instanceof SealingError) throw error;
  // Every other error is a fault: the queue has told it, and the node ends.
  if (error instanceof QueueClosed || !isRefusal(error)) stopping();
  throw new SealingError(20_000, `Other error: ${error instanceof Error ? error.message : error}`);
}
