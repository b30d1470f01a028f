import { blake2b256 } from "../../crypto/hashing.ts";
import { type Hex, type StateKey, toHex } from "../../lib/bytes.ts";
import type { BlockId } from "../blocks/pointers.ts";
import { StorageError } from "../errors.ts";
import type { GuardedKeyValue } from "../kv/guarded-key-value.ts";
import { canonicalKey, childKey, topKey, trieNodePrefix } from "../layout.ts";
import { keyWalker, type TrieCursor } from "../trie/cursor.ts";
import { packPath } from "../trie/nibbles.ts";
import { type NodeSource, sameBytes } from "../trie/node.ts";
import { referenceAt } from "../trie/reference-at.ts";
import { releaseNodes } from "../trie/release.ts";
import { readRecord } from "../trie/stored-node.ts";
import { emptyRoot, emptyTrie, findInMemory, loadTrie, type Trie } from "../trie/trie.ts";
import { type FlatState, flatState } from "./flat-state.ts";
import { type History, history } from "./history.ts";
import { childRootKey, childTrieInLayers, type Layer, noChanges, readChanges, readLayers } from "./layers.ts";
import { createNewestChanges } from "./newest-changes.ts";
import type { ParentState, TrieState } from "./parent-state.ts";
import { createPastStates } from "./past-states.ts";
import { createRecentTries, type RecentTries } from "./recent-tries.ts";

/** The states of all retained blocks: the flat one of the last finalized block, layers over it, history under it. */
export interface StateTree {
  readonly flat: FlatState;
  readonly history: History;
  /** Kept by who writes blocks. */
  readonly recent: RecentTries;
  /** The last finalized block. */
  base(): Layer;
  /**
   * Makes a descendant of the base the base, after its state and trie were written.
   * @param path the blocks over the base up to the new one.
   * @param written how many trie nodes were written for it.
   */
  moveBase(path: readonly Layer[], written: number): void;
  /** Makes any block the base, after its state and tries were written. No layer is open after it. */
  replaceBase(next: NextBase): void;
  /** The open layers and the base, by hash. */
  readonly layers: Map<Hex, Layer>;
  /** The state of a block. Reading throws a StorageError (`gone`) once the block is dropped or pruned. */
  stateOf(layer: Layer): ParentState;
  /** The trie of a child at a block. */
  childTrieOf(layer: Layer, child: StateKey): Trie;
  /** A layer for a block of the finalized chain before the base. */
  pastLayer(id: BlockId): Layer;
  /** Another state takes this one's place in the store: reading throws a StorageError (`gone`) from now on. */
  retire(): void;
}

/** A base that does not lie over the one before. */
interface NextBase {
  readonly id: BlockId;
  readonly trie: Trie;
  /** The blocks that became final by it. */
  readonly enacted: ReadonlySet<Hex>;
  /** Whether final blocks were taken back. */
  readonly takenBack: boolean;
  /** How many trie nodes were written for it. */
  readonly written: number;
}

/** So many nodes of the base's trie may be loaded or written before those that serve few keys are let go, and so many others stay. */
const residentNodes = 60_000;

/** @param base the last finalized block with its state root. */
export function stateTree(
  store: GuardedKeyValue,
  start: BlockId & { readonly stateRoot: Uint8Array },
  oldestState: () => number,
): StateTree {
  const flat = flatState(store, (key) => base.trie !== undefined && findInMemory(base.trie, key) === undefined);
  const past = history(store, oldestState);
  const layers = new Map<Hex, Layer>();
  const newest = createNewestChanges();
  const recent = createRecentTries();
  let loaded = 0;

  const brokenTrie = (how: string, cause?: unknown): StorageError =>
    store.damaged(
      `a node of the state trie ${how}: \`subtensor verify\` says what is damaged, with --repair it writes the trie anew from the values`,
      cause,
    );

  /** Whether a node is one of the base's. If not, whoever asks holds a trie from before the base moved. */
  const namedByBase = (child: StateKey | undefined, path: string, hash: Uint8Array): boolean => {
    if (base.trie === undefined) return true;
    if (child === undefined) return sameBytes(referenceAt(base.trie, path), hash);
    const named = path === packPath("", 0) ? baseChildRoot(child) : referenceAt(baseChildTrie(child), path);
    return sameBytes(named, hash);
  };

  let retired = false;
  const checkInUse = (): void => {
    if (retired) throw new StorageError("gone", "a state that is not kept any more was read on");
  };

  const nodeSource = (child: StateKey | undefined): NodeSource => {
    const prefix = trieNodePrefix(child);
    return {
      load: (path, hash) => {
        checkInUse();
        const record = store.getSync(prefix + path);
        const node = record === undefined ? undefined : readRecord(record);
        if (node === undefined || !sameBytes(blake2b256(node.bytes.subarray(0, node.length)), hash)) {
          throw namedByBase(child, path, hash)
            ? brokenTrie("is missing or not the one its parent names")
            : new StorageError("gone", "a state that is not kept any more was read on");
        }
        loaded++;
        return node;
      },
      damaged: (error) => brokenTrie("cannot be read", error),
    };
  };
  const topSource = nodeSource(undefined);

  const baseOf = (id: BlockId, trie: Trie | undefined): Layer => ({
    ...id,
    status: "final",
    parent: undefined,
    changes: noChanges,
    trie,
    childTries: new Map(),
    depth: 0,
    merged: undefined,
  });
  let base = baseOf(start, undefined);
  base.trie = loadTrie(1, topSource, start.stateRoot);
  let baseChildTries = new Map<StateKey, Trie>();
  layers.set(base.hash, base);

  const baseChildRoot = (child: StateKey): Uint8Array => flat.get(topKey(childRootKey(child))) ?? emptyRoot;
  const baseChildTrie = (child: StateKey): Trie => {
    let trie = baseChildTries.get(child);
    if (trie === undefined) {
      const root = baseChildRoot(child);
      trie = sameBytes(root, emptyRoot) ? emptyTrie(1, nodeSource(child)) : loadTrie(1, nodeSource(child), root);
      baseChildTries.set(child, trie);
    }
    return trie;
  };

  const baseTrie = (child: StateKey | undefined): Trie =>
    child === undefined ? (base.trie as Trie) : baseChildTrie(child);

  const isFinal = ({ number, hash }: Layer): boolean => {
    const canonical = store.getSync(canonicalKey(number));
    return canonical !== undefined && toHex(canonical) === hash;
  };
  const pastStates = createPastStates(past, { base: () => base, trie: baseTrie }, oldestState, isFinal);

  const read = (layer: Layer, child: StateKey | undefined, key: StateKey): Uint8Array | undefined => {
    checkInUse();
    if (layer.status === "open") {
      const gathered = newest.of(layer);
      const value = gathered === undefined ? readLayers(layer, child, key) : readChanges(gathered, child, key);
      if (value !== undefined) return value ?? undefined;
    } else if (layer !== base) {
      pastStates.checkKept(layer);
      const flatKey = child === undefined ? topKey(key) : childKey(child, key);
      const replaced = past.replacedAfter(flatKey, layer.number, base.number);
      if (replaced !== undefined) return replaced.value;
    }
    return child === undefined ? flat.getTop(key) : flat.get(childKey(child, key));
  };

  const topTrieOf = (layer: Layer): Trie => {
    if (layer.status === "open" || layer === base) return layer.trie as Trie;
    return pastStates.trieOf(layer, undefined);
  };
  const childTrieOf = (layer: Layer, child: StateKey): Trie => {
    if (layer.status === "open") return childTrieInLayers(layer, child) ?? baseChildTrie(child);
    return layer === base ? baseChildTrie(child) : pastStates.trieOf(layer, child);
  };

  const spaceOf = (layer: Layer, child: StateKey | undefined): TrieState => {
    const trie = (): Trie => (child === undefined ? topTrieOf(layer) : childTrieOf(layer, child));
    let walked: Trie | undefined;
    let walker: TrieCursor | undefined;
    return {
      get: (key) => read(layer, child, key),
      trie,
      *prepare() {
        if (layer.status !== "open" && layer !== base) yield* pastStates.prepare(layer);
      },
      nextKey: (key) => {
        const before = layer.status !== "open" && layer !== base;
        const current = before ? baseTrie(child) : trie();
        if (walker === undefined || walked !== current) {
          walked = current;
          walker = keyWalker(current);
        }
        if (!before) return walker.nextKey(key);
        return pastStates.keysOf(layer).nextKey(child, key, walker, (one) => read(layer, child, one) !== undefined);
      },
    };
  };

  /** After another base came: lets go what is left of the one before, and what is too much. */
  const settle = (written: number): void => {
    baseChildTries = new Map();
    loaded += written;
    if (loaded <= residentNodes) return;
    base.trie = releaseNodes(base.trie as Trie, residentNodes);
    recent.forget();
    loaded = 0;
  };

  const states = new WeakMap<Layer, ParentState>();
  return {
    flat,
    history: past,
    recent,
    base: () => base,
    moveBase: (path, written) => {
      newest.madeFinal(path);
      for (const layer of path) {
        base.trie = undefined;
        base.childTries = new Map();
        layers.delete(base.hash);
        base = layer;
        base.status = "final";
        base.parent = undefined;
        base.changes = noChanges;
        base.merged = undefined;
      }
      layers.set(base.hash, base);
      settle(written);
    },
    replaceBase: ({ id, trie, enacted, takenBack, written }) => {
      const next = id.hash === base.hash ? base : (layers.get(id.hash) ?? baseOf(id, undefined));
      for (const layer of layers.values()) {
        if (layer !== base) layer.status = enacted.has(layer.hash) ? "final" : "dropped";
        layer.parent = undefined;
        layer.changes = noChanges;
        layer.merged = undefined;
        layer.trie = undefined;
        layer.childTries = new Map();
      }
      newest.madeFinal([]);
      if (takenBack) pastStates.takenBack();
      layers.clear();
      layers.set(next.hash, next);
      base = next;
      base.trie = trie;
      settle(written);
    },
    layers,
    stateOf: (layer) => {
      let state = states.get(layer);
      if (state === undefined) {
        const children = new Map<StateKey, TrieState>();
        state = {
          ...spaceOf(layer, undefined),
          child: (id) => {
            const space = children.get(id) ?? spaceOf(layer, id);
            children.set(id, space);
            return space;
          },
        };
        states.set(layer, state);
      }
      return state;
    },
    childTrieOf,
    pastLayer: (id) => baseOf(id, undefined),
    retire: () => {
      retired = true;
    },
  };
}
