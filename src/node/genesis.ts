import { blake2Hex } from "../crypto/hashing.ts";
import { usualHeapPages } from "../engine/chain-engines.ts";
import { isOurs } from "../engine/our-code.ts";
import { concatBytes, fromHex, type Hex, hexToKey, keyToHex, type StateKey, toHex } from "../lib/bytes.ts";
import { messageOf, UserError } from "../lib/user-error.ts";
import type { BuildName } from "../primitives/build-name.ts";
import type { ChainSpec, Genesis } from "../primitives/chain-spec.ts";
import type { HexEntries } from "../primitives/hex-entries.ts";
import type { NewGenesis } from "../storage/database.ts";
import { memoryState } from "../storage/state/memory-state.ts";
import { emptyRoot, rootHash, type Trie } from "../storage/trie/trie.ts";

export const codeKey: StateKey = ":code";

type Entries = ReadonlyMap<StateKey, Uint8Array>;

/** The storage that a chain starts with. */
export interface GenesisStorage {
  top: Entries;
  /** Child tries by their id, without the prefix. */
  children: [StateKey, Entries][];
  /** The trie of all that, with the roots of child tries. */
  trie: Trie;
}

function rawStorage(genesis: Extract<Genesis, { type: "raw" }>, code: Uint8Array | undefined): GenesisStorage {
  const entries = (map: HexEntries): Map<StateKey, Uint8Array> => {
    const storage = new Map<StateKey, Uint8Array>();
    for (const [key, value] of map) storage.set(hexToKey(key), fromHex(value));
    return storage;
  };
  const children = [...genesis.children].map(([id, own]): [StateKey, Entries] => [hexToKey(id), entries(own)]);
  const top = entries(genesis.top);
  if (code !== undefined) top.set(codeKey, code);
  return { top, children, trie: memoryState(top, children).trie() };
}

/** The value of `:code` in a build; undefined for the one that a raw genesis has, or for the placeholder of the build. */
export async function genesisCode(spec: ChainSpec, build: BuildName): Promise<Uint8Array | undefined> {
  const { genesis, lightClientFacade = false } = spec;
  if (!lightClientFacade) {
    return genesis.type === "plain" && genesis.code !== undefined ? fromHex(genesis.code) : undefined;
  }
  const { facadeProgram } = await import("./facade/program.ts");
  const { builds, createRuntime } = await import("../runtime/index.ts");
  return facadeProgram(createRuntime(builds[build]));
}

/**
 * The genesis storage of a chain in a build. A plain specification is built by the runtime, which is loaded for it.
 * @throws UserError when the runtime refuses the description.
 */
export async function genesisStorage(spec: ChainSpec, build: BuildName): Promise<GenesisStorage> {
  const { genesis } = spec;
  const code = await genesisCode(spec, build);
  if (genesis.type === "raw") return rawStorage(genesis, code);
  const overlay = memoryState([]).overlay();
  try {
    // Nothing lies below the changes, so none of them takes anything away.
    if (code !== undefined && !isOurs(code)) {
      const { buildProgramGenesis } = await import("../engine/program/build-genesis.ts");
      const changes = buildProgramGenesis(overlay, { ...genesis, code, heapPages: usualHeapPages });
      return {
        top: changes as Entries,
        children: [...overlay.childChanges()] as [StateKey, Entries][],
        trie: overlay.trie(),
      };
    }
    const runtime = await import("../runtime/index.ts");
    const made = runtime.createRuntime(runtime.builds[build]);
    const changes = runtime.buildGenesis(overlay, made, genesis.config, code ?? fromHex(made.rules.code), genesis.form);
    return { top: changes as Entries, children: [], trie: overlay.trie() };
  } catch (error) {
    throw new UserError(`the genesis of the chain ${spec.name} cannot be built: ${messageOf(error)}`);
  }
}

/** Block 0 over a storage: no parent, no extrinsics, no digest. State layout V1, as the chain has it. */
export function genesisBlock({ top, children, trie }: GenesisStorage): NewGenesis {
  return { ...blockZero(rootHash(trie)), entries: top, childEntries: children, trie };
}

/** Hash and header of block 0 over a state of that root. */
export function blockZero(stateRoot: Uint8Array): Pick<NewGenesis, "hash" | "header"> {
  const header = concatBytes(new Uint8Array(32), Uint8Array.of(0), stateRoot, emptyRoot, Uint8Array.of(0));
  return { hash: blake2Hex(header), header };
}

/** A storage as the genesis of a raw specification. */
export function rawGenesis({ top, children }: GenesisStorage): Genesis {
  const hexMap = (entries: Entries): Map<Hex, Hex> => {
    const map = new Map<Hex, Hex>();
    for (const [key, value] of entries) map.set(keyToHex(key), toHex(value));
    return map;
  };
  return {
    type: "raw",
    top: hexMap(top),
    children: new Map(children.map(([id, own]) => [keyToHex(id), hexMap(own)])),
  };
}
