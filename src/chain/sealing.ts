import { slotAt, slotDigest, slotOf, slotStart } from "../consensus/aura.ts";
import type { Hex } from "../lib/bytes.ts";
import { messageOf } from "../lib/user-error.ts";
import { type CreatedBlock, type SealingApi, SealingError } from "./api.ts";
import type { Chain } from "./chain.ts";
import { propose, seal } from "./propose.ts";
import { QueueClosed, type Turn } from "./queue.ts";
import { isRefusal } from "./refusals.ts";
import { slotDuration } from "./runtime-apis.ts";
import type { ShieldKeystore } from "./shield-keystore.ts";

/** How blocks are made without Aura: on command, for each transaction, or every so many ms. */
export type SealingMode = "manual" | "instant" | number;

export interface Sealing {
  readonly api: SealingApi;
  stop(): void;
}

/** How long a block may take to fill, ms. Rust: `MAX_PROPOSAL_DURATION`, of which a third is left. */
const proposalTime = 6666;

/**
 * Makes blocks without slots and seals. Time rises by one slot for each block; `manual` starts it at 0 as the original
 * does, the others at the wall clock, or after the last block of the chain when that is later.
 * Rust: `sc_consensus_manual_seal` as subtensor's node sets it up.
 * @param shield keys for extrinsics that are submitted encrypted; without them blocks announce none.
 */
export function startSealing(chain: Chain, mode: SealingMode, shield?: ShieldKeystore): Sealing {
  const { environment } = chain;
  const started = environment.now();
  let clock: SlotClock | undefined;
  let stopped = false;
  let cancel = (): void => {};

  const createNow = async (turn: Turn, options: Parameters<SealingApi["createBlock"]>[0]): Promise<CreatedBlock> => {
    if (!options.createEmpty && chain.pool.status().ready === 0) throw emptyPool();
    const parent = options.parentHash === undefined ? chain.best() : placeOf(chain, options.parentHash);
    // The time passes for attempts that fail too, as in the original.
    clock ??= await slotClock(chain, mode === "manual" ? undefined : started);
    const { slot, moment } = clock.next();
    const proposed = await propose(chain, {
      parent,
      digest: [slotDigest(slot)],
      moment,
      deadline: environment.now() + proposalTime,
      shield,
    });
    if (!options.createEmpty && proposed.body.length === proposed.inherents) throw emptyPool();
    const block = seal(proposed, undefined);
    const { isNewBest } = await chain.writer.store(turn, block, options.finalize);
    return { hash: block.hash, isNewBest, proofSize: 0 };
  };
  const create: SealingApi["createBlock"] = (options) =>
    chain.writer.run((turn) => createNow(turn, options)).catch(asSealingError);

  const api: SealingApi = {
    createBlock: mode === "manual" ? create : async () => stopping(),
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
  if (typeof mode === "number") {
    const tick = (): void => {
      const started = environment.now();
      create({ createEmpty: true, finalize: true })
        .catch(report)
        .finally(() => {
          const used = environment.now() - started;
          if (!stopped) cancel = environment.after(used < mode ? mode - used : 0, tick);
        });
    };
    tick();
  }
  let waiting = false;
  /** One block for all that became ready in this turn; it is made after the pool is done with them. */
  const sealSoon = (): void => {
    if (waiting || stopped) return;
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
  const unsubscribe = mode === "instant" ? chain.pool.onReady(sealSoon) : () => {};
  return {
    api,
    stop() {
      stopped = true;
      unsubscribe();
      cancel();
    },
  };
}

/** A clock that goes on by one slot each time it is read. */
interface SlotClock {
  next(): { readonly slot: bigint; readonly moment: bigint };
}

/** @param wall ms since 1970 that the clock begins at, unless the chain is later already; undefined begins at the chain's time. */
async function slotClock(chain: Chain, wall: number | undefined): Promise<SlotClock> {
  const { hash, number } = chain.best();
  const [header, runtime] = [chain.header(hash), chain.runtimeAt(hash)];
  if (header === undefined || runtime === undefined) throw new Error("the state of the best block is not kept");
  const duration = await slotDuration(runtime.ask);
  const last = number === 0 ? 0n : slotOf(header);
  const first = wall === undefined ? 0n : slotAt(BigInt(wall), duration) - 1n;
  let slot = last > first ? last : first;
  return {
    next() {
      slot++;
      return { slot, moment: slotStart(slot, duration) };
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
