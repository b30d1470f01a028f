import { type Hex, isHex } from "../lib/bytes.ts";
import { type BuildName, buildNames, isBuildName } from "./build-name.ts";
import type { HexEntries } from "./hex-entries.ts";
import { parsePeerAddress, peerAddressForm } from "./multiaddress.ts";

export type ChainType = "Live" | "Development" | "Local" | { readonly Custom: string };

/** The genesis of a chain: its whole storage, or a description that the runtime builds it from. */
export type Genesis =
  | {
      readonly type: "raw";
      /** Every state key with its value. */
      readonly top: HexEntries;
      /** Child tries: the id of the child, without `:child_storage:default:`, then its entries. */
      readonly children: ReadonlyMap<Hex, HexEntries>;
    }
  | {
      readonly type: "plain";
      /** The value of `:code`; undefined for the placeholder of the build that makes the genesis. */
      readonly code: Hex | undefined;
      /** `patch`: over the defaults of every pallet. `config`: in their place, complete. */
      readonly form: "patch" | "config";
      /** By pallet, as the original writes it. Amounts are rao. */
      readonly config: GenesisConfig;
    };

/** What a genesis is built from: `{ balances: { balances: [[address, rao], ...] }, sudo: { key }, ... }`. */
export type GenesisConfig = Readonly<Record<string, unknown>>;

/** A final block that a specification vouches for, from which proofs of finality go on. */
export interface WarpCheckpoint {
  /** A header that hands over to other voters, SCALE. */
  readonly header: Hex;
  /** The id of the set that signed it and its voters with their weights, SCALE. */
  readonly authoritySet: Hex;
}

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
  /** Keeps chains with one genesis apart on the network. */
  readonly forkId: string | undefined;
  /** What system_properties answers. */
  readonly properties: Readonly<Record<string, unknown>>;
  readonly forkBlocks: readonly (readonly [number, Hex])[] | undefined;
  /** Hashes of blocks that are never accepted. */
  readonly badBlocks: readonly Hex[] | undefined;
  /** Where a warp sync begins; undefined: at the genesis block. */
  readonly warpCheckpoint: WarpCheckpoint | undefined;
  /** Runtime code to use from a block number on; the number is decimal text. */
  readonly codeSubstitutes: Readonly<Record<string, Hex>>;
  /** The build whose rules the chain has, which this client writes under `subtensorTs`; undefined when nobody wrote it. */
  readonly rules: BuildName | undefined;
  readonly genesis: Genesis;
  /** `:code` is to be the light clients' program of the build that makes the genesis, whatever the genesis says. */
  readonly lightClientFacade?: boolean;
  /** Members of the document that this client does not know. */
  readonly unknown: readonly string[];
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

function hash(value: unknown, path: string): Hex {
  const bytes = hex(value, path);
  return bytes.length === 66 ? bytes : wrong(path, "a hash of 32 bytes");
}

/** A number that was written as an integer, up to a bound. */
function integer(value: unknown, path: string, most: number): number {
  const whole = typeof value === "number" && Number.isSafeInteger(value) && value >= 0 && value <= most;
  return whole ? value : wrong(path, `a number from 0 to ${most}`);
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

/** Members of an object that are none of these are refused: who wrote them meant something. */
function onlyMembers(value: Json, path: string, known: readonly string[]): void {
  const unknown = Object.keys(value).find((member) => !known.includes(member));
  if (unknown !== undefined) throw new RangeError(`${path}.${unknown}: no such member; there are ${known.join(", ")}`);
}

function hexMap(value: unknown, path: string): Map<Hex, Hex> {
  const map = new Map<Hex, Hex>();
  for (const [key, item] of Object.entries(object(value, path))) {
    const name = hex(key, `key ${key} of ${path}`);
    if (map.has(name)) throw new RangeError(`${path}.${key} is given twice`);
    map.set(name, hex(item, `${path}.${key}`));
  }
  return map;
}

function parseGenesis(value: unknown): Genesis {
  const genesis = object(value, "genesis");
  onlyMembers(genesis, "genesis", ["raw", "runtimeGenesis"]);
  const raw = optional(genesis, "raw", "genesis", object);
  const runtime = optional(genesis, "runtimeGenesis", "genesis", object);
  if ((raw === undefined) === (runtime === undefined)) return wrong("genesis", "an object with raw or runtimeGenesis");
  return raw === undefined ? parseRuntimeGenesis(runtime as Json) : parseRawGenesis(raw);
}

function parseRawGenesis(raw: Json): Genesis {
  onlyMembers(raw, "genesis.raw", ["top", "childrenDefault"]);
  const children = Object.entries(optional(raw, "childrenDefault", "genesis.raw", object) ?? {});
  return {
    type: "raw",
    top: hexMap(raw.top, "genesis.raw.top"),
    children: new Map(
      children.map(([key, entries]) => {
        const path = `genesis.raw.childrenDefault.${key}`;
        return [hex(key, `key ${key} of genesis.raw.childrenDefault`), hexMap(entries, path)];
      }),
    ),
  };
}

function parseRuntimeGenesis(runtime: Json): Genesis {
  const path = "genesis.runtimeGenesis";
  onlyMembers(runtime, path, ["code", "patch", "config"]);
  const code = hex(runtime.code, `${path}.code`);
  const forms = (["patch", "config"] as const).filter((form) => runtime[form] !== undefined);
  const [form] = forms;
  if (form === undefined || forms.length > 1)
    return wrong(path, "an object with code and patch, or with code and config");
  return { type: "plain", code, form, config: object(runtime[form], `${path}.${form}`) };
}

function parseChainType(value: unknown): ChainType {
  if (value === "Live" || value === "Development" || value === "Local") return value;
  const custom = typeof value === "object" && value !== null ? (value as Json).Custom : undefined;
  return typeof custom === "string" ? { Custom: custom } : wrong("chainType", "Live, Development, Local or Custom");
}

/** Rust: `node/src/chain_spec GrandpaWarpSyncCheckpoint` of later releases. */
function parseCheckpoint(value: unknown, path: string): WarpCheckpoint {
  const checkpoint = object(value, path);
  onlyMembers(checkpoint, path, ["finalizedBlockHeader", "grandpaAuthoritySet"]);
  return {
    header: hex(checkpoint.finalizedBlockHeader, `${path}.finalizedBlockHeader`),
    authoritySet: hex(checkpoint.grandpaAuthoritySet, `${path}.grandpaAuthoritySet`),
  };
}

/** What this client writes about a chain beside the original's members. */
function parseOwn(value: unknown, path: string): BuildName | undefined {
  const { rules, ...others } = object(value, path);
  const other = Object.keys(others)[0];
  if (other !== undefined) throw new RangeError(`${path}.${other} is not known`);
  return isBuildName(rules) ? rules : wrong(`${path}.rules`, `one of ${buildNames.join(", ")}`);
}

/** Members of the original's document; it also takes consensusEngine, and does nothing with it. */
const knownMembers = [
  ...["name", "id", "chainType", "bootNodes", "telemetryEndpoints", "protocolId", "forkId", "properties"],
  ...[
    "forkBlocks",
    "badBlocks",
    "grandpaWarpSyncCheckpoint",
    "consensusEngine",
    "codeSubstitutes",
    "subtensorTs",
    "genesis",
  ],
];

/**
 * Reads a chain specification (plain or raw) from parsed JSON. Rust: `sc_chain_spec: GenericChainSpec::from_json_bytes`.
 * @throws RangeError that names the member and what it must be.
 */
export function parseChainSpec(json: unknown): ChainSpec {
  const spec = object(json, "the document");
  const bootNode = (item: unknown, path: string): string => {
    const address = text(item, path);
    return parsePeerAddress(address) === undefined ? wrong(path, peerAddressForm) : address;
  };
  const forkBlock = (item: unknown, path: string): [number, Hex] => {
    const [number, block] = array(item, path);
    return [integer(number, `${path}[0]`, 0xffff_ffff), hash(block, `${path}[1]`)];
  };
  const endpoint = (item: unknown, path: string): [string, number] => {
    const [url, verbosity] = array(item, path);
    return [text(url, `${path}[0]`), integer(verbosity, `${path}[1]`, 255)];
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
    bootNodes: optional(spec, "bootNodes", "", each(bootNode)) ?? [],
    telemetryEndpoints: optional(spec, "telemetryEndpoints", "", each(endpoint)),
    protocolId: optional(spec, "protocolId", "", text),
    forkId: optional(spec, "forkId", "", text),
    properties: optional(spec, "properties", "", object) ?? {},
    forkBlocks: optional(spec, "forkBlocks", "", each(forkBlock)),
    badBlocks: optional(spec, "badBlocks", "", each(hash)),
    warpCheckpoint: optional(spec, "grandpaWarpSyncCheckpoint", "", parseCheckpoint),
    codeSubstitutes: Object.fromEntries(
      substitutes.map(([number, code]) => [
        /^[0-9]+$/.test(number) ? number : wrong(`key ${number} of codeSubstitutes`, "a block number"),
        hex(code, `codeSubstitutes.${number}`),
      ]),
    ),
    rules: optional(spec, "subtensorTs", "", parseOwn),
    genesis: parseGenesis(spec.genesis),
    unknown: Object.keys(spec).filter((member) => !knownMembers.includes(member)),
  };
}

function genesisJson(genesis: Genesis): Json {
  if (genesis.type === "plain") return { runtimeGenesis: { code: genesis.code, [genesis.form]: genesis.config } };
  const sorted = (map: HexEntries): Json => Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : 1)));
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
    ...(spec.forkId === undefined ? {} : { forkId: spec.forkId }),
    properties: spec.properties,
    forkBlocks: spec.forkBlocks ?? null,
    badBlocks: spec.badBlocks ?? null,
    ...(spec.warpCheckpoint === undefined
      ? {}
      : {
          grandpaWarpSyncCheckpoint: {
            finalizedBlockHeader: spec.warpCheckpoint.header,
            grandpaAuthoritySet: spec.warpCheckpoint.authoritySet,
          },
        }),
    codeSubstitutes: spec.codeSubstitutes,
    ...(spec.rules === undefined ? {} : { subtensorTs: { rules: spec.rules } }),
    genesis: genesisJson(spec.genesis),
  };
}
