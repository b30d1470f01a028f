import type { Hex, StateKey } from "../lib/bytes.ts";
import { addJustification, blockStore } from "./blocks/block-store.ts";
import { type ChainRecord, loadChainRecord, storedBlock } from "./chain-record.ts";
import { commitBlock, finalize, setHead } from "./chain-writer.ts";
import { type Database, type DatabaseOptions, defaultStatesKept } from "./database.ts";
import { StorageError } from "./errors.ts";
import { writeGenesis } from "./genesis.ts";
import { type KeyValue, memoryKeyValue } from "./kv/key-value.ts";
import { levelKeyValue } from "./kv/level-key-value.ts";
import { extraKey, layoutVersion, versionKey } from "./layout.ts";
import { loadLayers } from "./load-layers.ts";
import { revertChain } from "./revert.ts";
import { childRootKey, type Layer } from "./state/layers.ts";
import { makeOverlay } from "./state/overlay.ts";
import type { ParentState } from "./state/parent-state.ts";
import { storeBatch } from "./store-batch.ts";
import { prove } from "./trie/proof.ts";
import { verifyStore } from "./verify.ts";

/** Past blocks whose state objects, with the tries made for them, are kept for the next question. */
const pastStatesKept = 8;

/**
 * Opens the database of a chain and checks that the state of every block that is not final, and the stored trie of the
 * last final one, have the roots their headers name.
 * @throws StorageError with the cause in one line and, where there is one, the command that repairs it.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const store = options.path === undefined ? memoryKeyValue() : await levelKeyValue(options.path);
  try {
    return await openStore(store, options);
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** `openDatabase` on a store that is open; for tests and simulations. */
export async function openStore(store: KeyValue, options: DatabaseOptions = {}): Promise<Database> {
  const statesKept = options.statesKept ?? defaultStatesKept;
  const version = store.getSync(versionKey);
  if (version === undefined) return makeDatabase(store, statesKept, undefined);
  const found = new DataView(version.buffer, version.byteOffset, version.byteLength).getUint32(0, true);
  if (found !== layoutVersion) {
    throw new StorageError(
      "foreign",
      `the database has layout ${found}, this program reads layout ${layoutVersion}: purge it, or use the program that wrote it`,
    );
  }
  const chain = loadChainRecord(store, statesKept);
  await loadLayers(chain, options.dropDamaged ?? false);
  return makeDatabase(store, statesKept, chain);
}

function makeDatabase(store: KeyValue, statesKept: number, opened: ChainRecord | undefined): Database {
  const blocks = blockStore(store);
  let record = opened;
  const chain = (): ChainRecord => {
    if (record === undefined) throw new StorageError("misuse", "the database is empty: it has no genesis block yet");
    return record;
  };
  const stored = (hash: Hex) => storedBlock({ get: (key) => store.getSync(key) }, hash);

  const pastLayers = new Map<Hex, Layer>();
  const layerAt = (hash: Hex): Layer | undefined => {
    const { tree, pointers } = chain();
    const open = tree.layers.get(hash);
    if (open !== undefined) return open;
    const block = stored(hash);
    if (block === undefined || block.number >= pointers.finalized.number || block.number < pointers.oldestState)
      return undefined;
    if (blocks.hashAt(block.number) !== hash) return undefined;
    let past = pastLayers.get(hash);
    if (past === undefined) {
      past = tree.pastLayer({ hash, number: block.number });
      pastLayers.set(hash, past);
      if (pastLayers.size > pastStatesKept) pastLayers.delete(pastLayers.keys().next().value as Hex);
    }
    return past;
  };
  const stateAt = (hash: Hex): ParentState | undefined => {
    const layer = layerAt(hash);
    return layer === undefined ? undefined : chain().tree.stateOf(layer);
  };

  return {
    ...blocks,
    get genesisHash() {
      return blocks.hashAt(0);
    },
    best: () => chain().pointers.best,
    finalized: () => chain().pointers.finalized,
    oldestState: () => chain().pointers.oldestState,
    numberOf: (hash) => stored(hash)?.number,
    isCanonical: (hash) => {
      const number = stored(hash)?.number;
      return number !== undefined && blocks.hashAt(number) === hash;
    },
    leaves: () => {
      const { tree, pointers } = chain();
      const parents = new Set([...tree.layers.values()].map(({ parent }) => parent?.hash));
      const leaves = [...tree.layers.keys()].filter((hash) => !parents.has(hash));
      return leaves.sort((a, b) => Number(b === pointers.best.hash) - Number(a === pointers.best.hash));
    },
    children: (hash) => {
      const { tree, pointers } = chain();
      const block = stored(hash);
      if (block === undefined) return [];
      const open = [...tree.layers.values()].filter(({ parent }) => parent?.hash === hash);
      if (block.number >= pointers.finalized.number || blocks.hashAt(block.number) !== hash)
        return open.map((one) => one.hash);
      const next = blocks.hashAt(block.number + 1);
      return next === undefined ? [] : [next];
    },
    getExtra: (name) => store.getSync(extraKey(name)),

    initialise: async (genesis) => {
      if (record !== undefined) throw new StorageError("misuse", "the database holds a chain already");
      const batch = storeBatch(store);
      writeGenesis(batch, genesis);
      const onDisk = store.write(batch.changes, { sync: true });
      record = loadChainRecord(store, statesKept);
      await onDisk;
    },
    commitBlock: async (block) => commitBlock(chain(), block),
    setHead: async (hash) => setHead(chain(), hash),
    finalize: async (hash, justification) => finalize(chain(), hash, justification),
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

    stateAt,
    overlayAt: (hash) => {
      const state = stateAt(hash);
      return state === undefined ? undefined : makeOverlay(state);
    },
    proofAt: (hash, keys, child) => {
      const state = stateAt(hash);
      if (state === undefined) return undefined;
      if (child === undefined) return prove(state.trie(), keys, (key) => state.get(key));
      const space = state.child(child);
      const nodes = [
        ...prove(state.trie(), [childRootKey(child)], (key) => state.get(key)),
        ...prove(space.trie(), keys, (key: StateKey) => space.get(key)),
      ];
      return [...new Map(nodes.map((node) => [Buffer.from(node).toString("latin1"), node])).values()].sort(
        Buffer.compare,
      );
    },

    revert: async (count) => {
      const result = await revertChain(chain(), count);
      record = result.chain;
      pastLayers.clear();
      return result.reverted;
    },
    verify: async (repair) => verifyStore(store, repair),
    close: () => store.close(),
  };
}

/**
 * Checks a database that is not open, which may be one that does not open (see verifyStore).
 * @throws StorageError when the directory cannot be used at all.
 */
export async function verifyDatabase(path: string, repair = false): Promise<string[]> {
  const store = await levelKeyValue(path);
  try {
    return await verifyStore(store, repair);
  } finally {
    await store.close();
  }
}
