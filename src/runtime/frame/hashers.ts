import { type Codec, encode } from "../../codec/codec.ts";
import { Reader } from "../../codec/io.ts";
import { blake2b128, blake2b256, twox64, twox128, twox256 } from "../../crypto/hashing.ts";
import { fromKey, type StateKey, toKey } from "../../lib/bytes.ts";

export type HasherName =
  | "Blake2_128"
  | "Blake2_256"
  | "Blake2_128Concat"
  | "Twox128"
  | "Twox256"
  | "Twox64Concat"
  | "Identity";

/** One key of a map: how it is encoded and hashed into the storage key. */
export interface HashedKey<T> {
  readonly hasher: HasherName;
  readonly codec: Codec<T>;
  /** The part of the storage key that this key makes. */
  make(key: T): StateKey;
  /** The same, remembered. */
  part(key: T): StateKey;
  /** Reads the key back from a storage key at `offset` (bytes). @throws for hashers that do not keep the key. */
  read(key: StateKey, offset: number): { readonly value: T; readonly next: number };
}

const hashes: Readonly<Record<HasherName, { hash(data: Uint8Array): Uint8Array; length: number; concat: boolean }>> = {
  Identity: { hash: () => new Uint8Array(0), length: 0, concat: true },
  Twox64Concat: { hash: twox64, length: 8, concat: true },
  Blake2_128Concat: { hash: blake2b128, length: 16, concat: true },
  Blake2_128: { hash: blake2b128, length: 16, concat: false },
  Blake2_256: { hash: blake2b256, length: 32, concat: false },
  Twox128: { hash: twox128, length: 16, concat: false },
  Twox256: { hash: twox256, length: 32, concat: false },
};

/** How many hashed keys one declaration remembers; the map is emptied when it is full. */
export const keyCacheSize = 4096;

/** How many entries at two keys one declaration remembers. */
export const pairCacheSize = 1024;

function hashed<T>(hasher: HasherName, codec: Codec<T>): HashedKey<T> {
  const { hash, length, concat } = hashes[hasher];
  const cache = new Map<unknown, StateKey>();
  const make = (key: T): StateKey => {
    const raw = encode(codec, key);
    return concat ? toKey(hash(raw)) + toKey(raw) : toKey(hash(raw));
  };
  return {
    hasher,
    codec,
    make,
    part(key) {
      if (typeof key === "object") return make(key);
      let part = cache.get(key);
      if (part === undefined) {
        part = make(key);
        if (cache.size >= keyCacheSize) cache.clear();
        cache.set(key, part);
      }
      return part;
    },
    read(key, offset) {
      if (!concat) throw new Error(`${hasher} does not keep the key`);
      const from = new Reader(fromKey(key.slice(offset + length)));
      const value = codec.decode(from);
      return { value, next: offset + length + from.offset };
    },
  };
}

/** The key itself. */
export const identity = <T>(codec: Codec<T>): HashedKey<T> => hashed("Identity", codec);
/** A fast hash, then the key: for keys that nobody can choose. */
export const twox64Concat = <T>(codec: Codec<T>): HashedKey<T> => hashed("Twox64Concat", codec);
/** A cryptographic hash, then the key. */
export const blake2_128Concat = <T>(codec: Codec<T>): HashedKey<T> => hashed("Blake2_128Concat", codec);
