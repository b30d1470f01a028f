import type { Chain } from "../chain/chain.ts";
import type { BlockPlace } from "../chain/engine.ts";
import type { ExecutedBlock } from "../chain/executed-block.ts";
import type { Filling } from "../chain/fill-block.ts";
import type { Made } from "../chain/sealing.ts";
import { applyStep, encodeStep, type Step, stepName } from "../chain/step.ts";
import type { Hex } from "../lib/bytes.ts";
import { UserError } from "../lib/user-error.ts";
import type { StateOverlay, StateReader } from "../primitives/state.ts";
import type { Production } from "./production.ts";
import { createSharedTurn, type SharedTurn } from "./shared-turn.ts";

/** How blocks are made on command. */
export interface MakeBlocks {
  /** How many. */
  readonly count: number;
  /** The number of the last one, should others be made meanwhile. */
  readonly to?: number | undefined;
  /** ms between two of them; undefined: one slot. */
  readonly spacing?: bigint | undefined;
  /** Nothing of the pool goes into them. */
  readonly withoutPool?: boolean;
  /** Whether they become final at once, where the owner says so. */
  readonly finalize: boolean;
  /** How often blocks had been called off when these were asked for; undefined: as often as now. */
  readonly asOf?: number | undefined;
}

/** Makes blocks for the owner of a chain. */
export interface Blocks {
  /**
   * Makes blocks; what the pool has ready goes into the first, and into the first after each pause.
   * @returns the last one
   * @throws UserError when they are called off
   */
  make(options: MakeBlocks): Promise<Hex>;
  /** Calls off what `make` was asked for; blocks that are made stay. @returns how many runs end by it */
  callOff(): number;
  /** How often that was. */
  calledOff(): number;
  /** Makes blocks on one that is not the best, none of them final, until they are the longer chain. @returns the last one */
  instead(of: BlockPlace, count: number): Promise<Hex>;
  /**
   * Makes one block of the owner's own: with `fill` in place of the pool's transactions, or over a step that no extrinsic says.
   * @returns its hash
   */
  own(what: OwnBlock): Promise<Hex>;
  /** Runs work whose own blocks all come in one turn of the writer, with no others between them. */
  together: SharedTurn["together"];
  /** Runs a task in that turn, or in one of its own. */
  inTurn: SharedTurn["run"];
  /** From now on blocks are made one at a time, each with what the pool has, and this is waited for after each; undefined: not any more. */
  pace(by: (() => Promise<void>) | undefined): void;
}

export interface OwnBlock {
  /** @param overlay of the state in which the next extrinsic is applied; to be left as it is */
  readonly fill?: (filling: Filling, overlay: StateOverlay) => ReturnType<NonNullable<Made["fill"]>>;
  /** Changes of the state before the block. */
  readonly step?: Change;
  /** Whether it becomes final at once, where the owner says so; it does when not given. */
  readonly finalize?: boolean;
  /** ms after its parent; undefined: the next slot of the clock. */
  readonly spacing?: bigint | undefined;
}

/** Changes of a state, or what computes them when the state is known that they are made in. */
export type Change = Step | ((overlay: StateOverlay) => Step);

/** The changes for a state. @throws UserError as what computes them does */
export const changeFor = (change: Change, overlay: StateOverlay): Step =>
  typeof change === "function" ? change(overlay) : change;

/** So long blocks are made in one write, ms: then the disk is synced, and clients are told. */
const writtenWithin = 100;

type Asked = MakeBlocks & { readonly asOf: number };

/** Nothing but inherents. */
const nothing = async (_filling: Filling) => "NoMoreTransactions" as const;

/** What makes pulses that encrypted weights and commitments wait for. */
export interface Beacon {
  /** Whether a pulse is to come into the next block. */
  isAwaited(state: StateReader): boolean;
  /** Makes only those that something waits for. */
  onlyAwaited(only: boolean): void;
  /** Waits until the pool has them. */
  settled(): Promise<void>;
}

/**
 * @param production makes the blocks.
 * @param beacon without one no pulses are waited for
 */
export function createBlocks(chain: Chain, production: Production, beacon?: Beacon): Blocks {
  const { database, environment, writer } = chain;
  const clock = environment.monotonic ?? environment.now;
  const turns = createSharedTurn(writer.run);
  let paced: (() => Promise<void>) | undefined;
  let calledOff = 0;
  /** Runs of blocks that are being made and were not called off. */
  let running = 0;

  /** Makes a block, so many ms after its parent, or at the time that it was given when that is later. One that fails leaves the clock as it was. */
  const attempt = async (what: Made, spacing: bigint | undefined): Promise<ExecutedBlock> => {
    const { parent } = what;
    const { clock: slots } = production;
    const { moment } = await slots.peek(parent);
    if (spacing !== undefined && parent.number > 0) {
      // The slot after the parent's is one slot later than the parent.
      const spaced = (await slots.after(parent)) - (await slots.duration()) + spacing;
      if (spaced > moment) await slots.set(spaced);
    }
    try {
      return await production.make(what);
    } catch (error) {
      if (production.ownerFinalizes) await production.clock.set(moment);
      throw error;
    }
  };

  const isAwaited = (block: Hex): boolean => {
    const state = beacon === undefined ? undefined : database.stateAt(block);
    return state !== undefined && beacon?.isAwaited(state) === true;
  };

  /** Makes blocks until there are enough, or others want the chain. @returns how many are left to make */
  const series = ({ count, to, spacing, finalize, withoutPool = false, asOf }: Asked): Promise<number> =>
    writer.run(async (turn) => {
      let until = clock() + writtenWithin;
      let made = 0;
      const isThere = ({ number }: BlockPlace): boolean => to !== undefined && number >= to;
      const next = async (): Promise<ExecutedBlock | undefined> => {
        const parent = database.best();
        if (made === count || isThere(parent)) return undefined;
        if (made > 0 && (paced !== undefined || clock() >= until || isAwaited(parent.hash))) return undefined;
        const fill = made === 0 && !withoutPool ? {} : { fill: nothing };
        const block = await attempt({ parent, createEmpty: true, ...fill }, spacing);
        made++;
        return block;
      };
      const goesOn = (): boolean => {
        const parent = database.best();
        // A transaction in the pool, also one in a block that was not told of yet, waits for the pause.
        const waits = chain.pool.status().ready > 0 || isAwaited(parent.hash);
        if (made === count || isThere(parent) || waits || asOf !== calledOff || paced !== undefined) return false;
        until = clock() + writtenWithin;
        return true;
      };
      await writer.storeSeries(turn, { make: next, goesOn, finalize: finalize && production.ownerFinalizes });
      return isThere(database.best()) ? 0 : count - made;
    });

  return {
    async make(options) {
      const { count, asOf = calledOff } = options;
      if (asOf !== calledOff) throw new UserError("called off before the first block");
      beacon?.onlyAwaited(count > 1);
      running++;
      try {
        for (let left = count; left > 0; ) {
          if (asOf !== calledOff)
            throw new UserError(`called off after ${count - left} of ${count} blocks, which stay`);
          left = await series({ ...options, count: left, asOf });
          await environment.yield();
          await beacon?.settled();
          await paced?.();
        }
      } finally {
        if (asOf === calledOff) running--;
        beacon?.onlyAwaited(false);
      }
      return chain.best().hash;
    },
    callOff() {
      const ended = running;
      running = 0;
      calledOff++;
      return ended;
    },
    calledOff: () => calledOff,
    instead: (of, count) =>
      writer.run(async (turn) => {
        let parent = of;
        for (let made = 0; made < count; made++) {
          const block = await production.make({ parent, createEmpty: true, fill: nothing });
          await writer.store(turn, block);
          parent = { hash: block.hash, number: block.number };
        }
        return parent.hash;
      }),
    own: ({ fill, step, finalize = true, spacing }) =>
      turns.run(async (turn) => {
        const parent = database.best();
        let over: StateOverlay | undefined;
        let changes: Step | undefined;
        const own: Made = {
          ...{ parent, createEmpty: true },
          fill: (filling) => (fill === undefined ? nothing(filling) : fill(filling, over as StateOverlay)),
          prepare(overlay) {
            over = overlay;
            if (step === undefined) return;
            changes = changeFor(step, overlay);
            applyStep(overlay, changes);
          },
        };
        const block = await attempt(own, spacing);
        const extra = new Map(block.extra);
        if (changes !== undefined) extra.set(stepName(block.hash), encodeStep(changes));
        await writer.store(turn, { ...block, extra }, finalize && production.ownerFinalizes);
        return block.hash;
      }),
    together: turns.together,
    inTurn: turns.run,
    pace(by) {
      paced = by;
    },
  };
}
