import type { Hex } from "../lib/bytes.ts";
import type { Extrinsic } from "../primitives/extrinsic.ts";
import type { Header } from "../primitives/header.ts";
import type { ShieldedValue } from "../primitives/shielded-transaction.ts";
import type { StateOverlay, StateReader } from "../primitives/state.ts";
import type { TransactionSourceName, ValidityErrorValue, ValidTransactionValue } from "../primitives/validity.ts";
import type { TrieAnswer, TrieQuestion } from "../storage/trie-question.ts";

/**
 * What executes the rules of a chain, in the terms of its runtime API. The chain, the pool and the RPC know nothing of the
 * rules but this. An engine answers by promises: it may run on another thread and wait there for what a state holds.
 */
export interface Engine {
  /**
   * Runs a runtime API method by its name on the wire (`Core_version`), arguments and answer in SCALE. What it writes is in
   * the overlay afterwards: the caller throws it away.
   * @throws EngineError
   */
  call(state: StateOverlay, method: string, args: Uint8Array): Promise<Uint8Array>;
  /**
   * `TaggedTransactionQueue_validate_transaction`: as if in the next block. The caller throws the overlay away.
   * @param at the block that left the state.
   */
  validateTransaction(
    state: StateOverlay,
    extrinsic: Extrinsic,
    source: TransactionSourceName,
    at: BlockPlace,
  ): Promise<Validity>;
  /**
   * `BlockBuilder_check_inherents` on the state of the parent, of which nothing stays.
   * @param data what the importer's node provides.
   * @throws EngineError when the check itself fails.
   */
  checkInherents(state: StateOverlay, block: BlockToExecute, data: InherentEntries): Promise<InherentObjections>;
  /**
   * `Core_execute_block` on the state of the parent: the overlay holds what the block changed afterwards.
   * @param rest awaited after each extrinsic by an engine that runs on the thread of the chain, which others need too.
   * @throws EngineError when it is not valid, or does not come out as its header says.
   */
  executeBlock(state: StateOverlay, block: BlockToExecute, rest: Rest): Promise<void>;
  /** `Core_initialize_block` on the state of the parent: the overlay holds what the block changes. @throws EngineError */
  openBlock(state: StateOverlay, start: BlockStart): Promise<OpenBlock>;
  /**
   * What the block breaks of what must hold in every state, in lines for people; none when all is well. Absent: these
   * rules cannot tell.
   */
  tryState?(block: TriedBlock): Promise<readonly string[]>;
}

/** A block that is made, on the state after its initialization. */
export interface OpenBlock {
  /** `BlockBuilder_inherent_extrinsics`: what goes in first, made of what the author's node provides. @throws EngineError */
  inherentExtrinsics(data: InherentEntries): Promise<readonly Extrinsic[]>;
  /**
   * `BlockBuilder_apply_extrinsic`. Of one that is not valid here nothing stays.
   * @throws EngineError when the rules cannot execute it; nothing of it stays either.
   */
  applyExtrinsic(extrinsic: Extrinsic): Promise<Applied>;
  /** `ShieldApi_try_decode_shielded_tx`: what an extrinsic carries encrypted; undefined when it carries nothing. */
  shieldedTransaction(extrinsic: Extrinsic): Promise<ShieldedValue | undefined>;
  /** `BlockBuilder_finalize_block`: the header, without a seal. @throws EngineError */
  finalizeBlock(): Promise<Header>;
}

/** Finds the engine of a state: which rules hold follows from its `:code`, so a block's engine is that of its parent. */
export interface Engines {
  /** @param block the one that left the state. */
  engineAt(block: Hex, state: StateReader): Engine;
}

/**
 * Engines on another thread, which read the database by themselves: for what would keep the thread of the chain too long.
 * What they do not take is asked of the engines here; where they take something, the answer is the same.
 */
export interface EnginesElsewhere {
  /**
   * Runs a runtime API method on the state after a block that is on disk.
   * @param caller whose call it is: callers take turns.
   * @returns undefined when it is to be asked here. @throws EngineError
   */
  call(block: Hex, method: string, args: Uint8Array, caller: object | undefined): Promise<Uint8Array | undefined>;
  /** Validates a transaction. @returns undefined when it is to be asked here. */
  validateTransaction(
    extrinsic: Extrinsic,
    source: TransactionSourceName,
    at: BlockPlace,
  ): Promise<Validity | undefined>;
  /**
   * What the trie of a block of the past tells, which must be made for the question.
   * @returns undefined when it is to be asked here. @throws EngineError
   */
  ofPastTrie(question: TrieQuestion, caller: object | undefined): Promise<TrieAnswer | undefined>;
  /**
   * The trie nodes that show all that a call reads; no `proof` where the call reads the root itself.
   * @param isPast whether the trie of the block's state must be made for it
   * @returns undefined when it is to be asked here. @throws EngineError
   */
  proveCall(
    block: Hex,
    method: string,
    args: Uint8Array,
    isPast: boolean,
    caller: object | undefined,
  ): Promise<{ readonly proof: TrieAnswer | undefined } | undefined>;
  /** Ends the thread; what waits for an answer gets none. */
  stop(): Promise<void>;
}

export interface BlockPlace {
  readonly hash: Hex;
  readonly number: number;
}

type Body = readonly Extrinsic[];

/** A block whose execution is asked for. */
export interface BlockToExecute {
  /** Without the seal. */
  readonly header: Header;
  readonly body: Body;
  /** Its hash, of the header with the seal, where that is known. */
  readonly hash?: Hex;
}

/** A block that was executed: the states before and after it, and its extrinsics. */
export interface TriedBlock {
  /** May be written over. */
  readonly before: StateOverlay;
  readonly after: StateOverlay;
  /** Without the seal. */
  readonly header: Header;
  readonly body: Body;
}

export interface BlockStart {
  readonly parent: BlockPlace;
  /** Encoded pre-runtime digest items. */
  readonly digest: readonly Uint8Array[];
}

/** Inherent data: identifier of eight characters (`timstap0`) to encoded value. */
export type InherentEntries = ReadonlyMap<string, Uint8Array>;

/** What is wrong with a block's inherents: identifier to encoded error. Empty when nothing is. */
export type InherentObjections = ReadonlyMap<string, Uint8Array>;

/** Lets others go on when it is their turn; at once otherwise. */
export type Rest = () => Promise<void>;

/** What came of applying an extrinsic: it is in the block, whether or not its call failed, or it is not valid there. */
export type Applied = "applied" | { readonly refused: ValidityErrorValue };

/**
 * What the rules say of a transaction. `notBuilt` names the call that the engine does not have; `failed`: no answer, in the
 * words that clients of the original read, and the `defect` of the engine where there is one.
 */
export type Validity =
  | { readonly type: "valid"; readonly value: ValidTransactionValue }
  | { readonly type: "invalid"; readonly reason: ValidityErrorValue }
  | { readonly type: "notBuilt"; readonly what: string }
  | { readonly type: "failed"; readonly why: string; readonly defect?: unknown };

/**
 * Why an engine gives no answer. `not-built`: the engine lacks what it takes, which says nothing about the block or call.
 * `failed`: the rules trap, or the block is not right. `interrupted`: what was at it was ended from outside, since it took
 * too long; of a block that was being made nothing is left.
 */
export class EngineError extends Error {
  override name = "EngineError";
  readonly kind: "no-such-method" | "bad-arguments" | "failed" | "not-built" | "interrupted";
  constructor(kind: EngineError["kind"], message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.kind = kind;
  }
}
