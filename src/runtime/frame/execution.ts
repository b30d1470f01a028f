import type { StateKey } from "../../lib/bytes.ts";
import type { StateChanges, StateOverlay } from "../../primitives/state.ts";
import type { Rules } from "../rules.ts";
import { createEventLog, type EventMark } from "./event-log.ts";
import { createLayerCount, levelKey } from "./layer-count.ts";
import type { OuterRuntime } from "./outer-runtime.ts";
import type { WriteState } from "./state.ts";

/** A state under execution. `overlay` is the same state with its events written, for who needs a root in the middle. */
export interface Execution extends WriteState, StateOverlay {
  readonly depth: number;
  /** Events of this block so far. */
  readonly eventCount: number;
  /** Brings what is kept aside into the overlay, for who goes on with that alone. */
  settle(): void;
  /** Told of every access, for `replay --trace`. */
  onAccess?: ((kind: "get" | "put" | "delete", key: StateKey, value: Uint8Array | undefined) => void) | undefined;
}

/**
 * Executes on an overlay. Events and the number of open storage layers are kept aside, and brought into the overlay when
 * somebody asks for them, for a root or for the changes. Rust: the externalities of a block.
 */
export function execute(overlay: StateOverlay, rules: Rules, runtime: OuterRuntime): Execution {
  const events = createEventLog(overlay);
  const layers = createLayerCount(overlay);
  const eventMarks: EventMark[] = [];
  const layerMarks: number[] = [];

  const settle = (): void => {
    events.settle();
    layers.settle();
  };

  /** Somebody writes or removes an item that may be kept aside. */
  const forget = (key: StateKey): void => {
    if (events.holds(key)) events.forget();
    else if (key === levelKey) layers.forget();
  };

  const state: Execution = {
    rules,
    runtime,
    get overlay() {
      return state;
    },
    get depth() {
      return layerMarks.length;
    },
    get eventCount() {
      return events.length;
    },
    get(key) {
      if (events.holds(key)) events.settle();
      const value = key === levelKey ? layers.value() : overlay.get(key);
      state.onAccess?.("get", key, value);
      return value;
    },
    nextKey: (key) => overlay.nextKey(key),
    put(key, value) {
      state.onAccess?.("put", key, value);
      forget(key);
      overlay.put(key, value);
    },
    delete(key) {
      state.onAccess?.("delete", key, undefined);
      forget(key);
      overlay.delete(key);
    },
    emit(event) {
      events.add(() => runtime.encodeEvent(event));
    },
    raiseLayer: layers.raise,
    lowerLayer: layers.lower,
    begin() {
      eventMarks.push(events.mark());
      layerMarks.push(layers.mark());
      overlay.begin();
    },
    commit() {
      eventMarks.pop();
      layerMarks.pop();
      overlay.commit();
    },
    rollback() {
      overlay.rollback();
      events.restore(eventMarks.pop() as EventMark);
      layers.restore(layerMarks.pop() as number);
    },
    settle,
    root() {
      settle();
      return overlay.root();
    },
    changes(): StateChanges {
      settle();
      return overlay.changes();
    },
    keysToClear(prefix, limit) {
      settle();
      return overlay.keysToClear(prefix, limit);
    },
    removePrefix(prefix, limit, from) {
      settle();
      return overlay.removePrefix(prefix, limit, from);
    },
    child: (id) => overlay.child(id),
    childChanges: () => overlay.childChanges(),
  };
  return state;
}
