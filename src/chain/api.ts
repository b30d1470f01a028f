import type { Hex } from "../lib/bytes.ts";
import type { StateReader } from "../primitives/state.ts";

/** What the RPC server, the network and tools may ask of the chain. Nothing else of `chain/` is theirs to import. */
export interface ChainApi {
  readonly genesisHash: Hex;
  bestHash(): Hex;
  finalizedHash(): Hex;
  /** Encoded header; undefined for an unknown block. */
  header(hash: Hex): HeaderView | undefined;
  /** The extrinsics of a block, each with its length prefix. */
  body(hash: Hex): readonly Uint8Array[] | undefined;
  justifications(hash: Hex): readonly (readonly [engine: Hex, bytes: Uint8Array])[] | undefined;
  /** Lets a block's state, body and justifications be read until it is let go, whatever pruning says. Gives what lets it go. */
  pin(hash: Hex): () => void;
  /** The block of that number on the best chain. */
  hashOfNumber(number: number): Hex | undefined;
  /** The blocks known above the finalized one, parents first. */
  unfinalized(): readonly Hex[];
  /** The state after a block: "unknown" for an unknown block, "discarded" for a pruned one. */
  stateAt(hash: Hex): StateReader | "unknown" | "discarded";
  /** Keys of a child trie: id without prefix. */
  childStateAt(hash: Hex, id: string): StateReader | "unknown" | "discarded";
  /** A proof of the keys against the state root of a block: trie nodes. A promise for a block of the past. */
  proof(question: {
    readonly hash: Hex;
    readonly keys: readonly string[];
    readonly child?: string | undefined;
    /** Whose question it is: where questions wait, callers take turns. */
    readonly caller?: object;
  }): Soon<readonly Uint8Array[] | "unknown" | "discarded">;
  /**
   * The compact nodes that show about so many bytes of all entries of a block's state after a key (of a child trie: its
   * place and its key); none for a range that begins nowhere. A promise where another thread looks.
   */
  stateRange(question: {
    readonly hash: Hex;
    readonly start: readonly string[];
    readonly limit: number;
    /** Whose question it is: where questions wait, callers take turns. */
    readonly caller?: object;
  }): Soon<readonly Uint8Array[] | "unknown" | "discarded">;
  /**
   * The reference (hash, or the encoded node when shorter than 32 bytes) of the trie node that is nearest below or at a
   * key: it changes whenever a value under that prefix does. Undefined when no key starts with the prefix.
   */
  closestMerkleValue(question: {
    readonly hash: Hex;
    readonly key: string;
    readonly child?: string | undefined;
    readonly caller?: object;
  }): Soon<Uint8Array | undefined | "unknown" | "discarded">;
  /**
   * Runs a runtime API method on the state after a block; its changes are thrown away.
   * @param caller whose call it is: where calls wait, callers take turns.
   * @throws RuntimeCallError (as a rejection)
   */
  call(hash: Hex, method: string, args: Uint8Array, caller?: object): Promise<Uint8Array>;
  /**
   * The trie nodes that show all that such a call reads: whoever knows only the state root can make it with them.
   * @returns undefined where the call reads the root itself
   * @throws RuntimeCallError (as a rejection)
   */
  callProof(hash: Hex, method: string, args: Uint8Array, caller?: object): Promise<readonly Uint8Array[] | undefined>;
  /** Stands for what executes the block after this one: the same object for the same rules. Undefined without a state. */
  rulesAt(hash: Hex): object | undefined;
  readonly pool: PoolApi;
  readonly events: ChainEvents;
  /** Only with `--sealing`: makes a block now. */
  readonly sealing?: SealingApi;
}

/** At once, or by and by. */
export type Soon<T> = T | Promise<T>;

export interface HeaderView {
  readonly hash: Hex;
  readonly number: number;
  readonly parentHash: Hex;
  readonly stateRoot: Hex;
  readonly extrinsicsRoot: Hex;
  /** Encoded digest items. */
  readonly digest: readonly Uint8Array[];
  readonly encoded: Uint8Array;
}

/** A runtime call that could not be answered. `kind` tells clients' error texts apart. */
export class RuntimeCallError extends Error {
  readonly kind: "no-such-method" | "bad-arguments" | "failed" | "not-built" | "unknown-block" | "discarded";
  constructor(kind: RuntimeCallError["kind"], message: string) {
    super(message);
    this.name = "RuntimeCallError";
    this.kind = kind;
  }
}

/** Stops what was listened to. */
export type Unsubscribe = () => void;

export interface ChainEvents {
  /** A block was imported (best or not). */
  onImported(listener: (block: { readonly hash: Hex; readonly isNewBest: boolean }) => void): Unsubscribe;
  /** The best block changed; `retracted` left the best chain (newest first), `enacted` joined it (oldest first). */
  onBest(
    listener: (change: {
      readonly hash: Hex;
      readonly retracted: readonly Hex[];
      readonly enacted: readonly Hex[];
    }) => void,
  ): Unsubscribe;
  /** Blocks became final, oldest first; `pruned` are the forks that ended. */
  onFinalized(
    listener: (change: { readonly hashes: readonly Hex[]; readonly pruned: readonly Hex[] }) => void,
  ): Unsubscribe;
  /**
   * The owner of a development chain moved its head to another block, which is best and final: nothing that was told
   * before is so any more. Told before the best and the final block are.
   */
  onRewound(listener: (head: { readonly hash: Hex }) => void): Unsubscribe;
}

/** What happens to a watched transaction, in the words of the original's pool. */
export type TransactionStatus =
  | { readonly type: "future" | "ready" | "dropped" | "invalid" }
  | { readonly type: "broadcast"; readonly peers: readonly string[] }
  | {
      readonly type: "inBlock" | "retracted" | "finalized" | "finalityTimeout" | "usurped";
      readonly hash: Hex;
      readonly index?: number;
    };

/** Why the pool does not take a transaction; `code` is the JSON-RPC code (node-map B.5), `data` its data text. */
export class PoolError extends Error {
  readonly code: number;
  readonly data: string | undefined;
  constructor(code: number, message: string, data?: string) {
    super(message);
    this.name = "PoolError";
    this.code = code;
    this.data = data;
  }
}

export interface PoolApi {
  /** Takes a transaction; gives its hash (blake2b-256 of its bytes). @throws PoolError */
  submit(bytes: Uint8Array): Promise<Hex>;
  /** The same, told of everything that happens to it until it is final, invalid or dropped. @throws PoolError */
  submitAndWatch(
    bytes: Uint8Array,
    listener: (status: TransactionStatus) => void,
  ): Promise<{ readonly hash: Hex; readonly unwatch: Unsubscribe }>;
  /** Ready transactions in the order in which they would be taken into a block; not those that wait for others. */
  pending(): readonly Uint8Array[];
  /** Removes transactions and what depends on them; gives the hashes removed. */
  remove(hashes: readonly Hex[]): readonly Hex[];
  /** The next nonce of an account with what waits in the pool. */
  nextIndex(account: Hex): Promise<number>;
  status(): { readonly ready: number; readonly future: number };
}

export interface CreatedBlock {
  readonly hash: Hex;
  readonly isNewBest: boolean;
  readonly proofSize: number;
}

/** Why a block was not sealed; `code` is that of the original's manual seal: 10000 stopping, 11000 import, 12000 empty pool, ... */
export class SealingError extends Error {
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.name = "SealingError";
    this.code = code;
  }
}

/** Manual sealing. Both throw SealingError. */
export interface SealingApi {
  createBlock(options: {
    readonly createEmpty: boolean;
    readonly finalize: boolean;
    readonly parentHash?: Hex;
  }): Promise<CreatedBlock>;
  finalizeBlock(hash: Hex): Promise<boolean>;
}
