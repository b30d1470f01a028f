import type { StateKey } from "../lib/bytes.ts";
import type { KeyPage } from "./remote-state.ts";

/** Decides which keys are asked for together with one that is missing, by what was missing before. */
export interface ReadAhead {
  /**
   * @param key that is missing; of a walk the path to a node, filled up to whole bytes
   * @param isWalk a node on a walk through keys is missing, or on a path that changes
   */
  after(key: StateKey, isWalk: boolean): KeyPage | undefined;
  /** These keys are there now. */
  arrived(page: KeyPage, keys: readonly StateKey[]): void;
  /** A key is read: whether reading ahead was of use shows here. */
  noteRead(key: StateKey): void;
}

/** A storage item's keys begin with two hashes of 16 bytes: of its pallet, and of itself. */
export const itemPrefix = 32;
/** Maps whose keys have so few bytes more (a netuid, also behind its hash of 8) have few keys: one for each subnet, often. */
export const shortSuffix = 10;
const [firstOfShort, firstOfWalk, firstOfReads, most] = [256, 16, 16, 1000] as const;

interface Item {
  /** Keys of the last page. */
  last: number;
  misses: number;
  /** Keys that came ahead and were not read yet. */
  readonly waiting: Set<StateKey>;
  /** How many keys of pages were read. */
  hits: number;
}

export function createReadAhead(): ReadAhead {
  const items = new Map<StateKey, Item>();
  const itemOf = (prefix: StateKey): Item => {
    let item = items.get(prefix);
    if (item === undefined) {
      item = { last: 0, misses: 0, waiting: new Set(), hits: 0 };
      items.set(prefix, item);
    }
    return item;
  };

  const countFor = (item: Item, isWalk: boolean, isShort: boolean): number => {
    if (isShort && item.last === 0) return firstOfShort;
    if (isWalk) return Math.min(most, Math.max(firstOfWalk, item.last * 4));
    // Single reads of a large map: nothing says that its next keys will be read, except that those before were.
    if (item.misses < 2) return 0;
    if (item.last === 0) return firstOfReads;
    return item.hits * 2 >= item.last ? Math.min(most, item.last * 4) : 0;
  };

  return {
    after(key, isWalk) {
      if (key.length < itemPrefix || (key.length === itemPrefix && !isWalk)) return undefined;
      const prefix = key.slice(0, itemPrefix);
      const item = itemOf(prefix);
      item.misses++;
      const isShort = !isWalk && key.length - itemPrefix <= shortSuffix;
      const count = countFor(item, isWalk, isShort);
      if (count === 0) return undefined;
      const fromStart = isShort && item.last === 0;
      item.last = count;
      item.hits = 0;
      return { prefix, after: fromStart ? prefix : key, count };
    },
    arrived({ prefix }, keys) {
      const { waiting } = itemOf(prefix);
      waiting.clear();
      for (const key of keys) waiting.add(key);
    },
    noteRead(key) {
      const item = key.length > itemPrefix ? items.get(key.slice(0, itemPrefix)) : undefined;
      if (item?.waiting.delete(key) === true) item.hits++;
    },
  };
}
