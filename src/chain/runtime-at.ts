import type { TrieOverlay } from "../storage/state/overlay.ts";
import type { ParentState } from "../storage/state/parent-state.ts";
import type { Engine } from "./engine.ts";
import type { ApiCall } from "./runtime-apis.ts";

/** The state after a block, with the engine of the rules that hold there. */
export interface RuntimeAt {
  readonly engine: Engine;
  readonly state: ParentState;
  /** The state, to be written over: a new one each time. */
  overlay(): TrieOverlay;
  /** Asks a runtime API method; nothing of what it writes stays. @throws EngineError */
  readonly ask: ApiCall;
}
