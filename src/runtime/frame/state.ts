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
  /** How many of `begin` are open. */
  readonly depth: number;
  /** Counts a storage layer as the rules do; false when there are as many as may be. Pallets open them by `storage-layer.ts`. */
  raiseLayer(): boolean;
  lowerLayer(): void;
  readonly overlay: StateOverlay;
}
