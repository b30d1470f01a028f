import { type Hex, prefixEnd, type StateKey } from "../lib/bytes.ts";
import { blockStore } from "./blocks/block-store.ts";
import { createChainReader } from "./chain-reader.ts";
import { type ChainRecord, loadChainRecord } from "./chain-record.ts";
import type { DatabaseReader } from "./database.ts";
import { StorageError } from "./errors.ts";
import { type GuardedKeyValue, guardKeyValue } from "./kv/guarded-key-value.ts";
import type { StoreView } from "./kv/key-value.ts";
import { snapshotStore } from "./kv/level-snapshot.ts";
import { stateSpaces } from "./kv/state-spaces.ts";
import { type FlatKey, prefixes, splitFlatKey } from "./layout.ts";
import { loadLayers } from "./load-layers.ts";
import type { PruningModes } from "./pruning.ts";
import { createBlockStates } from "./state/block-states.ts";
import type { FlatChanges } from "./state/change-record.ts";
import { flatChanges, type LayerChanges, mergeChanges } from "./state/layers.ts";
import { childRootPrefix } from "./state/parent-state.ts";

/** An entry of a state: of the top trie, or of the child trie of that id. */
export interface StateEntry {
  readonly child: StateKey | undefined;
  readonly key: StateKey;
  readonly value: Uint8Array;
}

/** A chain as it was stored at one moment, however it goes on. It takes room on the disk until it is released. */
export interface ChainView extends DatabaseReader {
  /**
   * A whole state, without the roots of child tries: child tries by the length of their id and the id, each in the order of
   * its keys, then the top trie in the order of its keys. No more than a few entries are in memory.
   * @throws StorageError (`gone`) when the state of the block is not kept
   */
  entries(hash: Hex): AsyncIterable<StateEntry>;
  /** The keys that a block changed, roots of child tries too, with their values before; undefined where that is not kept. */
  replacedBy(hash: Hex): FlatChanges | undefined;
  release(): Promise<void>;
}

/** @param view of a store that holds a chain. @throws StorageError when it is damaged */
export async function openChainView(
  view: StoreView,
  modes: PruningModes,
  onFatal: (error: StorageError) => void,
): Promise<ChainView> {
  const store = guardKeyValue(stateSpaces(snapshotStore(() => view)).current, onFatal);
  const chain = loadChainRecord(store, modes);
  await loadLayers(chain, false);
  const blocks = blockStore(store, new Map());
  const reader = createChainReader(
    () => chain,
    blocks,
    createBlockStates(() => chain, blocks),
  );
  return {
    ...reader,
    entries: (hash) => {
      const changes = changesTo(chain, hash, reader);
      if (changes !== undefined) return entriesWith(store, changes);
      throw new StorageError("gone", `the state of block ${hash} is not kept`);
    },
    replacedBy: (hash) => {
      const layer = chain.tree.layers.get(hash);
      if (layer?.status === "open" && layer.parent !== undefined) {
        const before = chain.tree.stateOf(layer.parent);
        const replaced = new Map<FlatKey, Uint8Array | undefined>();
        for (const flat of flatChanges(layer.changes).keys()) {
          const { child, key } = splitFlatKey(flat);
          replaced.set(flat, child === undefined ? before.get(key) : before.child(child).get(key));
        }
        return replaced;
      }
      const number = reader.numberOf(hash);
      const { oldestState, finalized } = chain.pointers;
      const kept = number !== undefined && number > oldestState && number <= finalized.number;
      return kept && reader.isCanonical(hash) ? chain.tree.history.replacedBy(number) : undefined;
    },
    release: view.release,
  };
}

/** How the state of a block differs from the flat one, that of the last final block; undefined where it is not kept. */
function changesTo({ tree, pointers }: ChainRecord, hash: Hex, reader: DatabaseReader): FlatChanges | undefined {
  const layer = tree.layers.get(hash);
  if (layer !== undefined) {
    const path: LayerChanges[] = [];
    for (let at = layer; at.status === "open" && at.parent !== undefined; at = at.parent) path.push(at.changes);
    return flatChanges(mergeChanges(path.reverse()));
  }
  const number = reader.numberOf(hash);
  if (number === undefined || !reader.isCanonical(hash) || number < pointers.oldestState) return undefined;
  return tree.history.changesBackTo(number, pointers.finalized.number);
}

async function* entriesWith(store: GuardedKeyValue, changes: FlatChanges): AsyncGenerator<StateEntry> {
  for (const prefix of [prefixes.childState, prefixes.state]) {
    const changed = [...changes.keys()].filter((key) => key.startsWith(prefix)).sort();
    let at = 0;
    for await (const [key, value] of store.iterate(prefix, prefixEnd(prefix))) {
      for (; at < changed.length && (changed[at] as FlatKey) < key; at++) {
        const entry = entryOf(changed[at] as FlatKey, changes.get(changed[at] as FlatKey));
        if (entry !== undefined) yield entry;
      }
      const entry = changed[at] === key ? entryOf(key, changes.get(changed[at++] as FlatKey)) : entryOf(key, value);
      if (entry !== undefined) yield entry;
    }
    for (const key of changed.slice(at)) {
      const entry = entryOf(key, changes.get(key));
      if (entry !== undefined) yield entry;
    }
  }
}

/** Undefined for a key without a value, and for the root of a child trie. */
function entryOf(flat: FlatKey, value: Uint8Array | undefined): StateEntry | undefined {
  if (value === undefined) return undefined;
  const { child, key } = splitFlatKey(flat);
  return child === undefined && key.startsWith(childRootPrefix) ? undefined : { child, key, value };
}
