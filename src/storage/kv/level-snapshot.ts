import { Level } from "level";
import { toKey } from "../../lib/bytes.ts";
import { StorageError } from "../errors.ts";
import type { KeyValue, StoreKey, StoreView } from "./key-value.ts";
import { explainLevelError } from "./level-errors.ts";

/** A LevelDB database that another thread of this process has open for writing. */
export interface SharedLevel {
  /** What is on disk now, and stays as it is until it is released. */
  snapshot(): LevelSnapshot;
  close(): Promise<void>;
}

export interface LevelSnapshot extends StoreView {
  /** The keys of a range, in order. */
  keys(from: StoreKey, to: StoreKey | undefined): Promise<StoreKey[]>;
}

/** Each thread has a cache of its own only for what LevelDB does not share; tables are cached by the first that opened. */
const cacheBytes = 1024 * 1024;

/** So many bytes of a walk are read at once: with few, a walk waits for the thread that reads rather than for the disk. */
export const walkBytes = 64 * 1024;

/**
 * Opens a database that this process has open already, with `shared`, under the same path.
 * @throws StorageError when it cannot be opened.
 */
export async function openSharedLevel(path: string): Promise<SharedLevel> {
  const level = new Level<Buffer, Buffer>(path, {
    keyEncoding: "buffer",
    valueEncoding: "buffer",
    cacheSize: cacheBytes,
    createIfMissing: false,
    multithreading: true,
  });
  try {
    await level.open();
  } catch (error) {
    throw explainLevelError(error, path);
  }
  return {
    snapshot: () => snapshotOf(level, path),
    close: () => level.close(),
  };
}

/** What is on disk of a database now. */
export function snapshotOf(level: Level<Buffer, Buffer>, path: string): LevelSnapshot {
  const snapshot = level.snapshot();
  let released = false;
  const range = (from: StoreKey, to: StoreKey | undefined) => ({
    snapshot,
    gte: Buffer.from(from, "latin1"),
    ...(to === undefined ? {} : { lt: Buffer.from(to, "latin1") }),
  });
  return {
    getSync: (key) => {
      if (released) throw new StorageError("gone", "a state that is not kept any more was read on");
      try {
        const value = level.getSync(Buffer.from(key, "latin1"), { snapshot });
        return value === undefined ? undefined : new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
      } catch (error) {
        throw explainLevelError(error, path);
      }
    },
    iterate: async function* (from, to) {
      try {
        for await (const [key, value] of level.iterator({ ...range(from, to), highWaterMarkBytes: walkBytes }))
          yield [toKey(key), new Uint8Array(value.buffer, value.byteOffset, value.byteLength)] as const;
      } catch (error) {
        throw explainLevelError(error, path);
      }
    },
    keys: async (from, to) => {
      try {
        return (await level.keys(range(from, to)).all()).map(toKey);
      } catch (error) {
        throw explainLevelError(error, path);
      }
    },
    release: async () => {
      released = true;
      await snapshot.close();
    },
  };
}

/** A store that shows one snapshot after the other, and takes no write. */
export function snapshotStore(at: () => StoreView): KeyValue {
  return {
    getSync: (key) => at().getSync(key),
    iterate: (from, to) => at().iterate(from, to),
    write: async () => {
      throw new StorageError("misuse", "a snapshot of the database cannot be written to");
    },
    close: async () => {},
  };
}
