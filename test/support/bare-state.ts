import { type Composition, composeRuntime } from "../../src/runtime/frame/compose.ts";
import { type FailureReason, okOr } from "../../src/runtime/frame/dispatch-error.ts";
import type { EventValue } from "../../src/runtime/frame/events.ts";
import { type Execution, execute } from "../../src/runtime/frame/execution.ts";
import { withStorageLayer } from "../../src/runtime/frame/storage-layer.ts";
import { zeroWeight } from "../../src/runtime/frame/weight.ts";
import { storage as system } from "../../src/runtime/pallets/system/storage.ts";
import { production } from "../../src/runtime/rules.ts";
import { memoryState } from "../../src/storage/state/memory-state.ts";

/** An empty state at block 1 under a runtime of a few pallets, which notes the names of the events it is told. */
export interface BareState {
  readonly state: Execution;
  /** Names of events since the last `forget`. */
  told(): readonly string[];
  forget(): void;
  /** Why an attempt failed by the rules (all it did is undone); undefined when it did not. */
  reasonOf(attempt: () => void): FailureReason | undefined;
}

/** Makes one. Nothing is filtered or guarded unless `given` says otherwise. */
export function bareState(pallets: Composition["pallets"], given: Partial<Composition> = {}): BareState {
  const runtime = composeRuntime({
    rules: production,
    pallets,
    apis: [],
    ports: [],
    guards: { check: () => {}, weight: () => zeroWeight },
    baseFilter: () => true,
    ...given,
  });
  const state = execute(memoryState([]).overlay(), runtime.rules, runtime);
  system.Number.set(state, 1);
  const names: string[] = [];
  const emit = state.emit.bind(state);
  state.emit = (event: EventValue) => {
    names.push(event.declaration.eventName);
    emit(event);
  };
  return {
    state,
    told: () => [...names],
    forget: () => {
      names.length = 0;
    },
    reasonOf: (attempt) => {
      const result = okOr(() => withStorageLayer(state, attempt));
      return "failure" in result ? result.failure.reason : undefined;
    },
  };
}
