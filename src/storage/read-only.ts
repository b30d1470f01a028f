import { type Hex, keyToHex, prefixEnd } from "../lib/bytes.ts";
import { blockStore } from "./blocks/block-store.ts";
import { decodePointers, type Pointers } from "./blocks/pointers.ts";
import { createChainReader } from "./chain-reader.ts";
import { type ChainRecord, loadChainRecord } from "./chain-record.ts";
import type { DatabaseReader } from "./database.ts";
import { StorageError } from "./errors.ts";
import { findStep, takeStep } from "./follow-chain.ts";
import { type GuardedKeyValue, guardKeyValue } from "./kv/guarded-key-value.ts";
import { type LevelSnapshot, openSharedLevel, snapshotStore } from "./kv/level-snapshot.ts";
import { stateSpaces } from "./kv/state-spaces.ts";
import { modesKey, pointersKey, prefixes } from "./layout.ts";
import { loadLayers } from "./load-layers.ts";
import { decodeModes, defaultPruning } from "./pruning.ts";
import { createBlockStates } from "./state/block-states.ts";

/**
 * A database as another thread reads it: everything as it was on disk at one moment, which only `refresh` moves. What
 * is on its way to the disk is not seen, so whatever is seen may be told.
 */
export interface ReadOnlyDatabase extends DatabaseReader {
  /**
   * Moves on to what is on disk now; one call at a time. A state that was handed out goes on answering for its block,
   * or reading it throws a StorageError (`gone`).
   */
  refresh(): Promise<void>;
  close(): Promise<void>;
}

/** A chain with the moment that it is read at. */
interface View {
  snapshot: LevelSnapshot;
  readonly chain: ChainRecord;
}

/**
 * Opens a database for reading that a thread of this process has open for writing, with `shared`.
 * @param path exactly as the writer gave it.
 * @param onFatal told of the first read that fails or finds damage.
 * @throws StorageError when there is no chain in it.
 */
export async function openReadOnly(
  path: string,
  onFatal: (error: StorageError) => void = () => {},
): Promise<ReadOnlyDatabase> {
  const level = await openSharedLevel(path);
  const guard = (at: () => LevelSnapshot): GuardedKeyValue =>
    guardKeyValue(stateSpaces(snapshotStore(at)).current, onFatal);

  const load = async (snapshot: LevelSnapshot): Promise<View> => {
    const at = { snapshot };
    const modes = snapshot.getSync(modesKey);
    const store = guard(() => at.snapshot);
    const chain = loadChainRecord(store, modes === undefined ? defaultPruning : decodeModes(modes));
    await loadLayers(chain, false);
    return Object.assign(at, { chain });
  };

  const first = level.snapshot();
  let view: View;
  try {
    view = await load(first);
  } catch (error) {
    await first.release();
    await level.close();
    throw error;
  }
  const blocks = blockStore(
    guard(() => view.snapshot),
    new Map(),
  );
  const states = createBlockStates(() => view.chain, blocks);

  return {
    ...createChainReader(() => view.chain, blocks, states),
    get genesisHash() {
      return blocks.hashAt(0);
    },
    refresh: async () => {
      const next = level.snapshot();
      const keys = await next.keys(prefixes.layer, prefixEnd(prefixes.layer));
      const open = keys.map((key): Hex => keyToHex(key.slice(1)));
      const before = view.snapshot;
      const step = findStep(
        view.chain,
        guard(() => next),
        pointersOf(next),
        open,
      );
      if (step === undefined) {
        view = await load(next);
        states.clear();
      } else {
        takeStep(view.chain, step, () => {
          view.snapshot = next;
        });
      }
      await before.release();
    },
    close: async () => {
      await view.snapshot.release();
      await level.close();
    },
  };
}

function pointersOf(snapshot: LevelSnapshot): Pointers {
  const record = snapshot.getSync(pointersKey);
  if (record === undefined) throw new StorageError("damaged", "the database does not say which block is best");
  return decodePointers(record);
}
