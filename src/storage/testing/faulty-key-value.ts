import { blake2b64 } from "../../crypto/hashing.ts";
import { concatBytes, equalBytes, fromKey, toKey } from "../../lib/bytes.ts";
import { StorageError } from "../errors.ts";
import { bytesOf, type KeyValue, memoryKeyValue, type StoreChanges } from "../kv/key-value.ts";

/** A store for simulations whose machine can lose power. */
export interface FaultyKeyValue extends KeyValue {
  /**
   * Loses power now. What was written after the last finished sync is on the disk up to some byte.
   * @param cut where between those two ends the disk stops, 0 (nothing more) to 1 (everything).
   * @returns the store as it is after the restart. This one fails from now on.
   */
  crash(cut: number): FaultyKeyValue;
  /** Makes writes fail from now on, as a full disk does; nothing of them reaches the disk. */
  fill(): void;
}

/**
 * Writes go to a log of checksummed records, as in LevelDB. A sync takes effect only once `settle` of the write was
 * awaited, so a crash may come between the call and the sync.
 * @param log what the disk holds.
 */
export function faultyKeyValue(log: Uint8Array = new Uint8Array(0)): FaultyKeyValue {
  const memory = memoryKeyValue();
  let disk: Uint8Array = log;
  let synced = log.length;
  let stopped: StorageError | undefined;
  for (const changes of readLog(log)) void memory.write(changes, { sync: false });

  return {
    getSync: (key) => memory.getSync(key),
    iterate: (from, to) => memory.iterate(from, to),
    write: async (changes, { sync }) => {
      if (stopped !== undefined) throw stopped;
      void memory.write(changes, { sync });
      disk = concatBytes(disk, encodeRecord(changes));
      const length = disk.length;
      await Promise.resolve();
      if (stopped !== undefined) throw stopped;
      if (sync) synced = Math.max(synced, length);
    },
    close: async () => {},
    crash: (cut) => {
      stopped = new StorageError("unreadable", "the machine lost power");
      const length = synced + Math.floor((disk.length - synced) * cut);
      const whole = wholeRecords(disk.subarray(0, length));
      return faultyKeyValue(disk.slice(0, whole));
    },
    fill: () => {
      stopped = new StorageError("full", "no space is left for the database: free some and start again");
    },
  };
}

function u32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return bytes;
}

function encodeRecord(changes: StoreChanges): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const [key, late] of changes) {
    const bytes = fromKey(key);
    const value = late && bytesOf(late);
    parts.push(u32(bytes.length), bytes, u32(value === undefined ? 0xffffffff : value.length));
    if (value !== undefined) parts.push(value);
  }
  const body = concatBytes(...parts);
  return concatBytes(u32(body.length), blake2b64(body), body);
}

/** The length of the log up to the last record that is there as a whole. */
function wholeRecords(log: Uint8Array): number {
  const view = new DataView(log.buffer, log.byteOffset, log.byteLength);
  let at = 0;
  while (at + 12 <= log.length) {
    const stop = at + 12 + view.getUint32(at, true);
    if (stop > log.length || !equalBytes(blake2b64(log.subarray(at + 12, stop)), log.subarray(at + 4, at + 12))) break;
    at = stop;
  }
  return at;
}

function* readLog(log: Uint8Array): Generator<StoreChanges> {
  const view = new DataView(log.buffer, log.byteOffset, log.byteLength);
  for (let at = 0; at < log.length; ) {
    const stop = at + 12 + view.getUint32(at, true);
    const changes = new Map<string, Uint8Array | undefined>();
    at += 12;
    while (at < stop) {
      const keyLength = view.getUint32(at, true);
      const key = toKey(log.subarray(at + 4, at + 4 + keyLength));
      const valueAt = at + 8 + keyLength;
      const length = view.getUint32(at + 4 + keyLength, true);
      changes.set(key, length === 0xffffffff ? undefined : log.slice(valueAt, valueAt + length));
      at = valueAt + (length === 0xffffffff ? 0 : length);
    }
    yield changes;
  }
}
