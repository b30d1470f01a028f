import { type Hex, hexToKey, type StateKey } from "../lib/bytes.ts";
import type { StoreKey } from "./kv/key-value.ts";

/**
 * The map of the database: every key that is ever written, and what lies there. The first character says what it is;
 * a letter is never used again for something else. Numbers in keys are big-endian, so that they sort.
 *
 * | key | value |
 * |---|---|
 * | `V` | version of this layout, u32 |
 * | `P` | pointers: which block is best, which is finalized, how far back states go (see blocks/pointers.ts) |
 * | `H` hash | header, SCALE |
 * | `B` hash | body: number of extrinsics, then each with its length in front |
 * | `J` hash | justifications: pairs of engine id (4 bytes) and bytes |
 * | `N` number | hash of the block of that number on the best chain |
 * | `L` hash | what a block that is not final changed in state, against its parent |
 * | `S` key | value of that state key at the last finalized block |
 * | `C` id length, id, key | the same for a child trie |
 * | `T` path | trie node at that path, at the last finalized block (values of 33 bytes and more only by hash) |
 * | `U` id length, id, path | the same for a child trie |
 * | `R` number | what a finalized block replaced in state: every changed key with its value before |
 * | `I` segment, key | in which of the 256 blocks of that segment the key was changed, one bit each |
 * | `G` group, key | in which of the 256 segments of that group the key was changed, one bit each |
 * | `K` segment | the keys that were changed in that segment |
 * | `X` name | what others keep with their block: indexes by transaction hash, votes and the like |
 */
export const layoutVersion = 1;

export const versionKey: StoreKey = "V";
export const pointersKey: StoreKey = "P";
export const prefixes = {
  header: "H",
  body: "B",
  justifications: "J",
  canonical: "N",
  layer: "L",
  state: "S",
  childState: "C",
  trie: "T",
  childTrie: "U",
  reverseDiff: "R",
  segmentIndex: "I",
  groupIndex: "G",
  segmentKeys: "K",
  extra: "X",
} as const;

/** A number as four characters that sort as the numbers do. */
function numberKey(value: number): string {
  return String.fromCharCode((value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);
}

export const headerKey = (hash: Hex): StoreKey => prefixes.header + hexToKey(hash);
export const bodyKey = (hash: Hex): StoreKey => prefixes.body + hexToKey(hash);
export const justificationsKey = (hash: Hex): StoreKey => prefixes.justifications + hexToKey(hash);
export const canonicalKey = (number: number): StoreKey => prefixes.canonical + numberKey(number);
export const layerKey = (hash: Hex): StoreKey => prefixes.layer + hexToKey(hash);
export const reverseDiffKey = (number: number): StoreKey => prefixes.reverseDiff + numberKey(number);
export const segmentIndexKey = (segment: number, key: FlatKey): StoreKey =>
  prefixes.segmentIndex + numberKey(segment) + key;
export const groupIndexKey = (group: number, key: FlatKey): StoreKey => prefixes.groupIndex + numberKey(group) + key;
export const segmentKeysKey = (segment: number): StoreKey => prefixes.segmentKeys + numberKey(segment);
export const extraKey = (name: string): StoreKey => prefixes.extra + name;

/**
 * A key of the flat state, top and child tries in one: exactly the store key of its value. `S` and the state key,
 * or `C`, the length of the child's id (one character), the id and the key within the child.
 */
export type FlatKey = StoreKey;

export const topKey = (key: StateKey): FlatKey => prefixes.state + key;
export const childKeyPrefix = (id: StateKey): FlatKey => prefixes.childState + String.fromCharCode(id.length) + id;
export const childKey = (id: StateKey, key: StateKey): FlatKey => childKeyPrefix(id) + key;

/** Takes a flat key apart; `child` is undefined for the top trie. */
export function splitFlatKey(flat: FlatKey): { readonly child: StateKey | undefined; readonly key: StateKey } {
  if (flat.startsWith(prefixes.state)) return { child: undefined, key: flat.slice(1) };
  const length = flat.charCodeAt(1);
  return { child: flat.slice(2, 2 + length), key: flat.slice(2 + length) };
}

/** What stands before the path in the store keys of a trie's nodes. */
export const trieNodePrefix = (child: StateKey | undefined): StoreKey =>
  child === undefined ? prefixes.trie : prefixes.childTrie + String.fromCharCode(child.length) + child;
