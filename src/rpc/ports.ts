import type { DevApi } from "../dev/api.ts";
import type { Hex } from "../lib/bytes.ts";

/** What the RPC asks of the node besides the chain. `src/node` fills it in. */
export interface NodePort {
  /** The implementation: `system_name`. */
  readonly name: string;
  /** The implementation's version: `system_version`. */
  readonly version: string;
  readonly spec: {
    /** `system_chain`: "Bittensor" on every network. */
    readonly name: string;
    /** "Live", "Development", "Local" or `{ Custom }`. */
    readonly chainType: unknown;
    /** `system_properties`: ss58Format, tokenDecimals, tokenSymbol. */
    readonly properties: Readonly<Record<string, unknown>>;
  };
  readonly roles: readonly ("Full" | "Authority")[];
  /** Both states and bodies of all blocks are kept: the archive methods are served. */
  readonly archive: boolean;
  readonly network: NetworkPort;
  readonly keystore?: KeystorePort;
  readonly offchain?: OffchainPort;
  readonly logging?: LoggingPort;
  /** What the owner of a development chain may do; absent on every other node. */
  readonly dev?: DevApi | undefined;
  /** Whether the node has a fault that ends it: it is not healthy then. */
  failed?(): boolean;
  /** Told of what the operator should know: a connection dropped, a method that broke. */
  warn?(text: string): void;
}

export interface PeerView {
  readonly peerId: string;
  readonly roles: string;
  readonly bestHash: Hex;
  readonly bestNumber: number;
}

export interface NetworkPort {
  readonly localPeerId: string;
  /** Whether boot nodes are known: a node without peers is then not healthy. */
  readonly shouldHavePeers: boolean;
  listenAddresses(): readonly string[];
  peers(): readonly PeerView[];
  isSyncing(): boolean;
  /** The number of the block that this run started from, and the highest that a peer has told of. */
  syncState(): { readonly starting: number; readonly highest: number };
  reservedPeers(): readonly string[];
  /** @throws Error with what is wrong with the address. */
  addReservedPeer(address: string): void;
  /** @throws Error with what is wrong with the id. */
  removeReservedPeer(peerId: string): void;
  state(): unknown;
}

export interface KeystorePort {
  /** @param keyType four characters. @throws Error when the key cannot be stored. */
  insert(keyType: string, suri: string, publicKey: Uint8Array): void;
  has(publicKey: Uint8Array, keyType: string): boolean;
  /** Makes new session keys by the rules of the best block; gives the public ones. @throws Error with why there are none */
  rotate(): Promise<Uint8Array>;
}

/** The persistent offchain storage. */
export interface OffchainPort {
  get(key: Uint8Array): Uint8Array | undefined;
  set(key: Uint8Array, value: Uint8Array): void;
  clear(key: Uint8Array): void;
}

export interface LoggingPort {
  addFilter(directives: string): void;
  resetFilter(): void;
}
