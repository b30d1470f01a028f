import type { Chain } from "../chain/chain.ts";
import { createTaskQueue } from "../chain/queue.ts";
import { UserError } from "../lib/user-error.ts";
import type { DevApi } from "./api.ts";
import type { Blocks } from "./blocks.ts";
import { inWords } from "./in-words.ts";
import type { Production } from "./production.ts";
import type { Mark, Snapshots } from "./snapshots.ts";

/** What goes elsewhere: blocks in a row that are being made are called off first. */
const leaving = ["setHead", "revert", "reset", "load"] as const;

/** Blocks in a row, which may be called off before they are begun. */
const rows = ["newBlocks", "until"] as const;

/** What waits until the owner's action before it is done. */
const actions = [
  ...(["timeTravel", "reorganise"] as const),
  // A half-made subnet is nothing to come back to.
  ...(["snapshot", "dump"] as const),
];

/** Of those the ones that may take several blocks: nothing comes between, and the chain goes back when they fail. */
const whole = [
  "deal",
  "setStorage",
  "dispatch",
  "registerSubnet",
  "registerNeuron",
  "setWeights",
  "cutToSubnet",
] as const;

interface StepParts {
  readonly chain: Pick<Chain, "database" | "finality">;
  readonly blocks: Blocks;
  readonly production: Pick<Production, "ownerFinalizes">;
  readonly snapshots: Pick<Snapshots, "mark">;
}

/**
 * Makes each of the owner's actions one step. Those that change the chain run one after the other, in the order in which they
 * were asked for; what only reads does not wait. One that makes several blocks has the chain to itself meanwhile; when it
 * fails, the chain goes back to where it was, pool and clock included, or the error says which blocks stay.
 */
export function createOwnerSteps({ chain, blocks, production, snapshots }: StepParts): (api: DevApi) => DevApi {
  const { database } = chain;
  const queue = createTaskQueue();

  const asOne = async <T>(work: () => Promise<T>): Promise<T> => {
    let mark: Mark | undefined;
    let refill = async (): Promise<void> => {};
    const run = async (): Promise<T> => {
      const before = database.best();
      mark = await snapshots.mark();
      try {
        return await work();
      } catch (error) {
        const { hash, number } = database.best();
        if (hash === before.hash) throw error;
        if (!production.ownerFinalizes || chain.finality !== undefined)
          throw withBlocks(error, before.number + 1, number);
        refill = await blocks.inTurn(mark.back);
        throw error;
      }
    };
    try {
      return await blocks.together(run);
    } finally {
      mark?.release();
      await refill();
    }
  };

  return (api) => {
    const worded = inWords(api);
    const steps: Record<string, unknown> = { ...worded };
    const wrap = (
      name: keyof DevApi,
      how: (work: () => Promise<unknown>) => Promise<unknown>,
      asked: () => unknown = () => undefined,
    ): void => {
      const run = worded[name] as (...args: unknown[]) => Promise<unknown>;
      steps[name] = (...args: unknown[]) => {
        asked();
        return queue.run(() => how(() => run(...args)));
      };
    };
    for (const name of actions) wrap(name, (work) => work());
    for (const name of leaving) wrap(name, (work) => work(), blocks.callOff);
    for (const name of rows) {
      const run = worded[name] as (asked: unknown) => Promise<unknown>;
      steps[name] = (asked: unknown) => {
        const asOf = blocks.calledOff();
        return queue.run(() => {
          if (asOf !== blocks.calledOff()) throw new UserError("called off before the first block");
          return run(asked);
        });
      };
    }
    for (const name of whole) wrap(name, asOne);
    return steps as unknown as DevApi;
  };
}

/** The same error, with the blocks that stay although it failed. */
function withBlocks(error: unknown, first: number, last: number): unknown {
  if (!(error instanceof UserError)) return error;
  const blocks = first === last ? `block ${first}` : `blocks ${first} to ${last}`;
  return new UserError(
    `${error.message}; this chain does not go back: ${blocks}, made until then, with all in them stay`,
  );
}
