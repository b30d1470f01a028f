import type { ChainApi } from "../chain/api.ts";
import { twox128 } from "../crypto/hashing.ts";
import { equalBytes, keyToHex, type StateKey, toHex, toKey, utf8 } from "../lib/bytes.ts";
import type { Heads } from "./heads.ts";
import { stateOf } from "./state-access.ts";
import { changesAt } from "./storage-changes.ts";
import type { Sink, Stop } from "./subscription.ts";

/**
 * Written by every block even when its value stays the same (an idle block has the events of the one before), and
 * readers of events count on being told each time.
 */
const writtenByEveryBlock: ReadonlySet<StateKey> = new Set([
  toKey(twox128(utf8("System"))) + toKey(twox128(utf8("Events"))),
]);

function same(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a === undefined || b === undefined ? a === b : equalBytes(a, b);
}

/** Sends the values of the keys, then after each best block those that it wrote. */
export function watchStorage(watch: { chain: ChainApi; heads: Heads; keys: readonly StateKey[]; sink: Sink }): Stop {
  const { chain, heads, sink } = watch;
  const keys = [...new Set(watch.keys)];
  const best = chain.bestHash();
  const state = stateOf(chain, best);
  const last = new Map(keys.map((key) => [key, state.get(key)]));
  sink.send(changesAt(state, best, watch.keys));

  return heads.onBest((block) => {
    const now = chain.stateAt(block);
    if (typeof now === "string") return;
    const changes: [string, string | null][] = [];
    for (const key of keys) {
      const value = now.get(key);
      if (!writtenByEveryBlock.has(key) && same(last.get(key), value)) continue;
      last.set(key, value);
      changes.push([keyToHex(key), value === undefined ? null : toHex(value)]);
    }
    if (changes.length > 0) sink.send({ block, changes });
  });
}
