import type { Chain } from "../chain/chain.ts";
import type { Turn } from "../chain/queue.ts";
import type { Hex } from "../lib/bytes.ts";
import { UserError } from "../lib/user-error.ts";
import { StorageError } from "../storage/errors.ts";
import type { Production } from "./production.ts";

/** Moments of a chain that its owner comes back to. */
export interface Snapshots {
  /** Remembers the best block, what waits in the pool and the time of the next block. @returns the snapshot's number */
  take(): Promise<number>;
  /**
   * Goes back, or forward, to a snapshot. It stays, and so do all others.
   * @returns the block that is the best now
   * @throws UserError for a number that there is not
   */
  revert(id: number): Promise<Hex>;
  /** Goes to where this run began, with nothing in the pool. @returns that block */
  reset(): Promise<Hex>;
  /** Makes where the chain is now the place that `reset` goes to. */
  begin(): Promise<void>;
  /** Remembers the chain without a number, in the turn of whoever asks. */
  mark(): Promise<Mark>;
  /** Forgets a snapshot. @returns whether there was one */
  drop(id: number): boolean;
  list(): readonly { readonly id: number; readonly hash: Hex; readonly number: number }[];
  /**
   * Makes a block the best and final one, whatever lies after it; what waits in the pool stays.
   * @throws UserError when it is not known, or its state is not kept
   */
  setHead(hash: Hex): Promise<Hex>;
}

/** A moment that one task of the owner's may go back to. */
export interface Mark {
  /** Goes back in a turn of the writer. @returns what waited then and waits now, to be put into the pool after the turn */
  back(turn: Turn): Promise<() => Promise<void>>;
  /** Forgets it. */
  release(): void;
}

interface Snapshot {
  readonly hash: Hex;
  readonly number: number;
  /** Transactions that waited, in the order in which a block would take them. */
  readonly pool: readonly Uint8Array[];
  /** The time of the block that would have come next, ms since 1970. */
  readonly moment: bigint;
  /** Lets its state be pruned. */
  release(): void;
}

/** Snapshots that an error names. */
const mostNamed = 10;

/** @throws UserError where others say what is final */
function requireGoesBack({ finality }: Pick<Chain, "finality">): void {
  if (finality === undefined) return;
  throw new UserError("what GRANDPA made final stays final: the dev command and --sealing have chains that go back");
}

/** @param chain one whose blocks are final as its owner says. */
export function createSnapshots(chain: Chain, production: Production): Snapshots {
  const { database, pool, writer } = chain;
  const taken = new Map<number, Snapshot>();
  let last = 0;

  const find = (id: number): Snapshot => {
    const found = taken.get(id);
    if (found !== undefined) return found;
    const ids = [...taken.keys()];
    const few = ids.slice(-mostNamed).join(", ");
    const there = ids.length > mostNamed ? `there are ${ids.length}, the last ones ${few}` : `there are ${few}`;
    throw new UserError(`there is no snapshot ${id}: ${ids.length === 0 ? "none was taken" : there}`);
  };
  /** Moves the head; all that waited in the pool is gone afterwards, until it is filled again. */
  const move = async (turn: Turn, hash: Hex): Promise<void> => {
    const { best, finalized } = database;
    if (best().hash === hash && finalized().hash === hash) return pool.rewound();
    requireGoesBack(chain);
    try {
      await writer.moveTo(turn, hash);
    } catch (error) {
      if (!(error instanceof StorageError) || (error.problem !== "misuse" && error.problem !== "gone")) throw error;
      throw new UserError(`the head cannot be moved there: ${error.message}`);
    }
  };
  const here = async (): Promise<Snapshot> => {
    const best = database.best();
    const { moment } = await production.clock.peek(best);
    return { ...best, pool: pool.all(), moment, release: database.pin(best.hash) };
  };
  const make = (): Promise<Snapshot> => writer.run(here);
  const goTo = async ({ hash, moment, pool: waiting }: Snapshot): Promise<Hex> => {
    await writer.run(async (turn) => {
      await move(turn, hash);
      await production.clock.set(moment);
    });
    await pool.refill(waiting);
    return hash;
  };
  let first: Snapshot | undefined;

  return {
    async take() {
      const snapshot = await make();
      taken.set(++last, snapshot);
      return last;
    },
    revert: async (id) => goTo(find(id)),
    async begin() {
      first = { ...(await make()), pool: [] };
      // A node that nobody resets prunes as it was told.
      first.release();
    },
    async reset() {
      requireGoesBack(chain);
      if (first === undefined) throw new UserError("the chain is still being started");
      return goTo(first);
    },
    async mark() {
      const { hash, moment, pool: waited, release } = await here();
      return {
        release,
        async back(turn) {
          const waiting = [...waited, ...pool.all()];
          await move(turn, hash);
          await production.clock.set(moment);
          return () => pool.refill(waiting);
        },
      };
    },
    drop(id) {
      taken.get(id)?.release();
      return taken.delete(id);
    },
    list: () => [...taken].map(([id, { hash, number }]) => ({ id, hash, number })),
    async setHead(hash) {
      if (database.header(hash) === undefined) throw new UserError(`block ${hash} is not known`);
      let waiting: readonly Uint8Array[] = [];
      await writer.run(async (turn) => {
        waiting = pool.all();
        await move(turn, hash);
        await production.clock.set(await production.clock.after(database.best()));
      });
      await pool.refill(waiting);
      return hash;
    },
  };
}
