import type { Hex, StateKey } from "../lib/bytes.ts";

/** What a runtime, an RPC call or a proof may ask of a state. Answers are synchronous. */
export interface StateReader {
  /** The value of a key, undefined when there is none. The array must not be changed. */
  get(key: StateKey): Uint8Array | undefined;
  /** The first key after `key` in byte order (`key` itself need not exist). */
  nextKey(key: StateKey): StateKey | undefined;
  /** Makes walks ready, in steps of a few milliseconds at most; otherwise the first step of one does it. Absent: they are. */
  prepare?(): Generator<undefined, void>;
}

/** What a block changed: key to its new value, undefined when removed. */
export type StateChanges = ReadonlyMap<StateKey, Uint8Array | undefined>;

/** What removing the keys of a prefix came to. Rust: `sp_externalities: MultiRemovalResults` */
export interface Removal {
  /** The first of the parent's keys that was not looked at; undefined when all were. */
  readonly cursor: StateKey | undefined;
  /** The parent's keys that were removed. */
  readonly below: number;
  /** The same, and keys that were written since the parent state. */
  readonly unique: number;
  /** The parent's keys that were looked at. */
  readonly loops: number;
}

/** A child trie of a state that can be changed. */
export interface ChildOverlay extends StateReader {
  put(key: StateKey, value: Uint8Array): void;
  delete(key: StateKey): void;
  removePrefix(prefix: StateKey, limit: number | undefined, from: StateKey | undefined): Removal;
  /** The root (32 bytes) with everything changed so far. */
  root(): Uint8Array;
}

/**
 * A state that can be changed: uncommitted changes over a parent state, with nested transactions.
 * Rust: `OverlayedChanges` of `sp-state-machine`.
 */
export interface StateOverlay extends StateReader {
  /** The block whose state it lies over; absent where that is no block's of a database. */
  readonly base?: Hex | undefined;
  put(key: StateKey, value: Uint8Array): void;
  delete(key: StateKey): void;
  /** Opens a nested transaction. */
  begin(): void;
  /** Keeps what changed since the matching `begin`. */
  commit(): void;
  /** Undoes what changed since the matching `begin`. */
  rollback(): void;
  /** The state root (32 bytes) with everything changed so far, open transactions included. Child roots are written first. */
  root(): Uint8Array;
  /** Everything that differs from the parent state, in no order. */
  changes(): StateChanges;
  /**
   * The keys that go when a prefix is cleared: all that were written since the parent state, and of the parent's own
   * keys the first `limit`, those counted that were written or deleted since. Rust: `Ext::clear_prefix`.
   */
  keysToClear(prefix: StateKey, limit: number): Iterable<StateKey>;
  /**
   * Removes what was written under a prefix since the parent state, and of the parent's own keys the first `limit`.
   * @param from of the parent's keys, the first to be looked at
   */
  removePrefix(prefix: StateKey, limit: number | undefined, from: StateKey | undefined): Removal;
  /** The child trie of that id (without the `:child_storage:default:` prefix). */
  child(id: StateKey): ChildOverlay;
  /** What changed in child tries: child id to its changes. */
  childChanges(): ReadonlyMap<StateKey, StateChanges>;
}
