import type { Hex } from "../../lib/bytes.ts";

/** The blocks that subscriptions hold on to, counted over all of them. */
export interface Pins {
  add(owner: PinOwner, hash: Hex): void;
  remove(owner: PinOwner, hash: Hex): void;
  removeAll(owner: PinOwner): void;
}

/** A subscription as the pins see it. */
export interface PinOwner {
  /** Ends it because too much is pinned. */
  evict(): void;
}

/** Blocks pinned at once over all subscriptions, and how long one is safe from being let go, in ms. */
export interface PinLimits {
  readonly blocks: number;
  readonly duration: number;
}

/**
 * @param now the time in ms, from any start.
 * @param hold keeps a block readable until what it gives is called.
 */
export function createPins(limits: PinLimits, now: () => number, hold: (hash: Hex) => () => void): Pins {
  const owners = new Map<PinOwner, Map<Hex, number>>();
  const holders = new Map<Hex, { count: number; readonly letGo: () => void }>();

  const release = (hash: Hex): void => {
    const held = holders.get(hash);
    if (held === undefined || --held.count > 0) return;
    holders.delete(hash);
    held.letGo();
  };
  const removeAll = (owner: PinOwner): void => {
    const own = owners.get(owner);
    owners.delete(owner);
    for (const hash of own?.keys() ?? []) release(hash);
  };
  const evict = (victims: readonly PinOwner[]): void => {
    for (const owner of victims) {
      removeAll(owner);
      owner.evict();
    }
  };
  /** First those go that hold a block for too long; when that is not enough, all. */
  const makeRoom = (): void => {
    if (holders.size < limits.blocks) return;
    const oldest = now() - limits.duration;
    evict([...owners].filter(([, own]) => [...own.values()].some((since) => since < oldest)).map(([owner]) => owner));
    if (holders.size >= limits.blocks) evict([...owners.keys()]);
  };

  return {
    add(owner, hash) {
      if (owners.get(owner)?.has(hash)) return;
      if (!holders.has(hash)) makeRoom();
      const own = owners.get(owner) ?? new Map<Hex, number>();
      owners.set(owner, own);
      own.set(hash, now());
      const held = holders.get(hash) ?? { count: 0, letGo: hold(hash) };
      held.count++;
      holders.set(hash, held);
    },
    remove(owner, hash) {
      if (owners.get(owner)?.delete(hash)) release(hash);
    },
    removeAll,
  };
}
