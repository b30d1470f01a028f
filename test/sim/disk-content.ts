import { DatabaseSync } from "node:sqlite";
import { fromKey, toKey } from "../../src/lib/bytes.ts";
import type { StoreKey } from "../../src/storage/kv/key-value.ts";

/** What lies on a disk. */
export interface DiskContent extends Iterable<readonly [StoreKey, Uint8Array]> {
  get(key: StoreKey): Uint8Array | undefined;
  set(key: StoreKey, value: Uint8Array): void;
  delete(key: StoreKey): void;
}

/**
 * Content that takes no room in the heap: a chain of a day is on each disk then, and the heap shows what nodes hold.
 * @param first what is on it at first
 */
export function contentOutsideHeap(first: Iterable<readonly [StoreKey, Uint8Array]>): DiskContent {
  const database = new DatabaseSync(":memory:");
  database.exec("CREATE TABLE content (key BLOB PRIMARY KEY, value BLOB) WITHOUT ROWID");
  const get = database.prepare("SELECT value FROM content WHERE key = ?");
  const set = database.prepare("INSERT OR REPLACE INTO content VALUES (?, ?)");
  const remove = database.prepare("DELETE FROM content WHERE key = ?");
  const all = database.prepare("SELECT key, value FROM content");
  const content: DiskContent = {
    get: (key) => get.get(fromKey(key))?.value as Uint8Array | undefined,
    set: (key, value) => void set.run(fromKey(key), value),
    delete: (key) => void remove.run(fromKey(key)),
    *[Symbol.iterator]() {
      for (const { key, value } of all.iterate()) yield [toKey(key as Uint8Array), value as Uint8Array] as const;
    },
  };
  for (const [key, value] of first) content.set(key, value);
  return content;
}
