import type { StateKey } from "../../lib/bytes.ts";
import type { Removal } from "../../primitives/state.ts";

/** The layout of a trie's values: 0 holds them in their nodes, 1 has those of 33 bytes and more beside them. */
export type StateVersion = 0 | 1;

/** One space of the state, the top one or a child's, as programs read and write it. */
export interface HostSpace {
  get(key: StateKey): Uint8Array | undefined;
  put(key: StateKey, value: Uint8Array): void;
  delete(key: StateKey): void;
  nextKey(key: StateKey): StateKey | undefined;
  /** @param limit of keys of the state below; undefined for all */
  clearPrefix(prefix: StateKey, limit: number | undefined, from: StateKey | undefined): Removal;
  root(version: StateVersion): Uint8Array;
}

/** The state of one call. Rust: `sp_state_machine: ext.rs Ext` */
export interface HostState extends HostSpace {
  append(key: StateKey, value: Uint8Array): void;
  child(id: StateKey): HostSpace;
  begin(): void;
  /** @throws Trap when the call has opened none */
  commit(): void;
  /** @throws Trap when the call has opened none */
  rollback(): void;
}

export type KeyAlgorithm = "sr25519" | "ed25519" | "ecdsa";

/** The keys of the node, by the four characters of their type. Rust: `sp_keystore: Keystore` */
export interface HostKeystore {
  publicKeys(algorithm: KeyAlgorithm, type: string): readonly Uint8Array[];
  /** A new key, of the seed where one is given. @throws Trap for a seed that is none */
  generate(algorithm: KeyAlgorithm, type: string, seed: string | undefined): Uint8Array;
  /** Undefined when the key is not here. @param message of ecdsa it may be its hash already */
  sign(
    algorithm: KeyAlgorithm,
    type: string,
    publicKey: Uint8Array,
    message: Uint8Array,
    isHash: boolean,
  ): Uint8Array | undefined;
}

/** What an offchain worker may do. Rust: `sp_core: offchain/mod.rs Externalities`, `DbExternalities` */
export interface HostOffchain {
  isValidator(): boolean;
  /** By what others reach this node: the bytes of its peer id, and its addresses as text. */
  networkState(): { readonly peerId: Uint8Array; readonly addresses: readonly string[] };
  /** Peers to keep connections with, and whether to no one else. @param peers the bytes of their ids */
  setAuthorizedNodes(peers: readonly Uint8Array[], onlyThese: boolean): void;
  /** ms since 1970 */
  timestamp(): bigint;
  sleepUntil(deadline: bigint): void;
  randomSeed(): Uint8Array;
  /** @returns whether the pool took it */
  submitTransaction(extrinsic: Uint8Array): boolean;
  /** Kept by this node alone, outside the state. */
  readonly storage: {
    get(kind: number, key: Uint8Array): Uint8Array | undefined;
    set(kind: number, key: Uint8Array, value: Uint8Array): void;
    clear(kind: number, key: Uint8Array): void;
    /** @returns whether the old value was there */
    compareAndSet(kind: number, key: Uint8Array, old: Uint8Array | undefined, value: Uint8Array): boolean;
  };
  readonly http: HostHttp;
}

/** Requests of an offchain worker. Deadlines are ms since 1970. Rust: `sp_core: offchain/mod.rs Externalities::http_*` */
export interface HostHttp {
  /** Undefined when it cannot be started. */
  start(method: string, uri: string, meta: Uint8Array): number | undefined;
  addHeader(id: number, name: string, value: string): boolean;
  /** An empty chunk ends the request. */
  writeBody(id: number, chunk: Uint8Array, deadline: bigint | undefined): "ok" | HttpFault;
  /** One for each: the status code, or why there is none. */
  wait(ids: readonly number[], deadline: bigint | undefined): readonly (number | "deadline" | "io" | "invalid")[];
  headers(id: number): readonly (readonly [Uint8Array, Uint8Array])[];
  /** How many bytes were written into the buffer; 0 at the end. */
  readBody(id: number, into: Uint8Array, deadline: bigint | undefined): number | HttpFault;
}

export type HttpFault = "deadline" | "io" | "invalid";

/** What a call of a program may use of its node. What is absent was not given to this call: the function traps. */
export interface Host {
  readonly state: HostState;
  readonly keystore?: HostKeystore;
  readonly offchain?: HostOffchain;
  /** Writes outside the state that a block makes for offchain workers. */
  setOffchainIndex?(key: Uint8Array, value: Uint8Array | undefined): void;
  /** The encoded version of another program; undefined when it has none. Rust: `sp_core: traits.rs ReadRuntimeVersion` */
  versionOf?(code: Uint8Array): Uint8Array | undefined;
  /** Bytes of the proof so far, where one is recorded. */
  proofSize?(): number;
  log(level: number, target: string, message: string): void;
  /** 0 for nothing to 5 for all. */
  readonly logLevel: number;
}
