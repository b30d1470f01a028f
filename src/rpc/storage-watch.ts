import { twox128 } from "../crypto/hashing.ts";
import { type Hex, type StateKey, toKey, utf8 } from "../lib/bytes.ts";
import type { Context } from "./context.ts";
import { RpcError } from "./errors.ts";
import { textOf } from "./json-parts.ts";
import { createSeries } from "./slices/series.ts";
import type { Work } from "./slices/work.ts";
import { sameValue, stateOf, unlessKept } from "./state-access.ts";
import { changesAt } from "./storage-changes.ts";
import type { Sink, Stop } from "./subscription.ts";

/**
 * Written by every block even when its value stays the same (an idle block has the events of the one before), and
 * readers of events count on being told each time.
 */
const writtenByEveryBlock: ReadonlySet<StateKey> = new Set([
  toKey(twox128(utf8("System"))) + toKey(twox128(utf8("Events"))),
]);

/** Best blocks that may wait to be compared; of more only the newest is. */
const mostWaiting = 16;

/** Sends the values of the keys, then after each best block those that it wrote. */
export function* watchStorage(context: Context, given: readonly StateKey[], sink: Sink): Work<Stop> {
  const { chain, heads, connection, turn } = context;
  const keys = [...new Set(given)];
  const last = new Map<StateKey, Uint8Array | undefined>();
  /** Best blocks of which is still to be told. */
  const blocks: Hex[] = [];
  const series = createSeries(connection);
  let begun = false;

  function* changesOf(block: Hex): Work<void> {
    const state = chain.stateAt(block);
    if (typeof state === "string") return;
    const changed = new Map<StateKey, Uint8Array | undefined>();
    for (const key of keys) {
      if (turn.over()) yield;
      const value = state.get(key);
      if (writtenByEveryBlock.has(key) || !sameValue(last.get(key), value)) changed.set(key, value);
    }
    if (changed.size === 0) return;
    sink.send(yield* textOf(changesAt(changed, block, changed.keys()), context));
    for (const [key, value] of changed) last.set(key, value);
  }
  /**
   * Tells what the next block wrote. A block whose state is gone, already or meanwhile, is passed over: what it wrote is
   * told with the next. Anything else that cannot be told ends the subscription.
   */
  function* tellNext(): Work<void> {
    const block = blocks.shift() as Hex;
    try {
      yield* changesOf(block);
    } catch (error) {
      if (typeof chain.stateAt(block) === "string") return;
      sink.end();
      if (!(error instanceof RpcError)) throw error;
    }
  }
  const stopHeads = heads.onBest((block) => {
    if (blocks.length >= mostWaiting) blocks[blocks.length - 1] = block;
    else if (blocks.push(block) > 0 && begun) series.add(tellNext);
  });
  const stop = (): void => {
    stopHeads();
    series.stop();
  };
  // The connection may close while the keys are read.
  sink.onEnd(stop);

  const best = chain.bestHash();
  try {
    const state = stateOf(chain, best);
    for (const key of keys) {
      if (turn.over()) yield;
      last.set(key, state.get(key));
    }
    sink.send(yield* textOf(changesAt(last, best, given), context));
  } catch (error) {
    throw unlessKept(chain, best, error);
  }
  begun = true;
  for (const _block of blocks) series.add(tellNext);
  return stop;
}
