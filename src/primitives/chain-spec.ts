import { type Hex, isHex } from "../lib/bytes.ts";

export type ChainType = "Live" | "Development" | "Local" | { readonly Custom: string };

/** The genesis of a chain: its whole storage, or a description that the runtime builds it from. */
export type Genesis =
  | {
      readonly type: "raw";
      /** Every state key with its value. */
      readonly top: ReadonlyMap<Hex, Hex>;
      /** Child tries: storage key of the child (with its prefix), then its entries. */
      readonly children: ReadonlyMap<Hex, ReadonlyMap<Hex, Hex>>;
    }
  | {
      readonly type: "plain";
      /** The value of `:code`. */
      readonly code: Hex;
      /** By pallet, as the original writes it; what is left out keeps its default. Amounts are rao. */
      readonly config: GenesisConfig;
    };

/** What a genesis is built from: `{ balances: { balances: [[address, rao], ...] }, sudo: { key }, ... }`. */
export type GenesisConfig = Readonly<Record<string, unknown>>;

/** A chain as data: what a specification file holds. */
export interface ChainSpec {
  readonly name: string;
  /** Names the directory of the chain's data. */
  readonly id: string;
  readonly chainType: ChainType;
  /** Multiaddresses with peer ids. */
  readonly bootNodes: readonly string[];
  /** URL and verbosity of each. */
  readonly telemetryEndpoints: readonly (readonly [string, number])[] | undefined;
  readonly protocolId: string | undefined;
  /** What system_properties answers. */
  readonly properties: Readonly<Record<string, unknown>>;
  readonly forkBlocks: readonly (readonly [number, Hex])[] | undefined;
  /** Hashes of blocks that are never accepted. */
  readonly badBlocks: readonly Hex[] | undefined;
  /** Runtime code to use from a block number on; the number is decimal text. */
  readonly codeSubstitutes: Readonly<Record<string, Hex>>;
  readonly genesis: Genesis;
}

type Json = Record<string, unknown>;

/** Says where in the document something is wrong. */
function wrong(path: string, expected: string): never {
  throw new RangeError(`${path} must be ${expected}`);
}

function object(value: unknown, path: string): Json {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Json;
  return wrong(path, "an object");
}

function array(value: unknown, path: string): readonly unknown[] {
  return Array.isArray(value) ? value : wrong(path, "an array");
}

function text(value: unknown, path: string): string {
  return typeof value === "string" ? value : wrong(path, "a text");
}

function hex(value: unknown, path: string): Hex {
  return isHex(value) ? (value.toLowerCase() as Hex) : wrong(path, "hexadecimal with 0x");
}

/** Reads a member that may be absent or null. */
function optional<T>(
  parent: Json,
  key: string,
  path: string,
  read: (value: unknown, path: string) => T,
): T | undefined {
  const value = parent[key];
  return value === undefined || value === null ? undefined : read(value, path === "" ? key : `${path}.${key}`);
}

function hexMap(value: unknown, path: string): Map<Hex, Hex> {
  const entries = Object.entries(object(value, path));
  return new Map(entries.map(([key, item]) => [hex(key, `key ${key} of ${path}`), hex(item, `${path}.${key}`)]));
}

function parseGenesis(value: unknown): Genesis {
  const genesis = object(value, "genesis");
  const raw = optional(genesis, "raw", "genesis", object);
  if (raw !== undefined) {
    const children = Object.entries(optional(raw, "childrenDefault", "genesis.raw", object) ?? {});
    return {
      type: "raw",
      top: hexMap(raw.top, "genesis.raw.top"),
      children: new Map(
        children.map(([key, entries]) => {
          const path = `genesis.raw.childrenDefault.${key}`;
          return [hex(key, path), hexMap(entries, path)];
        }),
      ),
    };
  }
  const runtime = optional(genesis, "runtimeGenesis", "genesis", object);
  if (runtime === undefined) return wrong("genesis", "an object with raw or runtimeGenesis");
  const config = ["patch", "config"].map((key) => optional(runtime, key, "genesis.runtimeGenesis", object));
  const found = config.find((one) => one !== undefined);
  if (found === undefined) return wrong("genesis.runtimeGenesis", "an object with code and patch");
  return { type: "plain", code: hex(runtime.code, "genesis.runtimeGenesis.code"), config: found };
}

function parseChainType(value: unknown): ChainType {
  if (value === "Live" || value === "Development" || value === "Local") return value;
  const custom = typeof value === "object" && value !== null ? (value as Json).Custom : undefined;
  return typeof custom === "string" ? { Custom: custom } : wrong("chainType", "Live, Development, Local or Custom");
}

/**
 * Reads a chain specification (plain or raw) from parsed JSON. Answers to `sc_chain_spec: GenericChainSpec::from_json_bytes`.
 * @throws RangeError that names the member and what it must be.
 */
export function parseChainSpec(json: unknown): ChainSpec {
  const spec = object(json, "the document");
  const texts = (value: unknown, path: string): string[] =>
    array(value, path).map((item, index) => text(item, `${path}[${index}]`));
  const forkBlock = (item: unknown, path: string): [number, Hex] => {
    const [number, hash] = array(item, path);
    return [typeof number === "number" ? number : wrong(`${path}[0]`, "a number"), hex(hash, `${path}[1]`)];
  };
  const endpoint = (item: unknown, path: string): [string, number] => {
    const [url, verbosity] = array(item, path);
    return [text(url, `${path}[0]`), typeof verbosity === "number" ? verbosity : wrong(`${path}[1]`, "a number")];
  };
  const each =
    <T>(read: (item: unknown, path: string) => T) =>
    (value: unknown, path: string): T[] =>
      array(value, path).map((item, index) => read(item, `${path}[${index}]`));
  const substitutes = Object.entries(optional(spec, "codeSubstitutes", "", object) ?? {});
  return {
    name: text(spec.name, "name"),
    id: text(spec.id, "id"),
    chainType: spec.chainType === undefined ? "Live" : parseChainType(spec.chainType),
    bootNodes: optional(spec, "bootNodes", "", texts) ?? [],
    telemetryEndpoints: optional(spec, "telemetryEndpoints", "", each(endpoint)),
    protocolId: optional(spec, "protocolId", "", text),
    properties: optional(spec, "properties", "", object) ?? {},
    forkBlocks: optional(spec, "forkBlocks", "", each(forkBlock)),
    badBlocks: optional(spec, "badBlocks", "", each(hex)),
    codeSubstitutes: Object.fromEntries(
      substitutes.map(([number, code]) => [
        /^[0-9]+$/.test(number) ? number : wrong(`key ${number} of codeSubstitutes`, "a block number"),
        hex(code, `codeSubstitutes.${number}`),
      ]),
    ),
    genesis: parseGenesis(spec.genesis),
  };
}

function genesisJson(genesis: Genesis): Json {
  if (genesis.type === "plain") return { runtimeGenesis: { code: genesis.code, patch: genesis.config } };
  const sorted = (map: ReadonlyMap<Hex, Hex>): Json =>
    Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : 1)));
  const children = [...genesis.children].map(([key, entries]) => [key, sorted(entries)]);
  return { raw: { top: sorted(genesis.top), childrenDefault: Object.fromEntries(children) } };
}

/** The JSON document of a specification, with its members in the original's order. */
export function chainSpecJson(spec: ChainSpec): Json {
  return {
    name: spec.name,
    id: spec.id,
    chainType: spec.chainType,
    bootNodes: spec.bootNodes,
    telemetryEndpoints: spec.telemetryEndpoints ?? null,
    protocolId: spec.protocolId ?? null,
    properties: spec.properties,
    forkBlocks: spec.forkBlocks ?? null,
    badBlocks: spec.badBlocks ?? null,
    codeSubstitutes: spec.codeSubstitutes,
    genesis: genesisJson(spec.genesis),
  };
}
