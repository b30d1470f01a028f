import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { Level } from "level";
import { toKey } from "../../lib/bytes.ts";
import { StorageError } from "../errors.ts";
import { bytesOf, type StoreChanges, type StoreView, type ViewableKeyValue } from "./key-value.ts";
import { explainLevelError } from "./level-errors.ts";
import { snapshotOf, walkBytes } from "./level-snapshot.ts";

const cacheBytes = 16 * 1024 * 1024;
const writeBufferBytes = 4 * 1024 * 1024;
/** So many changes of a write are handed over without a pause. */
const changesAtOnce = 4096;

/**
 * The store in a LevelDB directory, which is made when it does not exist.
 * @param options.shared other threads of this process may open it too; two stores of one thread then do not exclude
 * each other.
 * @throws StorageError when the directory is in use by another process, cannot be read or is damaged.
 */
export async function levelKeyValue(
  path: string,
  { shared = false }: { readonly shared?: boolean } = {},
): Promise<ViewableKeyValue> {
  if (existsSync(join(path, "CURRENT"))) await refuseDamagedLogs(path);
  else refuseHeadless(path);
  const level = new Level<Buffer, Buffer>(path, {
    keyEncoding: "buffer",
    valueEncoding: "buffer",
    cacheSize: cacheBytes,
    writeBufferSize: writeBufferBytes,
    multithreading: shared,
  });
  try {
    await level.open();
  } catch (error) {
    throw explainLevelError(error, path);
  }

  /** Writes that were called and are not done: reads look here first, so a write counts from when it was called. */
  const pending: StoreChanges[] = [];
  let last: Promise<void> = Promise.resolve();
  let failure: StorageError | undefined;

  const writeNow = async (changes: StoreChanges, sync: boolean): Promise<void> => {
    // LevelDB itself takes further writes after some that failed, whose order would then have a hole.
    if (failure !== undefined) throw failure;
    try {
      // A chained batch takes half the time of a list of operations.
      const batch = level.batch();
      let count = 0;
      for (const [key, value] of changes) {
        // A large write must not keep the thread: others go on, and read what is on its way.
        if (++count % changesAtOnce === 0) await new Promise((resolve) => setImmediate(resolve));
        const bytes = Buffer.from(key, "latin1");
        if (value === undefined) batch.del(bytes);
        else batch.put(bytes, asBuffer(bytesOf(value)));
      }
      await batch.write({ sync });
    } catch (error) {
      failure = explainLevelError(error, path);
      throw failure;
    }
    pending.splice(pending.indexOf(changes), 1);
  };

  return {
    getSync: (key) => {
      for (let at = pending.length - 1; at >= 0; at--) {
        const changes = pending[at] as StoreChanges;
        const value = changes.get(key);
        if (value !== undefined) return bytesOf(value);
        if (changes.has(key)) return undefined;
      }
      let value: Buffer | undefined;
      try {
        value = level.getSync(Buffer.from(key, "latin1"));
      } catch (error) {
        throw explainLevelError(error, path);
      }
      return value === undefined ? undefined : plainBytes(value);
    },
    write: (changes, { sync }) => {
      pending.push(changes);
      const done = last.then(() => writeNow(changes, sync));
      last = done.catch(() => {});
      return done;
    },
    iterate: async function* (from, to) {
      await last;
      const range = {
        gte: Buffer.from(from, "latin1"),
        ...(to === undefined ? {} : { lt: Buffer.from(to, "latin1") }),
        highWaterMarkBytes: walkBytes,
      };
      try {
        for await (const [key, value] of level.iterator(range)) yield [toKey(key), plainBytes(value)];
      } catch (error) {
        throw explainLevelError(error, path);
      }
    },
    view: () => {
      // In the order of the writes: those that were called before are done by then, later ones wait.
      const taken = last.then((): StoreView => snapshotOf(level, path));
      last = taken.then(
        () => {},
        () => {},
      );
      return taken;
    },
    close: async () => {
      await last;
      try {
        await level.close();
      } catch (error) {
        throw explainLevelError(error, path);
      }
    },
  };
}

/**
 * Refuses a directory of data without the file that leads to it: LevelDB would take it for a new one, and remove the
 * data. A start that was killed before its first write leaves no table, and an empty log.
 */
function refuseHeadless(path: string): void {
  const held = (name: string): boolean =>
    /^[0-9]+\.(ldb|sst)$/.test(name) || (/^[0-9]+\.log$/.test(name) && statSync(join(path, name)).size > 0);
  let holds: boolean;
  try {
    holds = existsSync(path) && readdirSync(path).some(held);
  } catch (error) {
    throw explainLevelError(error, path);
  }
  if (!holds) return;
  throw new StorageError(
    "damaged",
    `the database ${path} is damaged (its file CURRENT is missing): restore a copy, or remove it with purge-chain`,
  );
}

/** Refuses a database whose last writes would be read with holes. New databases need not load the check. */
async function refuseDamagedLogs(path: string): Promise<void> {
  const { checkLevelLogs, levelInUse } = await import("./level-files.ts");
  let wrong: unknown;
  try {
    const [damage] = (await checkLevelLogs(path)).damages;
    if (damage === undefined) return;
    wrong = new StorageError(
      "damaged",
      `the database ${path} is damaged (${damage.text}): restore a copy, or remove it with purge-chain`,
    );
  } catch (error) {
    wrong = error;
  }
  // Files that another process writes come and go.
  throw (await levelInUse(path)) ?? wrong;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/**
 * Removes the database in a LevelDB directory, a damaged one too; nothing happens when there is none.
 * @throws StorageError when the directory is in use by another process or cannot be changed.
 */
export async function destroyDatabase(path: string): Promise<void> {
  try {
    // The declarations of `level` name only what browsers have too.
    await (Level as unknown as { destroy(path: string): Promise<void> }).destroy(path);
  } catch (error) {
    throw explainLevelError(error, path);
  }
}

/** A Buffer's `slice` shares memory where that of other byte arrays copies: nobody outside should meet one. */
function plainBytes(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}
