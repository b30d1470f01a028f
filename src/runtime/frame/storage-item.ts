import { type Codec, encode } from "../../codec/codec.ts";
import { DecodeError, Reader } from "../../codec/io.ts";
import { twox128 } from "../../crypto/hashing.ts";
import { type StateKey, toKey, utf8 } from "../../lib/bytes.ts";
import type { Rules } from "../rules.ts";
import type { Deprecated } from "./deprecated.ts";
import { type HashedKey, keyCacheSize, pairCacheSize } from "./hashers.ts";
import type { RecentValues } from "./recent-values.ts";
import type { ReadState, WriteState } from "./state.ts";
import type { Entry, MapItem, StorageDeclaration } from "./storage.ts";
import { orUndefined, readStored } from "./stored-value.ts";

/** What a pallet declares of a storage item. */
export interface ItemSpec<T> {
  readonly docs: string;
  readonly deprecated?: Deprecated;
  readonly codec: Codec<T>;
  readonly hashers: readonly HashedKey<unknown>[];
  readonly optional: boolean;
  readonly fallback: T | ((rules: Rules) => T) | undefined;
  /** For an item that is read again and again. */
  readonly recent?: RecentValues<T>;
}

const palletPrefix = (pallet: string, name: string): StateKey =>
  toKey(twox128(utf8(pallet))) + toKey(twox128(utf8(name)));

function fallbackOf<T>({ fallback }: ItemSpec<T>, rules: Rules): T {
  return (typeof fallback === "function" ? (fallback as (rules: Rules) => T)(rules) : fallback) as T;
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
    if (bytes === undefined) return undefined;
    const { codec, recent } = this.spec;
    const known = recent?.find(bytes);
    if (known !== undefined) return known;
    try {
      const value = codec.decode(new Reader(bytes, state.runtime.outer));
      recent?.keep(bytes, value);
      return value;
    } catch (error) {
      // As `readStored`, which makes an object more for each value.
      if (error instanceof DecodeError) return undefined;
      throw error;
    }
  }

  private orDefault(found: T | undefined, rules: Rules): V {
    return found !== undefined || this.spec.optional ? (found as V) : fallbackOf(this.spec, rules);
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

/** A declared item with its name: what metadata knows of it, and how it is read and written. */
export function createItem(pallet: string, name: string, spec: ItemSpec<unknown>): StorageDeclaration {
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
    defaultBytes: (rules) => (spec.optional ? new Uint8Array([0]) : encode(spec.codec, fallbackOf(spec, rules))),
  };
  if (spec.hashers.length === 0)
    return Object.assign(new StoredEntry<unknown, unknown>(prefix, spec), declaration, { key: prefix });
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
  // Entries are kept: the same string again is found in the state's maps without being joined and hashed anew.
  const firsts = new Map<unknown, StoredEntry<unknown, unknown>>();
  const one = (key: unknown): StoredEntry<unknown, unknown> => {
    if (typeof key === "object") return new StoredEntry(joined([key]), spec);
    let entry = firsts.get(key);
    if (entry === undefined) {
      entry = new StoredEntry(prefix + (hashers[0] as HashedKey<unknown>).make(key), spec);
      if (firsts.size >= keyCacheSize) firsts.clear();
      firsts.set(key, entry);
    }
    return entry;
  };
  const pairs = new Map<unknown, Map<unknown, StoredEntry<unknown, unknown>>>();
  let pairCount = 0;
  const two = (first: unknown, second: unknown): StoredEntry<unknown, unknown> => {
    if (typeof first === "object" || typeof second === "object") return new StoredEntry(joined([first, second]), spec);
    let seconds = pairs.get(first);
    let entry = seconds?.get(second);
    if (entry === undefined) {
      entry = new StoredEntry(joined([first, second]), spec);
      if (++pairCount > pairCacheSize) {
        pairs.clear();
        pairCount = 1;
        seconds = undefined;
      }
      seconds ??= new Map();
      pairs.set(first, seconds.set(second, entry));
    }
    return entry;
  };
  const keyAt = (keys: readonly unknown[]): StateKey =>
    keys.length === 1 ? one(keys[0]).key : keys.length === 2 ? two(keys[0], keys[1]).key : joined(keys);
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
    at: hashers.length === 1 ? one : hashers.length === 2 ? two : (...keys) => new StoredEntry(joined(keys), spec),
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
      // A value at the prefix itself, which only Root can have written, goes too.
      const bare = keyAt(first);
      if (state.get(bare) !== undefined) found.push(bare);
      for (const key of found) state.delete(key);
      return found.length;
    },
  };
}
