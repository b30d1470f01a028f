import { DecodeError } from "../codec/io.ts";
import { blake2b128, blake2b256, twox64, twox128, twox256 } from "../crypto/hashing.ts";
import { concatBytes, equalBytes, fromKey, type StateKey, toHex, toKey, utf8 } from "../lib/bytes.ts";
import { UserError } from "../lib/user-error.ts";
import type { hasherNames } from "./codecs.ts";
import type { StorageEntry } from "./surface.ts";
import type { TypeTable } from "./type-table.ts";
import { type CodecOf, createReading, into, type Reading, readingAll, writing } from "./value-codec.ts";

type HasherName = (typeof hasherNames)[number];

/** A hash in a key, and whether the key itself stands behind it. */
interface Hasher {
  readonly hash: (key: Uint8Array) => Uint8Array;
  /** Bytes of the hash. */
  readonly length: number;
  readonly keeps: boolean;
}

const none = new Uint8Array(0);

const hashers: Readonly<Record<HasherName, Hasher>> = {
  Blake2_128: { hash: blake2b128, length: 16, keeps: false },
  Blake2_256: { hash: blake2b256, length: 32, keeps: false },
  Blake2_128Concat: { hash: blake2b128, length: 16, keeps: true },
  Twox128: { hash: twox128, length: 16, keeps: false },
  Twox256: { hash: twox256, length: 32, keeps: false },
  Twox64Concat: { hash: twox64, length: 8, keeps: true },
  Identity: { hash: () => none, length: 0, keeps: true },
};

/** A storage item of a runtime. */
export interface StorageItem {
  readonly pallet: string;
  readonly name: string;
  /** How many keys lead to a value: 0 for a plain one. */
  readonly keys: number;
  /** What the types of these keys, and that of the value, are called: `u16`, `AccountId32`. */
  readonly keyTypes: readonly string[];
  readonly valueType: string;
  /** Whether there may be no value; otherwise the default stands for one that is not stored. */
  readonly optional: boolean;
  /** What all its keys begin with. */
  readonly prefix: StateKey;
  /** The key of a value, or what those begin with whose first keys are given. @throws UserError */
  keyOf(keys: readonly unknown[]): StateKey;
  /** The keys in a raw key that begins with the prefix; undefined where it is no whole key of the item. */
  keysIn(key: StateKey): unknown[] | undefined;
  /** @throws UserError. Fields that are left out are those of the default, or zero. */
  encode(value: unknown): Uint8Array;
  /** @throws UserError */
  decode(bytes: Uint8Array): unknown;
  /** Undefined where there may be no value. */
  defaultValue(): unknown;
}

/** @param palletPrefix what the keys of the pallet begin with, before it is hashed */
export function createStorageItem(
  pallet: string,
  palletPrefix: string,
  entry: StorageEntry,
  { types, codecOf }: { readonly types: TypeTable; readonly codecOf: CodecOf },
): StorageItem {
  const where = `${pallet}.${entry.name}`;
  const map = entry.type.type === "map" ? entry.type.value : undefined;
  const valueType = entry.type.type === "map" ? entry.type.value.value : entry.type.value;
  const parts = map === undefined ? [] : keyParts(map, types, where);
  const prefix = toKey(concatBytes(twox128(utf8(palletPrefix)), twox128(utf8(entry.name))));
  const optional = entry.modifier === "Optional";

  const decode = (bytes: Uint8Array): unknown =>
    readingAll(`the bytes of ${where}`, bytes, (from) => codecOf(valueType).read(from));
  const defaultValue = (): unknown => (optional ? undefined : decode(entry.default));

  const readKey = ({ type, hasher }: KeyPart, key: Reading): unknown => {
    const { from } = key;
    const hash = from.take(hasher.length);
    if (!hasher.keeps) return toHex(hash);
    const start = from.offset;
    const value = codecOf(type).read(key);
    if (!equalBytes(hasher.hash(from.bytes.subarray(start, from.offset)), hash)) {
      throw new DecodeError("the hash of a key is not its own", start);
    }
    return value;
  };

  return {
    pallet,
    name: entry.name,
    keys: parts.length,
    keyTypes: parts.map(({ type }) => types.nameOf(type)),
    valueType: types.nameOf(valueType),
    optional,
    prefix,
    keyOf(keys) {
      if (keys.length > parts.length) {
        throw new UserError(
          `${where} has ${parts.length === 1 ? "1 key" : `${parts.length} keys`}, not ${keys.length}`,
        );
      }
      const hashed = keys.map((key, index) => {
        const { type, hasher } = parts[index] as KeyPart;
        const bytes = writing(where, (to) => into(to, ` key ${index + 1}`, () => codecOf(type).write(key, to)));
        return toKey(hasher.keeps ? concatBytes(hasher.hash(bytes), bytes) : hasher.hash(bytes));
      });
      return prefix + hashed.join("");
    },
    keysIn(key) {
      const reading = createReading(fromKey(key.slice(prefix.length)));
      try {
        const keys = parts.map((part) => readKey(part, reading));
        return reading.from.remaining === 0 ? keys : undefined;
      } catch (error) {
        if (error instanceof DecodeError) return undefined;
        throw error;
      }
    },
    encode(value) {
      const fallback = typeof value === "object" ? defaultValue() : undefined;
      return writing(where, (to) => codecOf(valueType).write(value, to, fallback), true);
    },
    decode,
    defaultValue,
  };
}

interface KeyPart {
  readonly type: number;
  readonly hasher: Hasher;
}

/** The keys of a map: with one hasher its type is the key's, with several it is a tuple of theirs. */
function keyParts(
  { hashers: names, key }: { readonly hashers: readonly HasherName[]; readonly key: number },
  types: TypeTable,
  where: string,
): KeyPart[] {
  const { def } = types.at(key);
  const keys = names.length === 1 ? [key] : def.type === "tuple" ? def.value : [];
  if (keys.length !== names.length) throw new UserError(`the metadata of ${where} has not as many keys as hashers`);
  return names.map((name, index) => ({ type: keys[index] as number, hasher: hashers[name] }));
}
