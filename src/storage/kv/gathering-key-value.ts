import type { GuardedKeyValue } from "./guarded-key-value.ts";
import { bytesOf, type StoreChanges, type StoreKey, type StoreValue } from "./key-value.ts";

/** A store in which several writes can reach the disk as one. */
export interface GatheringKeyValue extends GuardedKeyValue {
  /**
   * Runs work whose writes count at once for whoever reads here, and are on disk, all of them or none, once the promise is
   * fulfilled. They are written too when the work throws: what was written counts already. One work at a time.
   */
  gather<T>(work: () => Promise<T>): Promise<T>;
  /** The same, but fulfilled when the work is done. `onDisk` is fulfilled when the disk has it; another work may begin before. */
  gatherAhead<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly onDisk: Promise<void> }>;
}

/** Makes a store gather writes. */
export function gatheringKeyValue(store: GuardedKeyValue): GatheringKeyValue {
  let held: Map<StoreKey, StoreValue | undefined> | undefined;

  /** Writes what was held; reading sees it all the while. */
  const flush = (): Promise<void> => {
    const changes: StoreChanges = held ?? new Map();
    const onDisk = changes.size === 0 ? Promise.resolve() : store.write(changes, { sync: true });
    held = undefined;
    return onDisk;
  };

  const gatherAhead: GatheringKeyValue["gatherAhead"] = async (work) => {
    if (held !== undefined) throw new Error("writes are gathered already");
    held = new Map();
    let result: Awaited<ReturnType<typeof work>>;
    try {
      result = await work();
    } catch (error) {
      await flush();
      throw error;
    }
    const onDisk = flush();
    // Whoever goes on first may never come to wait for it.
    onDisk.catch(() => {});
    return { result, onDisk };
  };

  return {
    ...store,
    getSync(key) {
      const value = held?.get(key);
      if (value !== undefined) return bytesOf(value);
      return held?.has(key) === true ? undefined : store.getSync(key);
    },
    async write(changes, options) {
      if (held === undefined) return store.write(changes, options);
      for (const [key, value] of changes) held.set(key, value);
    },
    async gather(work) {
      const { result, onDisk } = await gatherAhead(work);
      await onDisk;
      return result;
    },
    gatherAhead,
  };
}
