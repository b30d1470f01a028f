import { equalBytes } from "../lib/bytes.ts";
import { addJustification, blockStore, type HeaderCache } from "./blocks/block-store.ts";
import { createChainIntake, removeIntake } from "./chain-intake.ts";
import { createChainReader } from "./chain-reader.ts";
import { type ChainRecord, loadChainRecord } from "./chain-record.ts";
import { type ChainView, openChainView } from "./chain-view.ts";
import { commitBlock, finalize, setHead } from "./chain-writer.ts";
import type { Database, DatabaseOptions } from "./database.ts";
import { StorageError } from "./errors.ts";
import { commitHistory, forgetUnproven } from "./fill-gap.ts";
import { writeGenesis, writeLargeGenesis } from "./genesis.ts";
import { type GatheringKeyValue, gatheringKeyValue } from "./kv/gathering-key-value.ts";
import { guardKeyValue } from "./kv/guarded-key-value.ts";
import { type KeyValue, memoryKeyValue, type ViewableKeyValue } from "./kv/key-value.ts";
import { levelKeyValue } from "./kv/level-key-value.ts";
import { stateSpaces } from "./kv/state-spaces.ts";
import { extraKey, intakeKey, modesKey } from "./layout.ts";
import { settleLayout } from "./layout-version.ts";
import { forkNumber } from "./left-blocks.ts";
import { loadLayers } from "./load-layers.ts";
import { moveTo } from "./move-to.ts";
import { defaultPruning, encodeModes, type PruningModes } from "./pruning.ts";
import { revertChain } from "./revert.ts";
import { createBlockStates } from "./state/block-states.ts";
import { createStatePlace, type StatePlace } from "./state-place.ts";
import { storeBatch } from "./store-batch.ts";
import { takeDifferences } from "./take-differences.ts";
import { putBlockOfState } from "./take-state.ts";

/**
 * Opens the database of a chain and checks that the state of every block that is not final, and the stored trie of the
 * last final one, have the roots their headers name. A database of an earlier layout is converted.
 * @throws StorageError with the cause in one line and, where there is one, the command that repairs it.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const store = options.path === undefined ? memoryKeyValue() : await levelKeyValue(options.path, options);
  try {
    return await openStore(store, options);
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** `openDatabase` on a store that is open; for tests and simulations. */
export async function openStore(
  store: KeyValue & Partial<ViewableKeyValue>,
  options: DatabaseOptions = {},
): Promise<Database> {
  // What goes wrong while it opens is told by the promise alone.
  let tell = (_error: StorageError): void => {};
  const spaces = stateSpaces(store);
  const guarded = gatheringKeyValue(guardKeyValue(spaces.current, (error) => tell(error)));
  const place = createStatePlace(
    spaces,
    guarded,
    guardKeyValue(spaces.other, (error) => tell(error)),
  );
  const requested = options.pruning ?? {};
  const modes = await settleLayout(guarded, requested);
  let chain: ChainRecord | undefined;
  if (modes !== undefined) {
    await forgetUnproven(guarded);
    chain = loadChainRecord(guarded, modes);
    await loadLayers(chain, options.dropDamaged ?? false);
  } else if (guarded.getSync(intakeKey) !== undefined) await removeIntake(guarded);
  tell = (error) => options.onFatal?.(error);
  const view = async (): Promise<ChainView> => {
    if (store.view === undefined) throw new StorageError("misuse", "this store has no views");
    const taken = await store.view();
    try {
      return await openChainView(taken, modes ?? newModes(requested), (error) => tell(error));
    } catch (error) {
      await taken.release();
      throw error;
    }
  };
  return createDatabase({ store: guarded, place, modes: modes ?? newModes(requested), opened: chain, view });
}

/** What a fork cannot read while it changes leaves memory half changed: nobody may go on, as after a write that failed. */
async function orFail<T>(change: () => Promise<T>): Promise<T> {
  try {
    return await change();
  } catch (error) {
    const isRemote = error instanceof StorageError && error.problem === "remote";
    throw isRemote ? new StorageError("failed", error.message, error) : error;
  }
}

function newModes(requested: DatabaseOptions["pruning"]): PruningModes {
  return { state: requested?.state ?? defaultPruning.state, blocks: requested?.blocks ?? defaultPruning.blocks };
}

interface DatabaseParts {
  readonly store: GatheringKeyValue;
  readonly place: StatePlace;
  readonly modes: PruningModes;
  readonly opened: ChainRecord | undefined;
  view(): Promise<ChainView>;
}

function createDatabase({ store, place, modes, opened, view }: DatabaseParts): Database {
  const headers: HeaderCache = new Map();
  const blocks = blockStore(store, headers);
  let record = opened;
  const chain = (): ChainRecord => {
    if (record === undefined) throw new StorageError("misuse", "the database is empty: it has no genesis block yet");
    return record;
  };
  const states = createBlockStates(chain, blocks);
  const reader = createChainReader(chain, blocks, states);

  return {
    ...reader,
    get genesisHash() {
      return blocks.hashAt(0);
    },
    pruning: () => modes,
    getExtra: (name) => store.getSync(extraKey(name)),

    initialise: async (genesis) => {
      if (record !== undefined) throw new StorageError("misuse", "the database holds a chain already");
      const batch = storeBatch(store);
      const large = writeGenesis(batch, genesis, modes);
      const onDisk =
        large === undefined
          ? store.write(batch.changes, { sync: true })
          : writeLargeGenesis(place, genesis, large, batch);
      if (large !== undefined) await onDisk;
      record = loadChainRecord(store, modes);
      await onDisk;
    },
    takeChain: async () => {
      if (record !== undefined) throw new StorageError("misuse", "the database holds a chain already");
      const intake = await createChainIntake(store, place, modes);
      return {
        ...intake,
        use: async (genesis) => {
          await intake.use(genesis);
          record = loadChainRecord(store, modes);
        },
      };
    },
    view,
    takeDifferences: async (head) => {
      await orFail(() => takeDifferences(chain(), head));
      states.clear();
    },
    takeState: place.begin,
    useState: async (block) => {
      const { tree, pins } = chain();
      const batch = storeBatch(store);
      putBlockOfState(batch, chain(), block);
      const used = place.use(batch.changes);
      tree.retire();
      record = loadChainRecord(store, modes, pins);
      states.clear();
      await used;
    },
    commitHistory: async (list, extra) => {
      const gap = reader.gap();
      if (gap === undefined) throw new StorageError("misuse", "no blocks are missing");
      await commitHistory(chain(), gap, list, extra);
    },
    together: store.gather,
    togetherAhead: store.gatherAhead,
    commitBlock: (block) => orFail(() => commitBlock(chain(), block)),
    setHead: async (hash) => setHead(chain(), hash),
    finalize: (hash, records) => orFail(() => finalize(chain(), hash, records)),
    moveTo: async (hash, extra) => {
      const move = orFail(() => moveTo(chain(), hash, extra));
      states.clear();
      return move;
    },
    putExtra: async (extra) => {
      const batch = storeBatch(store);
      for (const [name, value] of extra) batch.set(extraKey(name), value);
      await store.write(batch.changes, { sync: true });
    },
    addJustification: async (hash, justification) => {
      const batch = storeBatch(store);
      addJustification(batch, hash, justification);
      await store.write(batch.changes, { sync: true });
    },

    storePruning: async () => {
      const stored = store.getSync(modesKey);
      if (stored === undefined || equalBytes(stored, encodeModes(modes))) return;
      await store.write(new Map([[modesKey, encodeModes(modes)]]), { sync: true });
    },
    pin: (hash) => {
      const number = blocks.fields(hash)?.number;
      if (number === undefined) return () => {};
      const { pins, tree } = chain();
      return pins.pin(hash, tree.layers.has(hash) ? number : (forkNumber(chain(), hash) ?? number));
    },
    revert: async (count) => {
      const result = await revertChain(chain(), count);
      record = result.chain;
      headers.clear();
      states.clear();
      return result.reverted;
    },
    close: async () => {
      await place.close();
      await store.close();
    },
  };
}
