import type { Codec } from "../../codec/codec.ts";
import type { StateKey } from "../../lib/bytes.ts";
import type { Rules } from "../rules.ts";
import type { Deprecated } from "./deprecated.ts";
import type { HashedKey } from "./hashers.ts";
import { createRecentValues } from "./recent-values.ts";
import type { ReadState, WriteState } from "./state.ts";
import { createItem, type ItemSpec } from "./storage-item.ts";

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
  /** Rust: `mutate`: the value always is written (or removed when an optional becomes undefined). */
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
}

export interface ValueItem<T, V> extends StorageDeclaration, Entry<T, V> {}

export interface MapItem<K extends readonly unknown[], T, V> extends StorageDeclaration {
  at(...keys: K): Entry<T, V>;
  /** The storage keys below the given first keys, in key order; safe against removal of what was yielded. */
  rawKeys(state: ReadState, ...first: SomeOf<K>): Generator<StateKey>;
  /** All keys of the map from a storage key. */
  keysOf(raw: StateKey): K;
  keys(state: ReadState, ...first: SomeOf<K>): Generator<K>;
  /** Keys and values in key order. Rust: `iter` and `iter_prefix`. */
  entries(state: ReadState, ...first: SomeOf<K>): Generator<[K, T]>;
  /** Removes everything below the given first keys; tells how many there were. */
  clear(state: WriteState, ...first: SomeOf<K>): number;
}

/** A declared item before it has its name. `kind` carries the types to `defineStorage`. */
export interface Spec<Item> {
  readonly spec: ItemSpec<unknown>;
  readonly item?: Item;
}

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

/** A map whose values are read many times before they change; nobody may change one in place. */
export function readOften<Item>({ spec }: Spec<Item>): Spec<Item> {
  return { spec: { ...spec, recent: createRecentValues() } };
}

/** A map whose missing entries are absent (OptionQuery). */
export function optionalMap<const H extends readonly HashedKey<unknown>[], T>(
  hashers: H,
  codec: Codec<T>,
  docs: string,
): Spec<MapItem<KeysOf<H>, T, T | undefined>> {
  return { spec: { docs, codec, hashers, optional: true, fallback: undefined } };
}

type Items<L extends Readonly<Record<string, Spec<unknown>>>> = {
  readonly [K in keyof L]: L[K] extends Spec<infer Item> ? Item : never;
};

/**
 * A pallet's storage: name to item, in the order of metadata. The pallet's name and the item's make the key prefix.
 * Rust: `#[pallet::storage]`.
 */
export function defineStorage<const L extends Readonly<Record<string, Spec<unknown>>>>(
  pallet: string,
  list: L,
): Items<L> {
  return Object.fromEntries(
    Object.entries(list).map(([name, { spec }]) => [name, createItem(pallet, name, spec)]),
  ) as Items<L>;
}
