import type { SealingMode } from "../chain/sealing.ts";
import type { DevName } from "../crypto/dev-accounts.ts";
import type { EngineChoice } from "../engine/chain-engines.ts";
import type { Replacements } from "../engine/replacements.ts";
import type { ForkedBlock } from "../fork/forked-block.ts";
import type { RemoteOptions } from "../fork/remote-messages.ts";
import type { Hex } from "../lib/bytes.ts";
import type { BuildName } from "../primitives/build-name.ts";
import type { ChainSpec } from "../primitives/chain-spec.ts";
import type { BlockId } from "../storage/blocks/pointers.ts";
import type { RequestedPruning } from "../storage/pruning.ts";
import type { NodeKeyChoice } from "./node-key.ts";
import type { DataPaths } from "./paths.ts";

/** Everything that a node is started with: data, no handles. Made from the command line by src/cli/config.ts. */
export interface NodeConfig {
  spec: ChainSpec;
  /** The build that an option names; undefined where the specification, the database or nobody does. */
  build: BuildName | undefined;
  /** The build of a new chain where nothing says one; production when not given. */
  usualBuild?: BuildName | undefined;
  /** The options, as they were given, that make the genesis another one than the specification's. */
  genesisOptions: readonly string[];
  /** The chain that this one goes on from; undefined: it begins with its genesis. */
  fork: ForkOrigin | undefined;
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
    /** Whether mock signatures are taken for anybody's. */
    readonly mockSignatures?: boolean;
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
  /** How blocks are sealed without Aura; undefined is Aura. */
  sealing: SealingMode | undefined;
  /** Blocks are sealed for each transaction and once in each slot, whose length the chain's rules say, whatever `sealing` expects. */
  sealsEachSlot?: boolean;
  /**
   * Whose pulses of randomness this node sends to the chain: drand's quicknet, its own, of its own those that something waits
   * for, or none.
   */
  drand: "public" | "offline" | "awaited" | "none";
  /** Whom a fork's sudo key is given to. */
  forkSudo?: DevName | undefined;
  /** The subnet that a fork is cut to. */
  forkNetuid?: number | undefined;
  /** What of a fork's state is read at the start. */
  forkPrefetch?: readonly string[] | undefined;
  /** Whether the owner's methods (`dev_*`) are served. */
  ownerRpc: boolean;
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
  /** Files that the chain comes from and goes to; absent: none. */
  stateFiles?: StateFilesConfig;
  /** The world that a new chain begins with, where there is one. */
  world?: WorldConfig | undefined;
  log: {
    filters: readonly string[];
    detailed: boolean;
    color: boolean;
    format: "human" | "json";
    reloading: boolean;
  };
}

/** What a fork goes on from. */
export type ForkOrigin = ForkOfNode | ForkOfCopy | ForkOfFile;

/** A fork whose state lies on another node, and is read as far as it is used. */
export interface ForkOfNode {
  readonly kind: "node";
  readonly block: ForkedBlock;
  readonly remote: RemoteOptions;
  /** The directory of what was read of the block's state. */
  readonly cache: string;
  /** Where other forks keep that. */
  readonly caches?: readonly string[];
  /** Messages that the node was sent to choose the block. */
  readonly requests: number;
  /** The state file that it was told of by, which it begins with. */
  readonly state?: string | undefined;
  /** A copy of the database of another such fork, which this one goes on from. */
  readonly copy?: CopiedDatabase | undefined;
}

/** A fork that began with a copy of a database. */
export interface ForkOfCopy {
  readonly kind: "database";
  readonly block: BlockId;
  readonly copy: CopiedDatabase;
}

export interface CopiedDatabase {
  /** The database that was copied. */
  readonly source: string;
  /** The copy that waits to become the chain's database; undefined where that is there already. */
  readonly waiting: string | undefined;
  /** The block that the chain is to be moved to when it is opened. */
  readonly head: Hex | undefined;
}

/** A fork that begins with a state file, or with the genesis of a raw specification. */
export interface ForkOfFile {
  readonly kind: "file";
  readonly path: string;
  /** Whether it is a state file. */
  readonly isState: boolean;
}

export interface StateFilesConfig {
  /** Fills an empty database; an optional one may be absent, and gives way to a chain that is there. */
  readonly load:
    | {
        readonly path: string;
        readonly optional: boolean;
        /** Whether its chain may be any: a fork goes on with it. */
        readonly anyChain?: boolean;
        /** A database that the file was loaded into before, if there is one: what begins on a disk begins with its copy. */
        readonly loaded?: string | undefined;
        /** The world that it holds, where it was kept of one. */
        readonly world?: WorldId | undefined;
      }
    | undefined;
  /** Written at the end and every so many milliseconds, with or without the blocks before. */
  readonly save: { readonly path: string; readonly interval: number | undefined; readonly blocks: boolean } | undefined;
}

/** Which world it is, whatever the rules and the version of this program. */
export interface WorldId {
  /** The name of a known world, or the path of a file. */
  readonly source: string;
  /** Of that name, or of what the file holds. */
  readonly digest: string;
}

/** A world that a new chain begins with. */
export interface WorldConfig extends WorldId {
  /** What the file holds; undefined for a known world. */
  readonly text: string | undefined;
  /** Whether its validators and miners act. */
  readonly play: boolean;
  /** The rules under which what is kept was built. */
  readonly rules: BuildName;
  /** The state file that it is kept in for the next start. */
  readonly kept: string | undefined;
  /** The database that a large one is kept in besides. */
  readonly loaded: string | undefined;
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
  /** Nobody is listened for, and nobody looked for. */
  alone: boolean;
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
