import { twox128 } from "../../crypto/hashing.ts";
import { type StateKey, toKey, utf8 } from "../../lib/bytes.ts";
import { maxU32 } from "../../lib/integers.ts";
import type { StateOverlay } from "../../primitives/state.ts";
import { appended, storedU32, u32Bytes } from "./appended.ts";

const systemKey = (name: string): StateKey => toKey(twox128(utf8("System"))) + toKey(twox128(utf8(name)));
const numberKey = systemKey("Number");
const phaseKey = systemKey("ExecutionPhase");
const eventsKey = systemKey("Events");
const eventCountKey = systemKey("EventCount");

/** The records since somebody else wrote the items. */
interface Records {
  /** What they are appended to. Undefined: nothing. */
  readonly base: Uint8Array | undefined;
  /** Encoded. */
  readonly list: Uint8Array[];
  /** How many of them are in the overlay. */
  written: number;
  /** `System.EventCount` with them. Undefined: it lies in the overlay. */
  count: number | undefined;
}

/** Records as they were when a transaction began. */
export interface EventMark {
  readonly records: Records;
  readonly length: number;
  readonly written: number;
  readonly count: number | undefined;
}

/** `System.Events` and `System.EventCount`, written when somebody asks for them. */
export interface EventLog {
  readonly length: number;
  /** Adds an event, encoded; none before block 1. Rust: `frame_system: Pallet::deposit_event_indexed`. */
  add(event: () => Uint8Array): void;
  /** Brings the items into the overlay. */
  settle(): void;
  /** Whether a key is one of the two items. */
  holds(key: StateKey): boolean;
  /** One of the items is written or removed by somebody else: what follows is appended to that. */
  forget(): void;
  /** How things stand, for `restore` after the overlay was rolled back to where they stood so. */
  mark(): EventMark;
  restore(mark: EventMark): void;
}

const initialization = new Uint8Array([2]);

/** A stored phase as events carry it: of bytes that are none, `Initialization`. */
function phaseOf(stored: Uint8Array | undefined): Uint8Array {
  const kind = stored?.[0];
  const length = kind === 0 ? 5 : 1;
  if (stored === undefined || kind === undefined || kind > 2 || stored.length < length) return initialization;
  return stored.length === length ? stored : stored.subarray(0, length);
}

const none = (): Records => ({ base: undefined, list: [], written: 0, count: undefined });

/** Keeps the events of an execution aside: the original appends them one by one, which comes to the same bytes. */
export function createEventLog(overlay: StateOverlay): EventLog {
  let records = none();
  const settle = (): void => {
    const { base, list, written, count } = records;
    if (written === list.length || count === undefined) return;
    overlay.put(eventsKey, appended(base, list));
    overlay.put(eventCountKey, u32Bytes(count));
    records.written = list.length;
  };
  return {
    get length() {
      return records.list.length;
    },
    add(event) {
      if (storedU32(overlay.get(numberKey)) === 0) return;
      const count = records.count ?? storedU32(overlay.get(eventCountKey));
      if (count === maxU32) return;
      if (records.count === undefined) records = { ...none(), base: overlay.get(eventsKey) };
      records.count = count + 1;
      const phase = phaseOf(overlay.get(phaseKey));
      const encoded = event();
      const record = new Uint8Array(phase.length + encoded.length + 1);
      record.set(phase);
      record.set(encoded, phase.length);
      records.list.push(record);
    },
    settle,
    holds: (key) => key === eventsKey || key === eventCountKey,
    forget() {
      settle();
      records = none();
    },
    mark: () => ({ records, length: records.list.length, written: records.written, count: records.count }),
    restore(mark) {
      records = mark.records;
      records.list.length = mark.length;
      records.written = mark.written;
      records.count = mark.count;
    },
  };
}
