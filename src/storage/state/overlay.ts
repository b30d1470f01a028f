import { equalBytes, type Hex, type StateKey } from "../../lib/bytes.ts";
import type { Removal, StateChanges, StateOverlay } from "../../primitives/state.ts";
import { rootHash, type Trie } from "../trie/trie.ts";
import { applyChanges } from "../trie/update.ts";
import { createKeyOrder } from "./key-order.ts";
import type { LayerChanges } from "./layers.ts";
import { childRootPrefix, type ParentState, type TrieState } from "./parent-state.ts";

/** A StateOverlay with what storage needs to keep its result. */
export interface TrieOverlay extends StateOverlay {
  /** The trie with all changes so far; its root hash is `root()`. */
  trie(): Trie;
  /** The child tries that were written to. */
  childTries(): ReadonlyMap<StateKey, Trie>;
  /** The top keys that hold the roots of changed child tries; not in `changes()`, since no block writes them itself. */
  childRoots(): StateChanges;
  /** All of it as a layer has it. */
  layerChanges(): LayerChanges;
}

/** The changes over one trie, top or child. */
interface Space {
  readonly parent: TrieState;
  /** Key to its new value, null when removed. */
  readonly current: Map<StateKey, Uint8Array | null>;
  readonly order: ReturnType<typeof createKeyOrder>;
  /** The trie as of the last `trie()`, and what was written or undone since. */
  trie: Trie | undefined;
  dirty: Set<StateKey>;
  /** Of a child, the trie whose root the top trie has. */
  noted: Trie | undefined;
}

const nothing = Symbol("not written before");

/**
 * Uncommitted changes over a parent state, with nested transactions. One map of current values and a journal of
 * what they were: reading never looks through transactions, opening and closing one costs nothing, undoing costs what is undone.
 * Rust: `OverlayedChanges` of sp-state-machine.
 * @param base the block that left the parent state, where that is one of a database
 */
export function createOverlay(parent: ParentState, base?: Hex): TrieOverlay {
  const top = createSpace(parent);
  const children = new Map<StateKey, Space>();
  const childRootChanges = new Map<StateKey, Uint8Array | undefined>();
  const marks: number[] = [];
  const journalSpaces: Space[] = [];
  const journalKeys: StateKey[] = [];
  const journalValues: (Uint8Array | null | typeof nothing)[] = [];

  const write = (space: Space, key: StateKey, value: Uint8Array | null): void => {
    const old = space.current.get(key);
    if (marks.length > 0) {
      journalSpaces.push(space);
      journalKeys.push(key);
      journalValues.push(old === undefined ? nothing : old);
    }
    if (old === undefined) space.order.add(key);
    space.current.set(key, value);
    if (space.trie !== undefined) space.dirty.add(key);
  };

  const removePrefix = (
    space: Space,
    prefix: StateKey,
    limit: number | undefined,
    from: StateKey | undefined,
  ): Removal => {
    let unique = 0;
    for (const [key, value] of space.current) {
      if (value === null || !key.startsWith(prefix)) continue;
      write(space, key, null);
      unique++;
    }
    const { parent, current } = space;
    const first = from === undefined || from < prefix ? prefix : from;
    let key = parent.get(first) === undefined ? parent.nextKey(first) : first;
    let loops = 0;
    let below = 0;
    while (key?.startsWith(prefix) === true && loops !== limit) {
      if (current.get(key) !== null) {
        write(space, key, null);
        below++;
      }
      loops++;
      key = parent.nextKey(key);
    }
    return { cursor: key?.startsWith(prefix) === true ? key : undefined, below, unique: unique + below, loops };
  };

  const childSpace = (id: StateKey): Space => {
    let space = children.get(id);
    if (space === undefined) {
      space = createSpace(parent.child(id));
      children.set(id, space);
    }
    return space;
  };

  const closeMark = (): number => {
    const mark = marks.pop();
    if (mark === undefined) throw new Error("no transaction is open in this overlay");
    return mark;
  };

  const truncateJournal = (length: number): void => {
    journalSpaces.length = length;
    journalKeys.length = length;
    journalValues.length = length;
  };

  const trie = (): Trie => {
    const roots = new Map<StateKey, Uint8Array | undefined>();
    for (const [id, space] of children) {
      if (space.current.size === 0 && space.trie === undefined) continue;
      const changed = spaceTrie(space);
      if (space.noted === changed) continue;
      space.noted = changed;
      roots.set(childRootPrefix + id, changed.root === undefined ? undefined : rootHash(changed));
    }
    for (const [key, root] of roots) childRootChanges.set(key, root);
    const changed = spaceTrie(top);
    if (roots.size > 0) top.trie = applyChanges(changed, roots);
    return top.trie as Trie;
  };

  return {
    base,
    get: (key) => readSpace(top, key),
    nextKey: (key) => nextInSpace(top, key),
    put: (key, value) => write(top, key, value),
    delete: (key) => write(top, key, null),
    begin: () => {
      marks.push(journalKeys.length);
    },
    commit: () => {
      closeMark();
      if (marks.length === 0) truncateJournal(0);
    },
    rollback: () => {
      const mark = closeMark();
      for (let at = journalKeys.length - 1; at >= mark; at--) {
        const space = journalSpaces[at] as Space;
        const key = journalKeys[at] as StateKey;
        const old = journalValues[at] as Uint8Array | null | typeof nothing;
        if (typeof old === "symbol") space.current.delete(key);
        else space.current.set(key, old);
        if (space.trie !== undefined) space.dirty.add(key);
      }
      truncateJournal(mark);
    },
    root: () => rootHash(trie()),
    changes: () => spaceChanges(top, undefined),
    keysToClear: (prefix, limit) => keysToClear(top, prefix, limit),
    removePrefix: (prefix, limit, from) => removePrefix(top, prefix, limit, from),
    child: (id) => {
      const space = childSpace(id);
      return {
        get: (key) => readSpace(space, key),
        nextKey: (key) => nextInSpace(space, key),
        put: (key, value) => write(space, key, value),
        delete: (key) => write(space, key, null),
        removePrefix: (prefix, limit, from) => removePrefix(space, prefix, limit, from),
        root: () => rootHash(spaceTrie(space)),
      };
    },
    childChanges: () => {
      const changes = new Map<StateKey, StateChanges>();
      for (const [id, space] of children) {
        const own = spaceChanges(space, undefined);
        if (own.size > 0) changes.set(id, own);
      }
      return changes;
    },
    trie,
    childTries: () => {
      trie();
      const tries = new Map<StateKey, Trie>();
      for (const [id, space] of children) if (space.trie !== undefined) tries.set(id, space.trie);
      return tries;
    },
    childRoots: () => {
      trie();
      return childRootChanges;
    },
    layerChanges: () => {
      trie();
      const own = spaceChanges(top, null);
      for (const [key, root] of childRootChanges) own.set(key, root ?? null);
      const childChanges = new Map<StateKey, ReturnType<typeof spaceChanges<null>>>();
      for (const [id, space] of children) {
        const changes = spaceChanges(space, null);
        if (changes.size > 0) childChanges.set(id, changes);
      }
      return { top: own, children: childChanges };
    },
  };
}

function createSpace(parent: TrieState): Space {
  return { parent, current: new Map(), order: createKeyOrder(), trie: undefined, dirty: new Set(), noted: undefined };
}

function readSpace(space: Space, key: StateKey): Uint8Array | undefined {
  const own = space.current.get(key);
  if (own !== undefined) return own ?? undefined;
  return space.parent.get(key);
}

function nextInSpace(space: Space, key: StateKey): StateKey | undefined {
  const { parent, current } = space;
  let below = parent.nextKey(key);
  if (current.size === 0) return below;
  while (below !== undefined && current.get(below) === null) below = parent.nextKey(below);
  // Keys stay in the order when they are removed or undone: only those with a value count.
  const own = space.order.nextKey(key, (candidate) => (current.get(candidate) ?? null) !== null);
  if (own === undefined) return below;
  return below === undefined || own < below ? own : below;
}

function keysToClear({ parent, current }: Space, prefix: StateKey, limit: number): Set<StateKey> {
  const keys = new Set<StateKey>();
  for (const [key, value] of current) if (value !== null && key.startsWith(prefix)) keys.add(key);
  let below = parent.get(prefix) === undefined ? parent.nextKey(prefix) : prefix;
  for (let count = 0; count < limit && below?.startsWith(prefix) === true; count++) {
    keys.add(below);
    below = parent.nextKey(below);
  }
  return keys;
}

/** Brings the trie of a space up to date: the first time from all changes, then from those since. */
function spaceTrie(space: Space): Trie {
  const { parent, current, order, dirty } = space;
  if (space.trie === undefined) {
    const all = new Map<StateKey, Uint8Array | undefined>();
    // In order: sorting what is sorted costs little. Keys that were undone stay in the order.
    for (const key of order.all()) {
      const value = current.get(key);
      if (value !== undefined) all.set(key, value ?? undefined);
    }
    space.trie = applyChanges(parent.trie(), all);
  } else if (dirty.size > 0) {
    const since = new Map<StateKey, Uint8Array | undefined>();
    for (const key of dirty) since.set(key, readSpace(space, key));
    space.trie = applyChanges(space.trie, since);
    space.dirty = new Set();
  }
  return space.trie;
}

/** What differs from the parent, in the order of the keys. @param none stands for a value that is removed */
function spaceChanges<None extends null | undefined>(space: Space, none: None): Map<StateKey, Uint8Array | None> {
  const changes = new Map<StateKey, Uint8Array | None>();
  const { parent, current, order } = space;
  for (const key of order.all()) {
    const value = current.get(key);
    if (value === undefined) continue;
    const before = parent.get(key);
    if (value === null) {
      if (before !== undefined) changes.set(key, none);
    } else if (before === undefined || !equalBytes(before, value)) {
      changes.set(key, value);
    }
  }
  return changes;
}
