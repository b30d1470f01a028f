import type { ReadState } from "../../frame/state.ts";
import { type Finding, holds, same } from "../../frame/try-state.ts";
import { storage } from "./storage.ts";

/** The queue of encrypted calls is counted. */
export function* tryState(state: ReadState): Generator<Finding> {
  const next = storage.NextPendingExtrinsicIndex.get(state);
  const indices = [...storage.PendingExtrinsics.keys(state)].map(([index]) => index);
  yield* same(
    "Stored calls are as many as are counted.",
    [],
    storage.CounterForPendingExtrinsics.get(state),
    indices.length,
  );
  for (const index of indices) yield* holds("Indices are given in turn.", [index], index < next, index, next);
}
