import { blake2Hex } from "../crypto/hashing.ts";
import { concatBytes, fromHex, type Hex, hexToKey, keyToHex, type StateKey, toHex } from "../lib/bytes.ts";
import { messageOf, UserError } from "../lib/user-error.ts";
import type { ChainSpec, Genesis } from "../primitives/chain-spec.ts";
import type { NewGenesis } from "../storage/database.ts";
import { memoryState } from "../storage/state/memory-state.ts";
import { emptyRoot } from "../storage/trie/trie.ts";

type Entries = [StateKey, Uint8Array][];

/** The storage that a chain starts with. */
export interface GenesisStorage {
  top: Entries;
  /** Child tries by their id, without the prefix. */
  children: [StateKey, Entries][];
}

const childPrefix: StateKey = ":child_storage:default:";

function rawStorage(genesis: Extract<Genesis, { type: "raw" }>): GenesisStorage {
  const entries = (map: ReadonlyMap<Hex, Hex>): Entries =>
    [...map].map(([key, value]) => [hexToKey(key), fromHex(value)]);
  const children = [...genesis.children].map(([key, own]): [StateKey, Entries] => {
    const id = hexToKey(key);
    return [id.startsWith(childPrefix) ? id.slice(childPrefix.length) : id, entries(own)];
  });
  return { top: entries(genesis.top), children };
}

/**
 * The genesis storage of a chain under a configuration. A plain specification is built by the runtime, which is loaded for it.
 * @throws UserError when the runtime refuses the description.
 */
export async function genesisStorage(spec: ChainSpec, rules: "production" | "local"): Promise<GenesisStorage> {
  const { genesis } = spec;
  if (genesis.type === "raw") return rawStorage(genesis);
  const runtime = await import("../runtime/index.ts");
  try {
    const made = runtime.makeRuntime(runtime[rules]);
    const changes = runtime.buildGenesis(memoryState([]).overlay(), made, genesis.config, fromHex(genesis.code));
    const top = [...changes].filter((entry): entry is [StateKey, Uint8Array] => entry[1] !== undefined);
    return { top, children: [] };
  } catch (error) {
    throw new UserError(`the genesis of the chain ${spec.name} cannot be built: ${messageOf(error)}`);
  }
}

/** Block 0 over a storage: no parent, no extrinsics, no digest. State layout V1, as the chain has it. */
export function genesisBlock({ top, children }: GenesisStorage): NewGenesis {
  const stateRoot = memoryState(top, children).root();
  const header = concatBytes(new Uint8Array(32), Uint8Array.of(0), stateRoot, emptyRoot, Uint8Array.of(0));
  return { hash: blake2Hex(header), header, entries: top, childEntries: children };
}

/** A storage as the genesis of a raw specification. */
export function rawGenesis({ top, children }: GenesisStorage): Genesis {
  const hexMap = (entries: Entries): Map<Hex, Hex> =>
    new Map(entries.map(([key, value]) => [keyToHex(key), toHex(value)]));
  return {
    type: "raw",
    top: hexMap(top),
    children: new Map(children.map(([id, own]) => [keyToHex(childPrefix + id), hexMap(own)])),
  };
}
