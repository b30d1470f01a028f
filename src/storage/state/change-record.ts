import { toKey } from "../../lib/bytes.ts";
import { RecordError } from "../errors.ts";
import type { FlatKey } from "../layout.ts";

/** Flat keys with values (undefined: none), as a layer or a reverse diff has them. */
export type FlatChanges = ReadonlyMap<FlatKey, Uint8Array | undefined>;

/**
 * A record of changes: number of entries, the offset of each, then the entries sorted by key (length, key,
 * length, value; length 0xffffffff: no value). All numbers u32 little-endian. One key is found without reading the others.
 */
const none = 0xffffffff;

/** Changes as a record; undefined is a key without a value. */
export function encodeChanges(changes: FlatChanges): Uint8Array {
  const keys = [...changes.keys()].sort();
  let size = 4 + 4 * keys.length;
  for (const key of keys) size += 8 + key.length + (changes.get(key)?.length ?? 0);
  const record = Buffer.alloc(size);
  record.writeUInt32LE(keys.length, 0);
  let at = 4 + 4 * keys.length;
  keys.forEach((key, index) => {
    const value = changes.get(key);
    record.writeUInt32LE(at, 4 + 4 * index);
    record.writeUInt32LE(key.length, at);
    at += 4;
    at += record.write(key, at, "latin1");
    record.writeUInt32LE(value === undefined ? none : value.length, at);
    at += 4;
    if (value !== undefined) {
      record.set(value, at);
      at += value.length;
    }
  });
  return new Uint8Array(record.buffer, record.byteOffset, record.byteLength);
}

function view(record: Uint8Array): DataView {
  return new DataView(record.buffer, record.byteOffset, record.byteLength);
}

function keyAt(record: Uint8Array, numbers: DataView, index: number): FlatKey {
  const at = numbers.getUint32(4 + 4 * index, true);
  return toKey(record.subarray(at + 4, at + 4 + numbers.getUint32(at, true)));
}

function valueAt(record: Uint8Array, numbers: DataView, index: number): Uint8Array | undefined {
  const at = numbers.getUint32(4 + 4 * index, true);
  const lengthAt = at + 4 + numbers.getUint32(at, true);
  const length = numbers.getUint32(lengthAt, true);
  return length === none ? undefined : record.slice(lengthAt + 4, lengthAt + 4 + length);
}

/** How many changes a record has. @throws RecordError when the record is too short for them. */
export function countChanges(record: Uint8Array): number {
  const count = record.length < 4 ? 0 : view(record).getUint32(0, true);
  if (record.length < 4 + 4 * count) throw new RecordError("a record of changes is too short");
  return count;
}

/** All changes of a record. @throws RecordError, or a RangeError of the view, when it is damaged. */
export function decodeChanges(record: Uint8Array): Map<FlatKey, Uint8Array | undefined> {
  const numbers = view(record);
  const changes = new Map<FlatKey, Uint8Array | undefined>();
  const count = countChanges(record);
  for (let index = 0; index < count; index++) {
    changes.set(keyAt(record, numbers, index), valueAt(record, numbers, index));
  }
  return changes;
}

/** The keys of a record from the one at position `from` up to but without `to`, in order. */
export function changedKeys(record: Uint8Array, from = 0, to = Number.POSITIVE_INFINITY): FlatKey[] {
  const numbers = view(record);
  const stop = Math.min(countChanges(record), to);
  return Array.from({ length: Math.max(stop - from, 0) }, (_, index) => keyAt(record, numbers, from + index));
}

/** The entry of one key, undefined when the record has none. */
export function findChange(record: Uint8Array, key: FlatKey): { readonly value: Uint8Array | undefined } | undefined {
  const numbers = view(record);
  let low = 0;
  let high = countChanges(record);
  while (low < high) {
    const middle = (low + high) >>> 1;
    const found = keyAt(record, numbers, middle);
    if (found === key) return { value: valueAt(record, numbers, middle) };
    if (found < key) low = middle + 1;
    else high = middle;
  }
  return undefined;
}
