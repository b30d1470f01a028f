import type { StateKey } from "../../lib/bytes.ts";
import type { StateOverlay, StateReader } from "../../primitives/state.ts";
import type { Rules } from "../rules.ts";
import type { EventValue } from "./events.ts";
import type { OuterRuntime } from "./outer-runtime.ts";

/** A state that can be read, with the rules and the runtime it is read under. */
export interface ReadState extends StateReader {
  readonly rules: Rules;
  readonly runtime: OuterRuntime;
}

/** A state that can be changed, as calls and hooks see it. */
export interface WriteState extends ReadState {
  put(key: StateKey, value: Uint8Array): void;
  delete(key: StateKey): void;
  emit(event: EventValue): void;
  begin(): void;
  commit(): void;
  rollback(): void;
  /** How many storage layers are open. */
  readonly depth: number;
  readonly overlay: StateOverlay;
}

/**
 * Runs `change` in a storage layer: what it did stays when it returns and is undone when it throws.
 * Answers to `frame_support::storage::with_storage_layer`.
 */
export function transactional<T>(state: WriteState, change: () => T): T {
  state.begin();
  let value: T;
  try {
    value = change();
  } catch (error) {
    state.rollback();
    throw error;
  }
  state.commit();
  return value;
}

/** Runs `change` and undoes all that it did. */
export function dryRun<T>(state: WriteState, change: () => T): T {
  state.begin();
  try {
    return change();
  } finally {
    state.rollback();
  }
}
