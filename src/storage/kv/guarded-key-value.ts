import { RecordError, StorageError } from "../errors.ts";
import type { KeyValue } from "./key-value.ts";

/** A store whose first fault is told once, and which takes no write after it. */
export interface GuardedKeyValue extends KeyValue {
  /**
   * Tells of a fault that the store cannot see itself: two records contradict each other.
   * @param text what is wrong, and which command helps.
   * @returns the error to throw.
   */
  damaged(text: string, cause?: unknown): StorageError;
  /**
   * Reads a record by a function of its own.
   * @param name says which record it is, such as "the changes of block 5".
   * @throws StorageError when the function does not make sense of it.
   */
  decode<T>(name: string, read: () => T): T;
}

/** Problems of a store that stay until somebody mends them; others are the caller's mistake, or pass. */
const lasting: ReadonlySet<string> = new Set(["full", "failed", "unreadable", "damaged"]);

/**
 * Guards a store.
 * @param onFatal told of the first fault, from whatever side it shows: a write, a read, or what was read. The process
 * must end then: memory may be ahead of the disk, or what is stored is wrong.
 */
export function guardKeyValue(store: KeyValue, onFatal: (error: StorageError) => void): GuardedKeyValue {
  let fault: StorageError | undefined;
  const note = (error: unknown): void => {
    if (fault !== undefined || !(error instanceof StorageError) || !lasting.has(error.problem)) return;
    fault = error;
    onFatal(error);
  };
  const damaged = (text: string, cause?: unknown): StorageError => {
    const error = new StorageError("damaged", text, cause);
    note(error);
    return error;
  };
  return {
    getSync: (key) => {
      try {
        return store.getSync(key);
      } catch (error) {
        note(error);
        throw error;
      }
    },
    write: async (changes, options) => {
      if (fault !== undefined) throw fault;
      try {
        await store.write(changes, options);
      } catch (error) {
        note(error);
        throw error;
      }
    },
    iterate: async function* (from, to) {
      try {
        yield* store.iterate(from, to);
      } catch (error) {
        note(error);
        throw error;
      }
    },
    close: () => store.close(),
    damaged,
    decode: (name, read) => {
      try {
        return read();
      } catch (error) {
        if (!(error instanceof RecordError || error instanceof RangeError)) throw error;
        throw damaged(
          `${name} cannot be read: \`subtensor verify\` says what is damaged; restore a copy, or remove the database with purge-chain`,
          error,
        );
      }
    },
  };
}
