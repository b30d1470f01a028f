import { twox128 } from "../../crypto/hashing.ts";
import { type StateKey, toKey, utf8 } from "../../lib/bytes.ts";
import { maxU32 } from "../../lib/integers.ts";
import type { StateChanges, StateOverlay } from "../../primitives/state.ts";
import type { Rules } from "../rules.ts";
import { appended, storedU32, u32Bytes } from "./appended.ts";
import type { EventValue } from "./events.ts";
import type { OuterRuntime } from "./outer-runtime.ts";
import type { WriteState } from "./state.ts";

const systemKey = (name: string): StateKey => toKey(twox128(utf8("System"))) + toKey(twox128(utf8(name)));
const numberKey = systemKey("Number");
const phaseKey = systemKey("ExecutionPhase");
const eventsKey = systemKey("Events");
const eventCountKey = systemKey("EventCount");

/** A state under execution. `overlay` is the same state with its events written, for who needs a root in the middle. */
export interface Execution extends WriteState, StateOverlay {
  readonly depth: number;
  /** Events of this block so far. */
  readonly eventCount: number;
  /** Writes the events that are kept aside, for who goes on with the overlay alone. */
  flush(): void;
  /** Told of every access, for `replay --trace`. */
  onAccess?: ((kind: "get" | "put" | "delete", key: StateKey, value: Uint8Array | undefined) => void) | undefined;
}

/** Events that are not in storage yet, or only some of them. */
interface EventLog {
  /** What they are appended to. Undefined: nothing. */
  readonly base: Uint8Array | undefined;
  /** Encoded. */
  readonly records: Uint8Array[];
  /** How many of them are in storage. */
  written: number;
  /** `System.EventCount` with them. Undefined: it lies in storage. */
  count: number | undefined;
}

/** An event log as it was when a transaction began. */
interface Mark {
  readonly log: EventLog;
  readonly length: number;
  readonly written: number;
  readonly count: number | undefined;
}

const initialization = new Uint8Array([2]);
let lastPhase: readonly [stored: Uint8Array | undefined, phase: Uint8Array] = [undefined, initialization];

/** A stored phase as events carry it: of bytes that are none, `Initialization`. */
function phaseOf(stored: Uint8Array | undefined): Uint8Array {
  if (lastPhase[0] === stored) return lastPhase[1];
  const kind = stored?.[0];
  const whole = stored !== undefined && (kind === 1 || kind === 2 || (kind === 0 && stored.length >= 5));
  const phase = whole ? stored.subarray(0, kind === 0 ? 5 : 1) : initialization;
  lastPhase = [stored, phase];
  return phase;
}

/**
 * Executes on an overlay. Events are kept aside and written as `System.Events` and `System.EventCount` when somebody asks
 * for these, for a root or for the changes: the original appends them one by one, which comes to the same bytes.
 * Rust: `frame_system: Pallet::deposit_event_indexed` and the externalities of a block.
 */
export function execute(overlay: StateOverlay, rules: Rules, runtime: OuterRuntime): Execution {
  const noEvents = (): EventLog => ({ base: undefined, records: [], written: 0, count: undefined });
  let log = noEvents();
  const marks: Mark[] = [];

  const flush = (): void => {
    const { base, records, written, count } = log;
    if (written === records.length || count === undefined) return;
    overlay.put(eventsKey, appended(base, records));
    overlay.put(eventCountKey, u32Bytes(count));
    log.written = records.length;
  };

  /** Somebody writes or removes one of the two items: what follows is appended to that. */
  const startAnew = (key: StateKey): void => {
    if (key !== eventsKey && key !== eventCountKey) return;
    flush();
    log = noEvents();
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
      return log.records.length;
    },
    get(key) {
      if (key === eventsKey || key === eventCountKey) flush();
      const value = overlay.get(key);
      state.onAccess?.("get", key, value);
      return value;
    },
    nextKey: (key) => overlay.nextKey(key),
    put(key, value) {
      state.onAccess?.("put", key, value);
      startAnew(key);
      overlay.put(key, value);
    },
    delete(key) {
      state.onAccess?.("delete", key, undefined);
      startAnew(key);
      overlay.delete(key);
    },
    emit(event: EventValue) {
      // Nothing is told at genesis.
      if (storedU32(overlay.get(numberKey)) === 0) return;
      const count = log.count ?? storedU32(overlay.get(eventCountKey));
      if (count === maxU32) return;
      if (log.count === undefined) log = { ...noEvents(), base: overlay.get(eventsKey) };
      log.count = count + 1;
      const phase = phaseOf(overlay.get(phaseKey));
      const encoded = runtime.encodeEvent(event);
      const record = new Uint8Array(phase.length + encoded.length + 1);
      record.set(phase);
      record.set(encoded, phase.length);
      log.records.push(record);
    },
    flush,
    begin() {
      marks.push({ log, length: log.records.length, written: log.written, count: log.count });
      overlay.begin();
    },
    commit() {
      marks.pop();
      overlay.commit();
    },
    rollback() {
      overlay.rollback();
      const mark = marks.pop();
      if (mark === undefined) return;
      log = mark.log;
      log.records.length = mark.length;
      log.written = mark.written;
      log.count = mark.count;
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
