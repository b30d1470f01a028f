import { memoryState } from "../../../../storage/state/memory-state.ts";
import { DispatchFailure } from "../../../frame/dispatch-error.ts";
import { execute } from "../../../frame/execution.ts";
import type { WriteState } from "../../../frame/state.ts";
import { withStorageLayer } from "../../../frame/storage-layer.ts";
import { createRuntime, production } from "../../../index.ts";
import { storage as systemStorage } from "../../system/storage.ts";

/** The runtime that `wholeState` runs under. */
export const wholeRuntime = createRuntime(production);

/** An empty state in that block, under the whole runtime. */
export function wholeState(block: number): WriteState {
  const state = execute(memoryState([]).overlay(), production, wholeRuntime);
  moveTo(state, block);
  return state;
}

/** Lets a state be in another block. */
export function moveTo(state: WriteState, block: number): void {
  systemStorage.Number.set(state, block);
}

/** The name of the error that a call fails with; undefined when it succeeds. Nothing stays of one that fails. */
export function failureOf(state: WriteState, attempt: () => unknown): string | undefined {
  try {
    withStorageLayer(state, attempt);
  } catch (error) {
    if (error instanceof DispatchFailure) return error.message.replace("SubtensorModule.", "");
    throw error;
  }
  return undefined;
}
