import type { DevName } from "../crypto/dev-accounts.ts";
import type { EngineChoice } from "../engine/chain-engines.ts";
import type { Replacements } from "../engine/replacements.ts";
import type { BuildName } from "../primitives/build-name.ts";
import type { ChainSpec } from "../primitives/chain-spec.ts";
import type { RequestedPruning } from "../storage/pruning.ts";
import type { NodeKeyChoice } from "./node-key.ts";
import type { DataPaths } from "./paths.ts";

/** Everything that a node is started with: data, no handles. Made from the command line by src/cli/config.ts. */
export interface NodeConfig {
  spec: ChainSpec;
  /** The build that an option names; undefined where the specification, the database or nobody does. */
  build: BuildName | undefined;
  /** The options, as they were given, that make the genesis another one than the specification's. */
  genesisOptions: readonly string[];
  paths: DataPaths;
  /** Whether the base path is a temporary directory, to be removed at the end. */
  temporary: boolean;
  name: string;
  /** Takes part in authoring and finality. */
  authority: boolean;
  /** Whose session keys (aura, babe, gran) are put into the keystore's memory. */
  devKey: DevName | undefined;
  forceAuthoring: boolean;
  /** Check every invariant of the state after each block. */
  tryState: boolean;
  /** Whose rules execute blocks. */
  engine: {
    readonly choice: EngineChoice;
    /** The program beside a placeholder in `:code`. */
    readonly program: Uint8Array | undefined;
    /** Pages of 64 KiB that a program's heap may grow by. */
    readonly heapPages: number;
    /** How many programs are kept ready. */
    readonly cacheSize: number;
    /** What is executed in place of the chain's program; filled in at the start. */
    readonly replacements?: Replacements | undefined;
  };
  /** The directory of programs that are executed in place of the chain's. */
  runtimeOverrides: string | undefined;
  /** Whether the offchain workers of the chain's program run. */
  offchain: boolean;
  grandpa: boolean;
  /** How blocks are sealed without Aura; undefined is Aura. A number is an interval in ms. */
  sealing: "manual" | "instant" | number | undefined;
  /** Whose pulses of randomness this node sends to the chain: drand's quicknet, its own, or none. */
  drand: "public" | "offline" | "none";
  rpc: RpcConfig;
  network: NetworkConfig;
  /** Where the metrics for Prometheus are served; undefined is nowhere. */
  prometheus: { readonly port: number; readonly external: boolean } | undefined;
  /** Servers that telemetry goes to, each with the verbosity of what it wants. */
  telemetry: readonly TelemetryEndpoint[];
  pool: {
    /** Ready transactions at most; a tenth as many wait for others. */
    limit: number;
    /** Bytes of ready transactions at most; a tenth as many of those that wait for others. */
    bytes: number;
    /** How long an invalid transaction is not taken again, ms. */
    banTime: number;
  };
  /** What is kept of states and blocks, as far as the user says so. */
  pruning: RequestedPruning;
  keystorePassword: string | undefined;
  log: {
    filters: readonly string[];
    detailed: boolean;
    color: boolean;
    format: "human" | "json";
    reloading: boolean;
  };
}

export interface TelemetryEndpoint {
  /** ws: or wss: */
  readonly url: string;
  /** Messages of this number and lower ones are sent. */
  readonly verbosity: number;
}

export interface RpcConfig {
  port: number;
  /** Listen on all interfaces instead of loopback. */
  external: boolean;
  methods: "auto" | "safe" | "unsafe";
  /** Origins that browsers may call from (`*` in a port's place is any); undefined is all. */
  cors: readonly string[] | undefined;
  maxConnections: number;
  maxSubscriptionsPerConnection: number;
  /** Bytes. */
  maxRequestSize: number;
  /** Bytes. */
  maxResponseSize: number;
  /** Messages that wait for a slow reader. */
  messageBuffer: number;
  /** Longest batch; 0 refuses batches, undefined is no limit. */
  maxBatch: number | undefined;
  /** Calls a minute for each connection; undefined is no limit. */
  rateLimit: { calls: number; exempt: readonly string[]; trustProxyHeaders: boolean } | undefined;
}

export interface NetworkConfig {
  /** Where the secret of the node's identity comes from. */
  key: Omit<NodeKeyChoice, "standard">;
  /** Multiaddresses. */
  listen: readonly string[];
  /** Whether an option named them, or their port. */
  listenChosen: boolean;
  publicAddresses: readonly string[];
  /** How the chain is caught up with: all blocks, or a proven state first. */
  sync: "full" | "warp";
  /** Whether the blocks under such a state are fetched. */
  backfill: boolean;
  /** Multiaddresses with identities. */
  bootnodes: readonly string[];
  reserved: readonly string[];
  reservedOnly: boolean;
  /** How many full nodes may come, how many are looked for, how many light clients may come. */
  peers: { in: number; out: number; inLight: number };
  /** Whether addresses of private networks are dialled. */
  allowPrivateAddresses: boolean;
  /** Whether they are told to others. */
  privateAddressesInTable: boolean;
  /** Whether whole blocks are exchanged with peers that do so too. */
  blockGossip: boolean;
  /** Whether peers are looked for in the local network. */
  mdns: boolean;
  kademliaReplication: number;
  maxParallelDownloads: number;
  maxBlocksPerRequest: number;
}
