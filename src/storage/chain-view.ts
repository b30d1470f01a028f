import { type Hex, prefixEnd, type StateKey } from "../lib/bytes.ts";
import { blockStore } from "./blocks/block-store.ts";
import { createChainReader } from "./chain-reader.ts";
import { type ChainRecord, loadChainRecord } from "./chain-record.ts";
import type { DatabaseReader } from "./database.ts";
import { StorageError } from "./errors.ts";
import { type GuardedKeyValue, guardKeyValue } from "./kv/guarded-key-value.ts";
import type { StateOver, StoreView } from "./kv/key-value.ts";
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

/** What makes one entry of a state another: without a value it is removed. */
export interface StateDifference {
  /** The id of a child trie; undefined: of the top trie. */
  readonly child: StateKey | undefined;
  readonly key: StateKey;
  readonly value: Uint8Array | undefined;
}

/** A chain as it was stored at one moment, however it goes on. It takes room on the disk until it is released. */
export interface ChainView extends DatabaseReader {
  /**
   * A whole state, without the roots of child tries: child tries by the length of their id and the id, each in the order of
   * its keys, then the top trie in the order of its keys. No more than a few entries are in memory.
   * @throws StorageError (`gone`) when the state of the block is not kept
   */
  entries(hash: Hex): AsyncIterable<StateEntry>;
  /**
   * How a state differs from the one that a fork stands on, in the same order; without a value: removed. Undefined for a
   * chain that is none.
   * @throws StorageError (`gone`) when the state of the block is not kept
   */
  differences(hash: Hex): AsyncIterable<StateDifference> | undefined;
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
  const changesFor = (hash: Hex): FlatChanges => {
    const changes = changesTo(chain, hash, reader);
    if (changes !== undefined) return changes;
    throw new StorageError("gone", `the state of block ${hash} is not kept`);
  };
  const { over } = view;
  return {
    ...reader,
    entries: (hash) => entriesWith(store, changesFor(hash)),
    differences: (hash) => (over === undefined ? undefined : differencesFrom(over, changesFor(hash))),
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

type Stored = AsyncIterable<readonly [FlatKey, Uint8Array | undefined]>;

async function* entriesWith(store: GuardedKeyValue, changes: FlatChanges): AsyncGenerator<StateEntry> {
  for (const prefix of [prefixes.childState, prefixes.state])
    for await (const [flat, value] of changedBy(store.iterate(prefix, prefixEnd(prefix)), changes, prefix)) {
      const place = placeOf(flat);
      if (value !== undefined && place !== undefined) yield { ...place, value };
    }
}

async function* differencesFrom(over: StateOver, changes: FlatChanges): AsyncGenerator<StateDifference> {
  for (const prefix of [prefixes.childState, prefixes.state])
    for await (const [flat, value] of changedBy(over.changes(prefix), changes, prefix)) {
      const place = placeOf(flat);
      // What was changed and came back is no difference: the same state is the same file.
      if (place !== undefined && !over.has(flat, value)) yield { ...place, value };
    }
}

/** What is stored, with changes put in their places. */
async function* changedBy(stored: Stored, changes: FlatChanges, prefix: string): Stored {
  const changed = [...changes.keys()].filter((key) => key.startsWith(prefix)).sort();
  let at = 0;
  for await (const [key, value] of stored) {
    for (; at < changed.length && (changed[at] as FlatKey) < key; at++)
      yield [changed[at] as FlatKey, changes.get(changed[at] as FlatKey)];
    yield [key, changed[at] === key ? changes.get(changed[at++] as FlatKey) : value];
  }
  for (const key of changed.slice(at)) yield [key, changes.get(key)];
}

/** Undefined for the root of a child trie. */
function placeOf(flat: FlatKey): Pick<StateEntry, "child" | "key"> | undefined {
  const { child, key } = splitFlatKey(flat);
  return child === undefined && key.startsWith(childRootPrefix) ? undefined : { child, key };
}
