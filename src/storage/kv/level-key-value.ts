import { Level } from "level";
import { toKey } from "../../lib/bytes.ts";
import { StorageError } from "../errors.ts";
import type { KeyValue, StoreChanges } from "./key-value.ts";

const cacheBytes = 16 * 1024 * 1024;
const writeBufferBytes = 4 * 1024 * 1024;

/**
 * The store in a LevelDB directory, which is made when it does not exist.
 * @throws StorageError when the directory is in use by another process, cannot be read or is damaged.
 */
export async function levelKeyValue(path: string): Promise<KeyValue> {
  const level = new Level<Buffer, Buffer>(path, {
    keyEncoding: "buffer",
    valueEncoding: "buffer",
    cacheSize: cacheBytes,
    writeBufferSize: writeBufferBytes,
  });
  try {
    await level.open();
  } catch (error) {
    throw explain(error, path);
  }

  /** Writes that were called and are not done: reads look here first, so a write counts from when it was called. */
  const pending: StoreChanges[] = [];
  let last: Promise<void> = Promise.resolve();
  let failure: StorageError | undefined;

  const writeNow = async (changes: StoreChanges, sync: boolean): Promise<void> => {
    if (failure !== undefined) throw failure;
    try {
      // A chained batch takes half the time of a list of operations.
      const batch = level.batch();
      for (const [key, value] of changes) {
        const bytes = Buffer.from(key, "latin1");
        if (value === undefined) batch.del(bytes);
        else batch.put(bytes, asBuffer(value));
      }
      await batch.write({ sync });
    } catch (error) {
      failure = explain(error, path);
      throw failure;
    }
    pending.splice(pending.indexOf(changes), 1);
  };

  return {
    getSync: (key) => {
      for (let at = pending.length - 1; at >= 0; at--) {
        const changes = pending[at] as StoreChanges;
        const value = changes.get(key);
        if (value !== undefined) return value;
        if (changes.has(key)) return undefined;
      }
      let value: Buffer | undefined;
      try {
        value = level.getSync(Buffer.from(key, "latin1"));
      } catch (error) {
        throw explain(error, path);
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
      };
      for await (const [key, value] of level.iterator(range)) yield [toKey(key), plainBytes(value)];
    },
    close: async () => {
      await last;
      await level.close();
    },
  };
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** A Buffer's `slice` shares memory where that of other byte arrays copies: nobody outside should meet one. */
function plainBytes(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}

/** An error of LevelDB in one line. */
function explain(error: unknown, path: string): StorageError {
  const parts: string[] = [];
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    parts.push("code" in at ? `${String(at.code)} ${at.message}` : at.message);
  }
  const text = parts.join(": ");
  if (/LEVEL_LOCKED|already held/.test(text)) {
    return new StorageError(
      "locked",
      `the database ${path} is in use by another process: stop it, or give another --base-path`,
      error,
    );
  }
  if (/No space left|ENOSPC|quota/i.test(text)) {
    return new StorageError("full", `no space is left for the database ${path}: free some and start again`, error);
  }
  if (/EACCES|EPERM|EROFS|ENOTDIR|Permission denied|Not a directory|Read-only/i.test(text)) {
    return new StorageError(
      "unreadable",
      `the database ${path} cannot be read or written: check its owner and permissions`,
      error,
    );
  }
  if (/CORRUPTION/i.test(text)) {
    return new StorageError(
      "damaged",
      `the database ${path} is damaged: restore a copy or purge it (${lastLine(text)})`,
      error,
    );
  }
  return new StorageError("unreadable", `the database ${path} does not work: ${lastLine(text)}`, error);
}

function lastLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").slice(-200);
}
