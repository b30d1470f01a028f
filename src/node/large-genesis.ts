import { fromHex, type Hex, hexToKey, keyToHex, type StateKey, toHex } from "../lib/bytes.ts";
import type { Genesis } from "../primitives/chain-spec.ts";
import { type HexEntries, withEntries } from "../primitives/hex-entries.ts";
import type { NewGenesis } from "../storage/database.ts";
import { childRootPrefix } from "../storage/state/parent-state.ts";
import { buildSortedTrie } from "../storage/trie/build-sorted.ts";
import { blockZero, codeKey } from "./genesis.ts";

type Raw = Extract<Genesis, { type: "raw" }>;

/** A raw genesis of more keys than this is not put together in memory. */
const mostInMemory = 50_000;

/** Whether a genesis is so large that its block is made by `largeGenesisBlock`. */
export function isLargeGenesis(genesis: Genesis): genesis is Raw {
  if (genesis.type !== "raw") return false;
  let keys = genesis.top.size;
  for (const own of genesis.children.values()) keys += own.size;
  return keys > mostInMemory;
}

/**
 * Block 0 of a raw genesis, as `genesisBlock` makes it, with nothing in memory besides the specification and, where they are not in order, its keys.
 * @param code the value of `:code`; undefined for the one that the genesis has
 */
export function largeGenesisBlock({ top, children }: Raw, code?: Uint8Array): NewGenesis {
  const own = code === undefined ? top : withEntries(top, new Map([[keyToHex(codeKey), toHex(code)]]));
  const childRoots = new Map<Hex, Hex>();
  for (const [id, entries] of children) {
    if (entries.size > 0) childRoots.set(keyToHex(childRootPrefix + hexToKey(id)), toHex(rootOf(entries)));
  }
  return {
    ...blockZero(rootOf(withEntries(own, childRoots))),
    entries: decoded(own),
    childEntries: [...children].map(([id, entries]) => [hexToKey(id), decoded(entries)] as const),
  };
}

/** The root of entries. Hex sorts as the keys do. */
function rootOf(entries: HexEntries): Uint8Array {
  const trie = buildSortedTrie(() => {});
  for (const [key, value] of entries.sorted ? entries : inOrder(entries)) trie.add(hexToKey(key), fromHex(value));
  return trie.finish();
}

function* inOrder(entries: HexEntries): Generator<readonly [Hex, Hex]> {
  const keys: Hex[] = [];
  for (const [key] of entries) keys.push(key);
  keys.sort();
  for (const key of keys) yield [key, entries.get(key) as Hex];
}

function decoded(entries: HexEntries): Iterable<readonly [StateKey, Uint8Array]> {
  return {
    *[Symbol.iterator]() {
      for (const [key, value] of entries) yield [hexToKey(key), fromHex(value)] as const;
    },
  };
}
