import type { Chain } from "../chain/chain.ts";
import type { BlockPlace } from "../chain/engine.ts";
import type { SlotClock } from "../chain/slot-clock.ts";
import type { Hex } from "../lib/bytes.ts";
import { UserError } from "../lib/user-error.ts";
import type { ChainTypes } from "../metadata/chain-types.ts";
import type { Allowed, Landing, Moment, Tried } from "./api.ts";
import { blocksToHalving, type Issued, nextHalving } from "./halving.ts";
import { hasItem } from "./types-at.ts";

/** Moments of Bittensor's time, by what the state after the best block says. */
export interface Moments {
  /** Where a moment lies. @throws UserError when it never comes */
  landing(moment: Moment): Promise<Landing>;
  /**
   * Fixes a moment, so that it stays the same while blocks are made.
   * @returns where it lies now; undefined once it has come
   */
  fix(moment: Moment): Promise<() => Promise<Landing | undefined>>;
}

/** What is read of a state by the names that metadata has: the same for these rules and for a chain's own program. */
type Read = (item: string, ...keys: readonly unknown[]) => unknown;

const pallet = "SubtensorModule";

interface MomentParts {
  readonly chain: Chain;
  readonly clock: SlotClock;
  typesAt(): Promise<ChainTypes>;
  whenAllowed(tried: Tried): Promise<Allowed>;
}

/** A moment that storage items of one state tell. */
type StoredMoment = Exclude<Moment, { until: "allowed" | "halving" }>;

/**
 * Computes the block that a moment comes with, and its time when each block until then is one slot after the one before.
 * Nothing is simulated: what other calls change meanwhile moves it.
 */
export function createMoments({ chain, clock, typesAt, whenAllowed }: MomentParts): Moments {
  const readBest = async (): Promise<Read> => reader(await typesAt(), chain, chain.database.best().hash);
  const placed = async (number: number): Promise<Landing> => {
    const best = chain.database.best();
    const slot = await clock.duration();
    if (number <= best.number) return { number: best.number, moment: (await clock.after(best)) - slot };
    const next = await clock.peek(best);
    return { number, moment: next.moment + BigInt(number - best.number - 1) * slot };
  };
  /** The block before the one that takes it. */
  const beforeAllowed = async (tried: Tried): Promise<number> => {
    const { block, refusedBy } = await whenAllowed(tried);
    if (block === undefined) throw new UserError(`no block takes it, however long one waits: ${refusedBy}`);
    return block.number - 1;
  };
  const issued = async (): Promise<Issued> => {
    const best = chain.database.best();
    const parent = best.number === 0 ? undefined : chain.header(best.hash)?.parentHash;
    const issuanceAt = async (block: Hex) =>
      BigInt(reader(await typesAt(), chain, block)("TotalIssuance") as number | bigint | string);
    // The first block that is there after a state was loaded has no state before it.
    const isKept = parent !== undefined && chain.database.stateAt(parent) !== undefined;
    return { now: await issuanceAt(best.hash), before: isKept ? await issuanceAt(parent) : undefined };
  };
  const ahead = (blocks: number): Promise<Landing> => placed(chain.database.best().number + blocks);
  return {
    async landing(moment) {
      if (moment.until === "allowed") return placed(await beforeAllowed(moment.tried));
      if (moment.until === "halving") {
        const known = await issued();
        return ahead(blocksToHalving(nextHalving(known.now), known));
      }
      return placed(blockOf(moment, chain.database.best(), await readBest()));
    },
    async fix(moment) {
      if (moment.until === "allowed") {
        return async () => {
          const block = await beforeAllowed(moment.tried);
          return block <= chain.database.best().number ? undefined : placed(block);
        };
      }
      if (moment.until === "halving") {
        // What is recycled meanwhile puts it off.
        const threshold = nextHalving((await issued()).now);
        return async () => {
          const blocks = blocksToHalving(threshold, await issued());
          return blocks === 0 ? undefined : ahead(blocks);
        };
      }
      const read = await readBest();
      const first = blockOf(moment, chain.database.best(), read);
      if (moment.until !== "epoch" && moment.until !== "children") {
        return async () => (first <= chain.database.best().number ? undefined : placed(first));
      }
      // An epoch may be put off, and children come with an epoch: whether it was is read each time.
      const { netuid } = moment;
      const epoch = number(read("SubnetEpochIndex", netuid)) + (moment.until === "epoch" ? (moment.count ?? 1) : 0);
      return async () => {
        const now = await readBest();
        const best = chain.database.best();
        if (moment.until === "children") {
          return waitingChildren(now, moment) === undefined ? undefined : placed(childrenSet(now, moment, best));
        }
        const left = epoch - number(now("SubnetEpochIndex", netuid));
        return left <= 0 ? undefined : placed(epochs(now, netuid, best, left));
      };
    },
  };
}

function reader(types: ChainTypes, chain: Chain, block: Hex): Read {
  const state = chain.database.stateAt(block);
  if (state === undefined) throw new Error("the state of the best block is not kept");
  return (item, ...keys) => {
    if (!hasItem(types, pallet, item))
      throw new UserError(`the chain's rules have no ${pallet}.${item}, which says when`);
    const bytes = state.get(types.storageKey(pallet, item, keys));
    return bytes === undefined ? types.defaultValue(pallet, item) : types.decodeValue(pallet, item, bytes);
  };
}

/** @returns the block number; one that has passed when the moment is past */
function blockOf(moment: StoredMoment, best: BlockPlace, read: Read): number {
  switch (moment.until) {
    case "block":
      if (moment.number < best.number)
        throw new UserError(`block ${moment.number} is past: the best block is ${best.number}`);
      return moment.number;
    case "epoch":
      return epochs(read, moment.netuid, best, moment.count ?? 1);
    case "immunityEnd": {
      if (moment.uid >= number(read("SubnetworkN", moment.netuid)))
        throw new UserError(`there is no uid ${moment.uid} in subnet ${moment.netuid}`);
      const registered = number(read("BlockAtRegistration", moment.netuid, moment.uid));
      return registered + number(read("ImmunityPeriod", moment.netuid));
    }
    case "children":
      return childrenSet(read, moment, best);
    case "reveal":
      return reveal(read, moment, best);
    case "leaseEnd": {
      const lease = read("SubnetLeases", moment.lease) as { end_block?: unknown } | undefined | null;
      if (lease === undefined || lease === null) throw new UserError(`there is no lease ${moment.lease}`);
      if (lease.end_block === undefined || lease.end_block === null)
        throw new UserError(`the lease ${moment.lease} has no end`);
      return number(lease.end_block);
    }
  }
}

const number = (value: unknown): number => Number(value);

/** The block of a subnet's epoch after so many more. */
function epochs(read: Read, netuid: number, best: BlockPlace, count: number): number {
  if (count < 1) throw new UserError(`${count} epochs: ask for 1 or more`);
  if (read("NetworksAdded", netuid) !== true) throw new UserError(`there is no subnet ${netuid}`);
  if (netuid === 0) throw new UserError("the root subnet has no epochs of its own: name another");
  const tempo = number(read("Tempo", netuid));
  if (tempo === 0) throw new UserError(`the subnet ${netuid} has tempo 0: it has no epochs`);
  const automatic = number(read("LastEpochBlock", netuid)) + tempo;
  const asked = number(read("PendingEpochAt", netuid));
  const next = Math.max(asked > 0 ? Math.min(automatic, asked) : automatic, best.number + 1);
  return next + (count - 1) * tempo;
}

/** Children that wait are set by the first epoch after their cooldown. */
function childrenSet(read: Read, { netuid, hotkey }: Extract<Moment, { until: "children" }>, best: BlockPlace): number {
  const cooldown = waitingChildren(read, { netuid, hotkey });
  if (cooldown === undefined) throw new UserError(`no children of ${hotkey} wait on subnet ${netuid}`);
  const tempo = number(read("Tempo", netuid));
  let block = epochs(read, netuid, best, 1);
  while (block <= cooldown) block += tempo;
  return block;
}

/** The block until which a hotkey's new children wait; undefined when none do. */
function waitingChildren(read: Read, { netuid, hotkey }: { readonly netuid: number; readonly hotkey: Hex }) {
  const [children, cooldown] = read("PendingChildKeys", netuid, hotkey) as [unknown[], unknown];
  return children.length === 0 && number(cooldown) === 0 ? undefined : number(cooldown);
}

/** A commit is revealed in the epoch that lies its subnet's period after its own. */
function reveal(read: Read, { netuid, hotkey }: Extract<Moment, { until: "reveal" }>, best: BlockPlace): number {
  const commits = read("WeightCommits", netuid, hotkey) as readonly (readonly unknown[])[] | null | undefined;
  const period = number(read("RevealPeriodEpochs", netuid));
  const current = number(read("SubnetEpochIndex", netuid));
  const wanted = (commits ?? []).map((commit) => number(commit[1]) + period);
  const first = wanted.find((epoch) => epoch >= current);
  if (first === undefined) {
    const expired = wanted.length === 0 ? "" : `: ${wanted.length} were not revealed in time`;
    throw new UserError(`no weights of ${hotkey} wait for their reveal on subnet ${netuid}${expired}`);
  }
  return first === current ? best.number : epochs(read, netuid, best, first - current);
}
