import { type Codec, encode } from "../../codec/codec.ts";
import { twox128 } from "../../crypto/hashing.ts";
import { type StateKey, toKey, utf8 } from "../../lib/bytes.ts";
import type { Rules } from "../rules.ts";
import type { Deprecated } from "./deprecated.ts";
import { type HashedKey, keyCacheSize } from "./hashers.ts";
import type { ReadState, WriteState } from "./state.ts";
import { orUndefined, readStored } from "./stored-value.ts";

/** The keys of a map, as the tuple of their types. */
export type KeysOf<H extends readonly HashedKey<unknown>[]> = {
  -readonly [I in keyof H]: H[I] extends HashedKey<infer T> ? T : never;
};
/** The first keys of a map: what a prefix iteration is given. */
export type SomeOf<K extends readonly unknown[]> = K extends readonly [...infer Rest, unknown]
  ? K | SomeOf<Rest>
  : readonly [];

/** One storage value: a plain item, or a map at its keys. `V` is T, or T | undefined for optional items. */
export interface Entry<T, V> {
  readonly key: StateKey;
  get(state: ReadState): V;
  /** The stored value without the default. */
  find(state: ReadState): T | undefined;
  exists(state: ReadState): boolean;
  set(state: WriteState, value: T): void;
  /** Answers to `mutate`: the value always is written (or removed when an optional becomes undefined). */
  mutate(state: WriteState, change: (old: V) => V): V;
  /** Reads and removes. */
  take(state: WriteState): V;
  remove(state: WriteState): void;
}

/** What metadata and tools know of a storage item. */
export interface StorageDeclaration {
  readonly pallet: string;
  readonly name: string;
  readonly docs: string;
  readonly optional: boolean;
  readonly hashers: readonly HashedKey<unknown>[];
  readonly value: Codec<unknown>;
  readonly deprecated?: Deprecated | undefined;
  /** The 32 bytes that start every key of the item. */
  readonly prefix: StateKey;
  /** The encoded default, as metadata shows it. */
  defaultBytes(rules: Rules): Uint8Array;
  /** Only in metadata's key type: the map was declared with one key that is a tuple. */
}

export interface ValueItem<T, V> extends StorageDeclaration, Entry<T, V> {}

export interface MapItem<K extends readonly unknown[], T, V> extends StorageDeclaration {
  at(...keys: K): Entry<T, V>;
  /** The storage keys below the given first keys, in key order; safe against removal of what was yielded. */
  rawKeys(state: ReadState, ...first: SomeOf<K>): Generator<StateKey>;
  /** All keys of the map from a storage key. */
  keysOf(raw: StateKey): K;
  keys(state: ReadState, ...first: SomeOf<K>): Generator<K>;
  /** Keys and values in key order. Answers to `iter` and `iter_prefix`. */
  entries(state: ReadState, ...first: SomeOf<K>): Generator<[K, T]>;
  /** Removes everything below the given first keys; tells how many there were. */
  clear(state: WriteState, ...first: SomeOf<K>): number;
}

interface ItemSpec<T> {
  readonly docs: string;
  readonly deprecated?: Deprecated;
  readonly codec: Codec<T>;
  readonly hashers: readonly HashedKey<unknown>[];
  readonly optional: boolean;
  readonly fallback: T | ((rules: Rules) => T) | undefined;
}

/** A declared item before it has its name. `kind` carries the types to `defineStorage`. */
export interface Spec<Item> {
  readonly spec: ItemSpec<unknown>;
  readonly item?: Item;
}

const palletPrefix = (pallet: string, name: string): StateKey =>
  toKey(twox128(utf8(pallet))) + toKey(twox128(utf8(name)));

type Default<T> = NoInfer<T> | ((rules: Rules) => NoInfer<T>);

/** A plain item that has a default. */
export function value<T>(codec: Codec<T>, fallback: Default<T>, docs: string): Spec<ValueItem<T, T>> {
  return { spec: { docs, codec, hashers: [], optional: false, fallback } };
}

/** A plain item that may be absent (OptionQuery). */
export function optionalValue<T>(codec: Codec<T>, docs: string): Spec<ValueItem<T, T | undefined>> {
  return { spec: { docs, codec, hashers: [], optional: true, fallback: undefined } };
}

/** Marks an item as one that should not be used any more. */
export function deprecated<Item>(item: Spec<Item>, note: Deprecated = true): Spec<Item> {
  return { ...item, spec: { ...item.spec, deprecated: note } };
}

/** A map whose missing entries have a default. */
export function map<const H extends readonly HashedKey<unknown>[], T>(
  hashers: H,
  codec: Codec<T>,
  fallback: Default<T>,
  docs: string,
): Spec<MapItem<KeysOf<H>, T, T>> {
  return { spec: { docs, codec, hashers, optional: false, fallback } };
}

/** A map whose missing entries are absent (OptionQuery). */
export function optionalMap<const H extends readonly HashedKey<unknown>[], T>(
  hashers: H,
  codec: Codec<T>,
  docs: string,
): Spec<MapItem<KeysOf<H>, T, T | undefined>> {
  return { spec: { docs, codec, hashers, optional: true, fallback: undefined } };
}

function makeEntry<T extends V, V>(key: StateKey, spec: ItemSpec<T>): Entry<T, V> {
  return new StoredEntry<T, V>(key, spec);
}

class StoredEntry<T extends V, V> implements Entry<T, V> {
  readonly key: StateKey;
  private readonly spec: ItemSpec<T>;

  constructor(key: StateKey, spec: ItemSpec<T>) {
    this.key = key;
    this.spec = spec;
  }

  find(state: ReadState): T | undefined {
    const bytes = state.get(this.key);
    return bytes === undefined ? undefined : readStored(this.spec.codec, bytes, state)?.value;
  }

  private orDefault(found: T | undefined, rules: Rules): V {
    if (found !== undefined || this.spec.optional) return found as V;
    const { fallback } = this.spec;
    return (typeof fallback === "function" ? (fallback as (rules: Rules) => T)(rules) : fallback) as V;
  }

  get(state: ReadState): V {
    return this.orDefault(this.find(state), state.rules);
  }

  exists(state: ReadState): boolean {
    return state.get(this.key) !== undefined;
  }

  set(state: WriteState, stored: T): void {
    state.put(this.key, encode(this.spec.codec, stored, state.runtime.outer));
  }

  mutate(state: WriteState, change: (old: V) => V): V {
    const changed = change(this.get(state));
    if (this.spec.optional && changed === undefined) this.remove(state);
    else this.set(state, changed as T);
    return changed;
  }

  take(state: WriteState): V {
    const taken = this.find(state);
    if (taken !== undefined) this.remove(state);
    return this.orDefault(taken, state.rules);
  }

  remove(state: WriteState): void {
    state.delete(this.key);
  }
}

function makeItem(pallet: string, name: string, spec: ItemSpec<unknown>): StorageDeclaration {
  const prefix = palletPrefix(pallet, name);
  const declaration: StorageDeclaration = {
    pallet,
    name,
    docs: spec.docs,
    deprecated: spec.deprecated,
    optional: spec.optional,
    hashers: spec.hashers,
    value: spec.codec,
    prefix,
    defaultBytes: (rules) => {
      if (spec.optional) return new Uint8Array([0]);
      const fallback =
        typeof spec.fallback === "function" ? (spec.fallback as (rules: Rules) => unknown)(rules) : spec.fallback;
      return encode(spec.codec, fallback);
    },
  };
  if (spec.hashers.length === 0)
    return Object.assign(makeEntry<unknown, unknown>(prefix, spec), declaration, { key: prefix });
  return { ...declaration, ...mapMethods(prefix, spec) } as StorageDeclaration;
}

function mapMethods(
  prefix: StateKey,
  spec: ItemSpec<unknown>,
): Omit<MapItem<readonly unknown[], unknown, unknown>, keyof StorageDeclaration> {
  const hashers = spec.hashers;
  const joined = (keys: readonly unknown[]): StateKey => {
    let key = prefix;
    for (let i = 0; i < keys.length; i++) key += (hashers[i] as HashedKey<unknown>).part(keys[i]);
    return key;
  };
  // Keys of one part are kept whole: the same string again is found in the state's maps without being hashed anew.
  const whole = new Map<unknown, StateKey>();
  const keyAt = (keys: readonly unknown[]): StateKey => {
    const only = keys[0];
    if (keys.length !== 1 || typeof only === "object") return joined(keys);
    let key = whole.get(only);
    if (key === undefined) {
      key = prefix + (hashers[0] as HashedKey<unknown>).make(only);
      if (whole.size >= keyCacheSize) whole.clear();
      whole.set(only, key);
    }
    return key;
  };
  const keysOf = (raw: StateKey): unknown[] => {
    let offset = prefix.length;
    return hashers.map((hasher) => {
      const { value: part, next } = hasher.read(raw, offset);
      offset = next;
      return part;
    });
  };
  function* rawKeys(state: ReadState, ...first: readonly unknown[]): Generator<StateKey> {
    const start = keyAt(first);
    for (let key = state.nextKey(start); key?.startsWith(start); key = state.nextKey(key)) yield key;
  }
  return {
    at: (...keys) => makeEntry(keyAt(keys), spec),
    rawKeys,
    keysOf,
    // Keys and values that do not decode are passed over, as by the original's iterators.
    *keys(state, ...first) {
      for (const raw of rawKeys(state, ...first)) {
        const keys = orUndefined(() => keysOf(raw));
        if (keys !== undefined) yield keys;
      }
    },
    *entries(state, ...first) {
      for (const raw of rawKeys(state, ...first)) {
        const keys = orUndefined(() => keysOf(raw));
        const found = readStored(spec.codec, state.get(raw) as Uint8Array, state);
        if (keys !== undefined && found !== undefined) yield [keys, found.value];
      }
    },
    clear(state, ...first) {
      const found = [...rawKeys(state, ...first)];
      for (const key of found) state.delete(key);
      return found.length;
    },
  };
}

type Items<L extends Readonly<Record<string, Spec<unknown>>>> = {
  readonly [K in keyof L]: L[K] extends Spec<infer Item> ? Item : never;
};

/**
 * A pallet's storage: name to item, in the order of metadata. The pallet's name and the item's make the key prefix.
 * Answers to `#[pallet::storage]`.
 */
export function defineStorage<const L extends Readonly<Record<string, Spec<unknown>>>>(
  pallet: string,
  list: L,
): Items<L> {
  return Object.fromEntries(
    Object.entries(list).map(([name, { spec }]) => [name, makeItem(pallet, name, spec)]),
  ) as Items<L>;
}
