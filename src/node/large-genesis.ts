import { fromHex, type Hex, hexToKey, keyToHex, type StateKey } from "../lib/bytes.ts";
import type { Genesis } from "../primitives/chain-spec.ts";
import type { NewGenesis } from "../storage/database.ts";
import { childRootPrefix } from "../storage/state/parent-state.ts";
import { buildSortedTrie } from "../storage/trie/build-sorted.ts";
import { blockZero, codeKey } from "./genesis.ts";

type Raw = Extract<Genesis, { type: "raw" }>;
type HexEntries = ReadonlyMap<Hex, Hex>;

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
 * Block 0 of a raw genesis, as `genesisBlock` makes it, with nothing in memory besides the specification and its sorted keys.
 * @param code the value of `:code`; undefined for the one that the genesis has
 */
export function largeGenesisBlock({ top, children }: Raw, code?: Uint8Array): NewGenesis {
  const own = new Map<Hex, Uint8Array>();
  if (code !== undefined) own.set(keyToHex(codeKey), code);
  const childRoots = new Map<Hex, Uint8Array>();
  for (const [id, entries] of children) {
    if (entries.size > 0) childRoots.set(keyToHex(childRootPrefix + hexToKey(id)), rootOf(entries));
  }
  return {
    ...blockZero(rootOf(top, new Map([...own, ...childRoots]))),
    entries: decoded(top, own),
    childEntries: [...children].map(([id, entries]) => [hexToKey(id), decoded(entries)] as const),
  };
}

/** The root of entries, of which some take the place of others. Hex sorts as the keys do. */
function rootOf(entries: HexEntries, others: ReadonlyMap<Hex, Uint8Array> = new Map()): Uint8Array {
  const keys = [...entries.keys()];
  for (const key of others.keys()) if (!entries.has(key)) keys.push(key);
  keys.sort();
  const trie = buildSortedTrie(() => {});
  for (const key of keys) trie.add(hexToKey(key), others.get(key) ?? fromHex(entries.get(key) as Hex));
  return trie.finish();
}

function decoded(
  entries: HexEntries,
  others: ReadonlyMap<Hex, Uint8Array> = new Map(),
): Iterable<readonly [StateKey, Uint8Array]> {
  return {
    *[Symbol.iterator]() {
      for (const [key, value] of entries) if (!others.has(key)) yield [hexToKey(key), fromHex(value)] as const;
      for (const [key, value] of others) yield [hexToKey(key), value] as const;
    },
  };
}
