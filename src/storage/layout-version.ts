import { decodePointers } from "./blocks/pointers.ts";
import { putPointers } from "./chain-record.ts";
import { StorageError } from "./errors.ts";
import type { KeyValue } from "./kv/key-value.ts";
import { layoutVersion, modesKey, pointersKey, reverseDiffKey, versionKey } from "./layout.ts";
import { choosePruning, decodeModes, encodeModes, type PruningModes, type RequestedPruning } from "./pruning.ts";
import { type StoreBatch, storeBatch } from "./store-batch.ts";

/** Puts the layout's version and the pruning modes into a batch. */
export function putLayout(batch: StoreBatch, modes: PruningModes): void {
  const version = new Uint8Array(4);
  new DataView(version.buffer).setUint32(0, layoutVersion, true);
  batch.set(versionKey, version);
  batch.set(modesKey, encodeModes(modes));
}

/**
 * The version of the layout that a store has; undefined when it is empty.
 * @throws StorageError when this program does not read it.
 */
export function storedVersion(store: Pick<KeyValue, "getSync">): number | undefined {
  const version = store.getSync(versionKey);
  if (version === undefined) return undefined;
  if (version.length !== 4) throw new StorageError("damaged", "the record of the database's layout is damaged");
  const found = new DataView(version.buffer, version.byteOffset, version.byteLength).getUint32(0, true);
  if (found >= 1 && found <= layoutVersion) return found;
  throw new StorageError(
    "foreign",
    `the database has layout ${found}, this program reads layouts 1 to ${layoutVersion}: use the program that wrote it, or give another --base-path`,
  );
}

/**
 * Brings a store to today's layout, in one write. Modes that it does not say are stored as what it still holds.
 * @param requested what the user asked for.
 * @returns the modes to go on with, which may have another number than the stored ones; undefined when the store is empty.
 * @throws StorageError when a newer program wrote it, or its modes contradict what is asked for; nothing is written then.
 */
export async function settleLayout(store: KeyValue, requested: RequestedPruning): Promise<PruningModes | undefined> {
  const version = storedVersion(store);
  if (version === undefined) return undefined;
  const record = store.getSync(modesKey);
  const stored = record === undefined ? modesByContent(store) : decodeModes(record);
  const modes = choosePruning(stored, requested);
  if (version === layoutVersion && record !== undefined) return modes;
  const batch = storeBatch(store);
  const pointers = store.getSync(pointersKey);
  if (pointers !== undefined) putPointers(batch, decodePointers(pointers));
  putLayout(batch, stored);
  await store.write(batch.changes, { sync: true });
  return modes;
}

/**
 * The modes of a database that does not say them, by what it still holds: an archive where nothing was ever pruned.
 * Layout 1 kept the bodies of all final blocks, whatever it was told.
 */
function modesByContent(store: Pick<KeyValue, "getSync">): PruningModes {
  const record = store.getSync(pointersKey);
  if (record === undefined) return { state: "archive", blocks: "archive-canonical" };
  const { oldestState, finalized } = decodePointers(record);
  const whole = oldestState === 0 && (finalized.number === 0 || store.getSync(reverseDiffKey(1)) !== undefined);
  const state = whole ? "archive" : Math.max(finalized.number - oldestState, 1);
  return { state, blocks: "archive-canonical" };
}
