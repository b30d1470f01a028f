import { fromHex, type Hex, hexToKey, type StateKey, toHex } from "../lib/bytes.ts";
import type { ChainSpec } from "../primitives/chain-spec.ts";
import { encodeHeader, headerHash } from "../primitives/header.ts";
import type { Runtime } from "../runtime/frame/compose.ts";
import { buildGenesis } from "../runtime/genesis.ts";
import type { NewGenesis } from "../storage/database.ts";
import { memoryState } from "../storage/state/memory-state.ts";
import { childRootPrefix } from "../storage/state/parent-state.ts";
import { emptyRoot } from "../storage/trie/trie.ts";

type Entries = Map<StateKey, Uint8Array>;

/** A chain's first state: the top trie without the roots of child tries, and the child tries by id. */
export interface GenesisState {
  readonly top: Entries;
  readonly children: ReadonlyMap<StateKey, Entries>;
}

const noParent: Hex = `0x${"00".repeat(32)}`;

/**
 * The first state of a chain, from its specification: written out there, or built by the runtime.
 * @throws Error when a pallet cannot read its part of the description.
 */
export function genesisState(spec: ChainSpec, runtime: Runtime): GenesisState {
  const { genesis } = spec;
  if (genesis.type === "plain") {
    const changes = buildGenesis(memoryState([]).overlay(), runtime, genesis.config, fromHex(genesis.code));
    const top: Entries = new Map();
    for (const [key, value] of changes) if (value !== undefined) top.set(key, value);
    return { top, children: new Map() };
  }
  const entriesOf = (map: ReadonlyMap<Hex, Hex>): Entries =>
    new Map([...map].map(([key, value]) => [hexToKey(key), fromHex(value)]));
  const children = [...genesis.children].map(([key, entries]): [StateKey, Entries] => {
    const id = hexToKey(key);
    return [id.startsWith(childRootPrefix) ? id.slice(childRootPrefix.length) : id, entriesOf(entries)];
  });
  const top = entriesOf(genesis.top);
  for (const key of top.keys()) if (key.startsWith(childRootPrefix)) top.delete(key);
  return { top, children: new Map(children) };
}

/** Block 0 over a state. Answers to `sc_chain_spec::construct_genesis_block`. */
export function genesisBlock({ top, children }: GenesisState): NewGenesis {
  const root = memoryState(top, children).root();
  const header = encodeHeader({
    parentHash: noParent,
    number: 0,
    stateRoot: toHex(root),
    extrinsicsRoot: toHex(emptyRoot),
    digest: [],
  });
  return { hash: headerHash(header), header, entries: top, childEntries: children };
}
