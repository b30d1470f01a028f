/** Keys of the store are binary strings, one character (code 0 to 255) per byte, as state keys are. */
export type StoreKey = string;

/**
 * A value, or what makes it. A value that is made late costs nothing when another write comes to its key before it is read or
 * reaches the disk. What makes it gives the same bytes however often and whenever it is called.
 */
export type StoreValue = Uint8Array | (() => Uint8Array);

/** What one write changes: key to its new value, undefined when removed. */
export type StoreChanges = ReadonlyMap<StoreKey, StoreValue | undefined>;

/** A value as bytes, made if need be. */
export function bytesOf(value: StoreValue): Uint8Array {
  return typeof value === "function" ? value() : value;
}

/**
 * An ordered store of keys and values. All versions pass one compliance suite (compliance.ts).
 */
export interface KeyValue {
  /** The value of a key. Sees every write from the moment it was called. The array must not be changed. */
  getSync(key: StoreKey): Uint8Array | undefined;
  /**
   * Writes all changes or none, after all writes called before.
   * @param options.sync the promise waits until they survive a loss of power (with all writes called before).
   * @throws StorageError; after a failed write every further one fails too, since the store's order would be broken.
   */
  write(changes: StoreChanges, options: { readonly sync: boolean }): Promise<void>;
  /** All keys from `from` up to but without `to`, in order, as they are when the walk starts; for tools, not for blocks. */
  iterate(from: StoreKey, to: StoreKey | undefined): AsyncIterable<readonly [StoreKey, Uint8Array]>;
  /** Waits for writes that are under way and gives the store back. */
  close(): Promise<void>;
}

/** What a store held at one moment, however it was written to since. */
export interface StoreView extends Pick<KeyValue, "getSync" | "iterate"> {
  /** How the state in it differs from one that lies elsewhere, where it does not hold the whole (see src/fork). */
  readonly over?: StateOver | undefined;
  release(): Promise<void>;
}

/** A state over another one, which is not in the store. */
export interface StateOver {
  /** What was set over the other state, from keys on that begin so, in their order; undefined: removed. The store may hold what is the same in both. */
  changes(prefix: string): AsyncIterable<readonly [StoreKey, Uint8Array | undefined]>;
  /** Whether the other state has this value under a key of values. @throws StorageError */
  has(key: StoreKey, value: Uint8Array | undefined): boolean;
}

/** A store that can be looked at as it is at one moment. */
export interface ViewableKeyValue extends KeyValue {
  /** What every write that was called before has left, and none that was called after. */
  view(): Promise<StoreView>;
}

/** A store that lives as long as the process. */
export function memoryKeyValue(): ViewableKeyValue {
  return storeOf(new Map());
}

function storeOf(values: Map<StoreKey, Uint8Array>): ViewableKeyValue {
  return {
    getSync: (key) => values.get(key),
    write: async (changes) => {
      for (const [key, value] of changes) {
        if (value === undefined) values.delete(key);
        else values.set(key, bytesOf(value));
      }
    },
    iterate: async function* (from, to) {
      const entries = [...values].filter(([key]) => key >= from && (to === undefined || key < to));
      yield* entries.sort(([a], [b]) => (a < b ? -1 : 1));
    },
    view: async () => ({ ...storeOf(new Map(values)), release: async () => {} }),
    close: async () => {},
  };
}
