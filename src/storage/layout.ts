import { type Hex, hexToKey, keyToHex, type StateKey } from "../lib/bytes.ts";
import type { StoreKey } from "./kv/key-value.ts";

/**
 * The map of the database: every key that is ever written, and what lies there. The first character says what it is;
 * a letter is never used again for something else. Numbers in keys are big-endian, so that they sort.
 *
 * | key | value |
 * |---|---|
 * | `V` | version of this layout, u32 |
 * | `M` | pruning modes: what is kept of states and of blocks (see pruning.ts) |
 * | `P` | pointers: which block is best, which is finalized, how far back states and bodies go (see blocks/pointers.ts) |
 * | `H` hash | header, SCALE |
 * | `B` hash | body: a checksum, then each extrinsic with its length in front (see blocks/parts.ts) |
 * | `J` hash | justifications: pairs of engine id (4 bytes) and bytes |
 * | `N` number | hash of the block of that number on the best chain |
 * | `D` number, hash | a block of a branch that lost or was left, whose header is there: nothing, or as `L` where its state is kept |
 * | `E` hash | how blocks that were left hang together, where old states are pruned (see blocks/left-links.ts) |
 * | `E` | blocks that were left and are forgotten next, each with those beside and on it |
 * | `A` | numbers of blocks whose change of GRANDPA's voters takes effect, and whose justification is yet to be kept |
 * | `L` hash | what a block that is not final changed in state, against its parent |
 * | `S` key | value of that state key at the last finalized block |
 * | `C` id length, id, key | the same for a child trie |
 * | `T` path | trie node at that path, at the last finalized block (values of 33 bytes and more only by hash) |
 * | `U` id length, id, path | the same for a child trie |
 * | `R` number | what a finalized block replaced in state: every changed key with its value before |
 * | `I` segment, key | in which of the 256 blocks of that segment the key was changed, one bit each |
 * | `G` group, key | in which of the 256 segments of that group the key was changed, one bit each |
 * | `K` segment | the keys that were changed in that segment |
 * | `s`, `c`, `t`, `u` | as `S`, `C`, `T`, `U`: the other place for a state, while a whole one is taken in (see state-spaces.ts) |
 * | `W` | which of the two places is in use, and whether the other one holds something |
 * | `Q` | the blocks that are missing under a state that was taken in: first, last, whether they are to be fetched; the last are fetched first |
 * | `Y` | a chain is being taken in from a file: without pointers, what is here is the beginning of it |
 * | `F` key | of a fork: the key (as in `S` or `C`, with that letter) was removed since the block that it stands on; nothing |
 * | `X` name | what others keep: the offchain storage, votes and the like |
 *
 * Layout 3 was without `E` at first: an older program reads what is left as blocks that lost. Layout 2 had no `W`, `Q` and small letters. Layout 1 had no `M`, `D` and `A` either, shorter pointers and bodies without a
 * checksum. Both are converted when they are opened.
 */
export const layoutVersion = 3;

export const versionKey: StoreKey = "V";
export const pointersKey: StoreKey = "P";
export const modesKey: StoreKey = "M";
export const pendingChangesKey: StoreKey = "A";
export const spacesKey: StoreKey = "W";
export const gapKey: StoreKey = "Q";
export const intakeKey: StoreKey = "Y";
export const prefixes = {
  header: "H",
  body: "B",
  justifications: "J",
  canonical: "N",
  lost: "D",
  left: "E",
  layer: "L",
  state: "S",
  childState: "C",
  trie: "T",
  childTrie: "U",
  reverseDiff: "R",
  segmentIndex: "I",
  groupIndex: "G",
  segmentKeys: "K",
  removed: "F",
  extra: "X",
} as const;

/** What lies under each first character, for messages. */
export const contents: Readonly<Record<string, string>> = {
  [versionKey]: "the layout's version",
  [modesKey]: "the pruning modes",
  [pointersKey]: "the pointers",
  [pendingChangesKey]: "voters' changes to come",
  [spacesKey]: "the place of the state",
  [gapKey]: "the blocks that are missing",
  [intakeKey]: "the mark of a chain that is not taken in whole",
  [prefixes.header]: "headers",
  [prefixes.body]: "bodies",
  [prefixes.justifications]: "justifications",
  [prefixes.canonical]: "the index of block numbers",
  [prefixes.lost]: "blocks that lost",
  [prefixes.left]: "the index of blocks that were left",
  [prefixes.layer]: "states that are not final",
  [prefixes.state]: "values of the state",
  [prefixes.childState]: "values of child tries",
  [prefixes.trie]: "trie nodes",
  [prefixes.childTrie]: "nodes of child tries",
  [prefixes.reverseDiff]: "old states",
  [prefixes.segmentIndex]: "the index of old states",
  [prefixes.groupIndex]: "the index of old states",
  [prefixes.segmentKeys]: "the index of old states",
  [prefixes.removed]: "marks of a fork",
  [prefixes.extra]: "other records",
  ...{ s: "a state that is not in use", c: "a state that is not in use" },
  ...{ t: "a state that is not in use", u: "a state that is not in use" },
};

/** A number as four characters that sort as the numbers do. */
function numberKey(value: number): string {
  return String.fromCharCode((value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);
}

/** The number that such characters stand for. */
export function readNumberKey(key: string): number {
  return Buffer.from(key, "latin1").readUInt32BE(0);
}

export const headerKey = (hash: Hex): StoreKey => prefixes.header + hexToKey(hash);
export const bodyKey = (hash: Hex): StoreKey => prefixes.body + hexToKey(hash);
export const justificationsKey = (hash: Hex): StoreKey => prefixes.justifications + hexToKey(hash);
export const canonicalKey = (number: number): StoreKey => prefixes.canonical + numberKey(number);
export const lostFrom = (number: number): StoreKey => prefixes.lost + numberKey(number);
export const lostKey = (number: number, hash: Hex): StoreKey => lostFrom(number) + hexToKey(hash);
/** Takes such a key apart. */
export const lostBlock = (key: StoreKey): { readonly number: number; readonly hash: Hex } => ({
  number: readNumberKey(key.slice(1, 5)),
  hash: keyToHex(key.slice(5)),
});
/** How a block hangs together with blocks that were left. */
export const leftLinksKey = (hash: Hex): StoreKey => prefixes.left + hexToKey(hash);
/** Which blocks that were left are to be forgotten. */
export const leftToForgetKey: StoreKey = prefixes.left;
export const layerKey = (hash: Hex): StoreKey => prefixes.layer + hexToKey(hash);
export const reverseDiffKey = (number: number): StoreKey => prefixes.reverseDiff + numberKey(number);
export const segmentIndexKey = (segment: number, key: FlatKey): StoreKey =>
  prefixes.segmentIndex + numberKey(segment) + key;
export const groupIndexKey = (group: number, key: FlatKey): StoreKey => prefixes.groupIndex + numberKey(group) + key;
export const segmentKeysKey = (segment: number): StoreKey => prefixes.segmentKeys + numberKey(segment);
export const removedKey = (key: FlatKey): StoreKey => prefixes.removed + key;
export const extraKey = (name: string): StoreKey => prefixes.extra + name;

/**
 * A key of the flat state, top and child tries in one: exactly the store key of its value. `S` and the state key,
 * or `C`, the length of the child's id (one character; from 255 on that character and four of length), the id and the key
 * within the child.
 */
export type FlatKey = StoreKey;

export const topKey = (key: StateKey): FlatKey => prefixes.state + key;
export const childKeyPrefix = (id: StateKey): FlatKey => prefixes.childState + withLength(id);
export const childKey = (id: StateKey, key: StateKey): FlatKey => childKeyPrefix(id) + key;

/** Takes a flat key apart, or that of a node of a child trie; `child` is undefined for the top trie. */
export function splitFlatKey(flat: FlatKey): { readonly child: StateKey | undefined; readonly key: StateKey } {
  if (flat.startsWith(prefixes.state)) return { child: undefined, key: flat.slice(1) };
  const short = flat.charCodeAt(1);
  const [from, length] = short < longId ? [2, short] : [6, readNumberKey(flat.slice(2, 6))];
  return { child: flat.slice(from, from + length), key: flat.slice(from + length) };
}

/** Ids of such a length and longer ones. */
const longId = 255;
const withLength = (id: StateKey): string =>
  (id.length < longId ? String.fromCharCode(id.length) : String.fromCharCode(longId) + numberKey(id.length)) + id;

/** What stands before the path in the store keys of a trie's nodes. */
export const trieNodePrefix = (child: StateKey | undefined): StoreKey =>
  child === undefined ? prefixes.trie : prefixes.childTrie + withLength(child);
