import { encode } from "../../codec/codec.ts";
import { Writer } from "../../codec/io.ts";
import { u32 } from "../../codec/primitives.ts";
import { twox128 } from "../../crypto/hashing.ts";
import { type StateKey, toKey, utf8 } from "../../lib/bytes.ts";
import type { StateChanges, StateOverlay } from "../../primitives/state.ts";
import type { Rules } from "../rules.ts";
import type { EventValue } from "./events.ts";
import type { OuterRuntime } from "./outer-runtime.ts";
import type { WriteState } from "./state.ts";

const systemKey = (name: string): StateKey => toKey(twox128(utf8("System"))) + toKey(twox128(utf8(name)));
const numberKey = systemKey("Number");
const phaseKey = systemKey("ExecutionPhase");
const eventsKey = systemKey("Events");
const eventCountKey = systemKey("EventCount");

/** `Phase::Initialization`, what the original falls back to. */
const initialization = new Uint8Array([2]);

/** How deep storage layers may nest. Answers to `TRANSACTIONAL_LIMIT`. */
export const transactionalLimit = 255;

/** A state under execution. `overlay` is the same state with its events written, for who needs a root in the middle. */
export interface Execution extends WriteState, StateOverlay {
  readonly depth: number;
  /** Events of this block so far. */
  readonly eventCount: number;
  /** Told of every access, for `replay --trace`. */
  onAccess?: ((kind: "get" | "put" | "delete", key: StateKey, value: Uint8Array | undefined) => void) | undefined;
}

/**
 * Executes on an overlay. Events are kept aside and written as `System.Events` and `System.EventCount` before a root or
 * the changes are asked for: the original appends them one by one, which comes to the same bytes.
 * Answers to `frame_system::Pallet::deposit_event_indexed` and the externalities of a block.
 */
export function execute(overlay: StateOverlay, rules: Rules, runtime: OuterRuntime): Execution {
  let records: Uint8Array[] = [];
  let marks: number[] = [];
  let written = -1;

  const flush = (): void => {
    if (written === records.length || (records.length === 0 && written < 0)) return;
    const to = new Writer();
    to.compact(records.length);
    for (const record of records) to.raw(record);
    overlay.put(eventsKey, to.finish());
    overlay.put(eventCountKey, encode(u32, records.length));
    written = records.length;
  };

  const state: Execution = {
    rules,
    runtime,
    get overlay() {
      return state;
    },
    get depth() {
      return marks.length;
    },
    get eventCount() {
      return records.length;
    },
    get(key) {
      const value = overlay.get(key);
      state.onAccess?.("get", key, value);
      return value;
    },
    nextKey: (key) => overlay.nextKey(key),
    put(key, value) {
      state.onAccess?.("put", key, value);
      overlay.put(key, value);
    },
    delete(key) {
      state.onAccess?.("delete", key, undefined);
      overlay.delete(key);
      if (key === eventsKey) {
        records = [];
        marks = marks.map(() => 0);
        written = -1;
      }
    },
    emit(event: EventValue) {
      const number = overlay.get(numberKey);
      // Nothing is told at genesis.
      if (number === undefined || number.every((byte) => byte === 0)) return;
      const phase = overlay.get(phaseKey) ?? initialization;
      const encoded = runtime.encodeEvent(event);
      const record = new Uint8Array(phase.length + encoded.length + 1);
      record.set(phase);
      record.set(encoded, phase.length);
      records.push(record);
    },
    begin() {
      marks.push(records.length);
      overlay.begin();
    },
    commit() {
      marks.pop();
      overlay.commit();
    },
    rollback() {
      records.length = marks.pop() ?? 0;
      if (written > records.length) written = -2;
      overlay.rollback();
    },
    root() {
      flush();
      return overlay.root();
    },
    changes(): StateChanges {
      flush();
      return overlay.changes();
    },
    keysToClear(prefix, limit) {
      flush();
      return overlay.keysToClear(prefix, limit);
    },
    child: (id) => overlay.child(id),
    childChanges: () => overlay.childChanges(),
  };
  return state;
}
