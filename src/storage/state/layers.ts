import type { Hex, StateKey } from "../../lib/bytes.ts";
import { childKey, type FlatKey, splitFlatKey, topKey } from "../layout.ts";
import type { Trie } from "../trie/trie.ts";
import { applyChanges } from "../trie/update.ts";
import type { FlatChanges } from "./change-record.ts";
import { childRootPrefix } from "./parent-state.ts";

/** What a block changed, by trie. Null: removed. */
export interface LayerChanges {
  /** Top keys, roots of changed child tries included. */
  readonly top: ReadonlyMap<StateKey, Uint8Array | null>;
  readonly children: ReadonlyMap<StateKey, ReadonlyMap<StateKey, Uint8Array | null>>;
}

/**
 * A block whose state can be read. `open`: not final, its changes lie over its parent. `final`: on the finalized
 * chain, its changes are in the flat state (and, when it is not the last one, undone by the history). `dropped`: on a branch that lost.
 */
export interface Layer {
  readonly hash: Hex;
  readonly number: number;
  status: "open" | "final" | "dropped";
  parent: Layer | undefined;
  changes: LayerChanges;
  /** Only while it is open or the last final block. */
  trie: Trie | undefined;
  /** The child tries that differ from the parent's. */
  childTries: ReadonlyMap<StateKey, Trie>;
  /** How many open layers it lies on, itself included. */
  readonly depth: number;
  /** At some depths: the changes of this and the layers below down to `next`, so that reading a long chain stays quick. */
  merged: { readonly changes: LayerChanges; readonly next: Layer } | undefined;
}

export const noChanges: LayerChanges = { top: new Map(), children: new Map() };

/**
 * Every so many open layers, one holds the merged changes of all since the one before; every so many of those, of all since
 * that far; and so on. Reading looks at some of each kind only, however long the chain has not become final.
 */
const mergeEvery = 16;

/**
 * The value of a key as open layers have it: null when removed, undefined when no open layer changed it.
 * @param child the id of a child trie, undefined for the top trie.
 */
export function readLayers(from: Layer, child: StateKey | undefined, key: StateKey): Uint8Array | null | undefined {
  let layer: Layer | undefined = from;
  while (layer !== undefined && layer.status === "open") {
    const merged = mergedOf(layer);
    const value = readChanges(merged?.changes ?? layer.changes, child, key);
    if (value !== undefined) return value;
    layer = merged?.next ?? layer.parent;
  }
  return undefined;
}

/** The newest trie of a child that open layers have, undefined when none of them changed it. */
export function childTrieInLayers(from: Layer, child: StateKey): Trie | undefined {
  for (let layer: Layer | undefined = from; layer?.status === "open"; layer = layer.parent) {
    const trie = layer.childTries.get(child);
    if (trie !== undefined) return trie;
  }
  return undefined;
}

/** A value as changes have it: null when removed, undefined when they leave it. */
export function readChanges(
  { top, children }: LayerChanges,
  child: StateKey | undefined,
  key: StateKey,
): Uint8Array | null | undefined {
  return (child === undefined ? top : children.get(child))?.get(key);
}

/** What a layer holds of those below it, made when it is first asked for. */
function mergedOf(layer: Layer): Layer["merged"] {
  if (layer.depth % mergeEvery === 0) layer.merged ??= mergeBelow(layer);
  return layer.merged;
}

function mergeBelow(top: Layer): NonNullable<Layer["merged"]> {
  let span = mergeEvery;
  while (top.depth % (span * mergeEvery) === 0) span *= mergeEvery;
  const chain: LayerChanges[] = [top.changes];
  let layer = top.parent as Layer;
  while (layer.status === "open" && layer.depth % span !== 0) {
    const merged = mergedOf(layer);
    chain.push(merged?.changes ?? layer.changes);
    layer = merged?.next ?? (layer.parent as Layer);
  }
  return { changes: mergeChanges(chain.reverse()), next: layer };
}

/** The changes of several blocks, oldest first, as those of one. */
export function mergeChanges(blocks: Iterable<LayerChanges>): LayerChanges {
  const top = new Map<StateKey, Uint8Array | null>();
  const children = new Map<StateKey, Map<StateKey, Uint8Array | null>>();
  for (const changes of blocks) {
    for (const [key, value] of changes.top) top.set(key, value);
    for (const [id, own] of changes.children) {
      const space = children.get(id) ?? new Map<StateKey, Uint8Array | null>();
      children.set(id, space);
      for (const [key, value] of own) space.set(key, value);
    }
  }
  return { top, children };
}

/**
 * The changes of a layer by flat key, as its journal holds them.
 * @param known flat keys of the top trie that were made before: blocks one after the other change the same keys, and a string that
 * is made anew is hashed anew wherever it is looked up.
 */
export function flatChanges(
  changes: LayerChanges,
  known: Map<StateKey, FlatKey> = new Map(),
): Map<FlatKey, Uint8Array | undefined> {
  const flat = new Map<FlatKey, Uint8Array | undefined>();
  for (const [key, value] of changes.top) {
    let flatKey = known.get(key);
    if (flatKey === undefined) {
      flatKey = topKey(key);
      known.set(key, flatKey);
    }
    flat.set(flatKey, value ?? undefined);
  }
  for (const [id, own] of changes.children) {
    for (const [key, value] of own) flat.set(childKey(id, key), value ?? undefined);
  }
  return flat;
}

/** The reverse of `flatChanges`. */
export function layerChanges(flat: FlatChanges): LayerChanges {
  const top = new Map<StateKey, Uint8Array | null>();
  const children = new Map<StateKey, Map<StateKey, Uint8Array | null>>();
  for (const [flatKey, value] of flat) {
    const { child, key } = splitFlatKey(flatKey);
    let space = top;
    if (child !== undefined) {
      space = children.get(child) ?? new Map<StateKey, Uint8Array | null>();
      children.set(child, space);
    }
    space.set(key, value ?? null);
  }
  return { top, children };
}

/** A trie after the changes of a layer to it. */
export function applyLayer(trie: Trie, changes: ReadonlyMap<StateKey, Uint8Array | null>): Trie {
  return applyChanges(trie, new Map([...changes].map(([key, value]) => [key, value ?? undefined])));
}

/** Top key of the root of a child trie. */
export const childRootKey = (id: StateKey): StateKey => childRootPrefix + id;
