import type { StateKey } from "../../lib/bytes.ts";
import { type FlatKey, splitFlatKey } from "../layout.ts";
import type { TrieCursor } from "../trie/cursor.ts";
import type { History } from "./history.ts";
import { createKeyOrder } from "./key-order.ts";

/**
 * The keys that may have been changed since a final block, by trie and in order. Together with the keys of the last
 * final state they are all that the block's state can have: walking it needs no trie of its own.
 */
export interface PastKeys {
  /** Gathers the keys in steps; `nextKey` does what is left of it in one go. Between two steps the state must still be kept. */
  gather(): Generator<undefined, void>;
  /**
   * The first key after `key` that the block's state holds.
   * @param now walks the trie of the last final block.
   * @param holds whether the block's state has a value for a key.
   */
  nextKey(
    child: StateKey | undefined,
    key: StateKey,
    now: TrieCursor,
    holds: (key: StateKey) => boolean,
  ): StateKey | undefined;
  /** Takes in what blocks up to this one changed. */
  advance(finalized: number): void;
}

/** Keys that are put in their places in one step. */
const stepKeys = 2048;

type KeyOrder = ReturnType<typeof createKeyOrder>;

/** @param number a final block. @param finalized the last one. */
export function pastKeys(past: History, number: number, finalized: number): PastKeys {
  const spaces = new Map<StateKey | undefined, { readonly keys: Set<StateKey>; readonly order: KeyOrder }>();
  let upTo = finalized;
  const add = (flatKeys: Iterable<FlatKey>): void => {
    for (const flatKey of flatKeys) {
      const { child, key } = splitFlatKey(flatKey);
      let space = spaces.get(child);
      if (space === undefined) {
        space = { keys: new Set(), order: createKeyOrder() };
        spaces.set(child, space);
      }
      if (space.keys.has(key)) continue;
      space.keys.add(key);
      space.order.add(key);
    }
  };
  const changed = past.changedSince(number, finalized);
  function* steps(): Generator<undefined, void> {
    let read: FlatKey[] = [];
    const place = (): void => {
      add(read);
      for (const { order } of spaces.values()) order.settle();
      read = [];
    };
    for (const key of changed) {
      if (read.push(key) < stepKeys) continue;
      place();
      yield;
    }
    place();
  }
  /** One for all who walk the state. */
  const gathering = steps();
  let failed: { readonly error: unknown } | undefined;
  /** Does one step; whether there are more. */
  const step = (): boolean => {
    // Keys that could not be read are missing for good.
    if (failed !== undefined) throw failed.error;
    try {
      return gathering.next().done !== true;
    } catch (error) {
      failed = { error };
      throw error;
    }
  };

  return {
    *gather() {
      while (step()) yield;
    },
    nextKey(child, key, now, holds) {
      while (step());
      const space = spaces.get(child);
      if (space === undefined) return now.nextKey(key);
      for (let at = key; ; ) {
        const same = now.nextKey(at);
        const changed = space.order.nextKey(at, () => true);
        if (changed === undefined || (same !== undefined && same < changed)) return same;
        if (holds(changed)) return changed;
        at = changed;
      }
    },
    advance(last) {
      for (; upTo < last; upTo++) add(past.replacedBy(upTo + 1).keys());
    },
  };
}
