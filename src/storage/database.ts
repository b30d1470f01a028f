import type { Hex, StateKey } from "../lib/bytes.ts";
import type { Justification } from "../primitives/block.ts";
import type { BlockStore } from "./blocks/block-store.ts";
import type { Gap } from "./blocks/gap.ts";
import type { BlockId } from "./blocks/pointers.ts";
import type { ChainIntake } from "./chain-intake.ts";
import type { ChainView } from "./chain-view.ts";
import type { StorageError } from "./errors.ts";
import type { PruningModes, RequestedPruning } from "./pruning.ts";
import type { TrieOverlay } from "./state/overlay.ts";
import type { ParentState } from "./state/parent-state.ts";
import type { StateIntake } from "./state/state-intake.ts";
import type { ForkHead } from "./take-differences.ts";
import type { BlockOfState, ProvenBlock } from "./take-state.ts";
import type { Trie } from "./trie/trie.ts";

/** A block with what it changed, to be stored. */
export interface NewBlock {
  readonly hash: Hex;
  /** SCALE; names the parent, the number and the state root. */
  readonly header: Uint8Array;
  readonly body: readonly Uint8Array[];
  /** The changes, over the state of the parent. */
  readonly overlay: TrieOverlay;
  /** It becomes the best block. */
  readonly best: boolean;
  /** It becomes final at once, with all blocks before it. Implies `best`. */
  readonly finalized?: boolean;
  readonly justifications?: readonly Justification[];
  /** What others keep, in the same write: name to bytes, undefined to remove. */
  readonly extra?: ReadonlyMap<string, Uint8Array | undefined>;
}

/** Block 0. */
export interface NewGenesis {
  readonly hash: Hex;
  readonly header: Uint8Array;
  /** Keys and values of the top trie, without the roots of child tries. */
  readonly entries: Iterable<readonly [StateKey, Uint8Array]>;
  readonly childEntries?: Iterable<readonly [StateKey, Iterable<readonly [StateKey, Uint8Array]>]>;
  /** The top trie of these entries, roots of child tries included, where it was made already; else it is made. */
  readonly trie?: Trie;
  /** What others keep, in the same write: name to bytes. */
  readonly extra?: ReadonlyMap<string, Uint8Array>;
}

/** What is kept of a block's finality, in the same write. */
export interface FinalityRecords {
  readonly justification?: Justification | undefined;
  /** What others keep: name to bytes, undefined to remove. */
  readonly extra?: ReadonlyMap<string, Uint8Array | undefined>;
}

/** What became of blocks when one was finalized. */
export interface Finalization {
  /** The blocks that became final, oldest first. */
  readonly finalized: readonly Hex[];
  /** The blocks of branches that lost: of them stay the headers, and what the pruning modes keep. */
  readonly dropped: readonly Hex[];
}

/** How the best chain changed when the chain was moved. */
export interface ChainMove {
  /** The blocks that left it, newest first. */
  readonly retracted: readonly Hex[];
  /** The blocks that came onto it, oldest first. */
  readonly enacted: readonly Hex[];
}

/** What can be asked of a chain as it is stored. All answers are synchronous. */
export interface DatabaseReader extends Omit<BlockStore, "fields"> {
  /** Undefined before `initialise`. */
  readonly genesisHash: Hex | undefined;
  best(): BlockId;
  finalized(): BlockId;
  /** The state of every block on the finalized chain from this number on is kept. */
  oldestState(): number;
  /** The body of every block on the finalized chain from this number on is kept. */
  oldestBody(): number;
  /** What is kept of states and blocks. It was chosen when the database was made; a number may have changed since. */
  pruning(): PruningModes;
  /** The blocks that are missing under a state that was taken in; undefined when none are. */
  gap(): Gap | undefined;
  numberOf(hash: Hex): number | undefined;
  /** The hash of a block's parent; undefined when the block is not known. */
  parentHash(hash: Hex): Hex | undefined;
  /** Whether a block lies on the best chain. */
  isCanonical(hash: Hex): boolean;
  /** The blocks that are not final and have no child, or the last final one; the best first. */
  leaves(): Hex[];
  /** The children of a block that are known and, for a block before the last final one, on the final chain. */
  children(hash: Hex): Hex[];
  getExtra(name: string): Uint8Array | undefined;
  /** The state of a block, undefined when the block is unknown or its state is not kept any more. */
  stateAt(hash: Hex): ParentState | undefined;
  /** Changes over the state of a block. */
  overlayAt(hash: Hex): TrieOverlay | undefined;
  /**
   * The trie nodes that show these keys (of the top trie, or of a child trie) under the state root of a block;
   * undefined when its state is not kept. Rust: sc-client-api `ProofProvider::read_proof`, `read_child_proof`.
   */
  proofAt(hash: Hex, keys: readonly StateKey[], child?: StateKey): Uint8Array[] | undefined;
}

/**
 * The chain as it is stored. Each change counts from the moment it is called and is on disk once its promise is
 * fulfilled: tell nobody of a block before. After a failed write the process must end.
 * All changes must come from one writer, one after the other.
 */
export interface Database extends DatabaseReader {
  /**
   * Stores block 0; only in an empty database.
   * @throws StorageError when the header's state root is not the root of the entries.
   */
  initialise(genesis: NewGenesis): Promise<void>;
  /** Begins to take a chain from elsewhere into an empty database. @throws StorageError (`misuse`) */
  takeChain(): Promise<ChainIntake>;
  /** The chain as it is on disk now: all changes whose promises are fulfilled, and perhaps later ones. */
  view(): Promise<ChainView>;
  /**
   * Makes all changes of some work one write, synced to disk: a crash leaves all of them or none. Until the promise is
   * fulfilled their own promises say nothing of the disk. Changes that were made are written when the work throws, too.
   */
  together<T>(work: () => Promise<T>): Promise<T>;
  /**
   * The same, but fulfilled when the work is done, so that other work may begin while this one's changes are on their way.
   * `onDisk` says that the disk has them; what began later reaches it later.
   */
  togetherAhead<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly onDisk: Promise<void> }>;
  /**
   * Stores a block and its state in one write, synced to disk.
   * @throws StorageError when its parent's state is not open for new blocks, or its header's state root is not the overlay's.
   */
  commitBlock(block: NewBlock): Promise<Finalization>;
  /** Makes a known block the best one. */
  setHead(hash: Hex): Promise<void>;
  /**
   * Makes a block and all before it final: their changes go into the flat state, what they replaced into the history,
   * blocks of other branches are dropped, old states and bodies are pruned. Where the best block was on a branch that lost, the
   * highest one that descends from the final block is the best then.
   * For the last final block: what was pinned when it became final is pruned.
   */
  finalize(hash: Hex, records?: FinalityRecords): Promise<Finalization>;
  /**
   * Makes a block the best and the last final one, wherever it is: open, final before the last final one, or left by an
   * earlier move. For the owner of a development chain: elsewhere what is final stays. One write, whose cost grows with the
   * blocks and the keys between, not with the state.
   *
   * Blocks that are left, open ones and final ones that are taken back, keep header, body and state, whatever the pruning
   * modes say, so that the chain can move there again; no block is open afterwards. They are forgotten once the state of the
   * final block that their branch begins on is: pinning one keeps that. Nothing is pruned by the move itself. States that
   * were handed out go on answering for their block, or reading them throws a StorageError (`gone`).
   * @param extra what others keep, in the same write: name to bytes, undefined to remove.
   * @throws StorageError; nothing is changed then. `misuse`: the block is not known, or lies in a gap and was not fetched.
   * `gone`: its state, or that of a block that its branch lies on, is not kept: pruned, dropped when another branch became
   * final, or before a state that was taken in.
   */
  moveTo(hash: Hex, extra?: ReadonlyMap<string, Uint8Array | undefined>): Promise<ChainMove>;
  /** Keeps bytes under a name, outside of any block. */
  putExtra(extra: ReadonlyMap<string, Uint8Array | undefined>): Promise<void>;
  addJustification(hash: Hex, justification: Justification): Promise<void>;

  /**
   * Goes on from a block of the same fork that was made elsewhere: only while there is none after the block that it stands on.
   * @throws StorageError (`misuse`) when there is, or the state is not the one of the header; nothing is changed then
   */
  takeDifferences(head: ForkHead): Promise<void>;
  /**
   * Begins to take in the whole state of a block; what is there stays in use. A crash leaves the chain without it. One at a
   * time.
   */
  takeState(): Promise<StateIntake>;
  /**
   * Makes a block the best and final one, with the state that was taken in and built; only over a genesis block. States
   * that were handed out before cannot be read any more (`gone`).
   * @throws StorageError (`misuse`) when the state is not the one of the header
   */
  useState(block: BlockOfState): Promise<void>;
  /**
   * Stores blocks under a state that was taken in, without executing them: the next ones of the gap, newest first, each
   * the parent of the one before.
   * @throws StorageError (`misuse`) for other blocks
   */
  commitHistory(blocks: readonly ProvenBlock[], extra: ReadonlyMap<string, Uint8Array | undefined>): Promise<void>;

  /** Stores the number of a pruning mode that the user changed, once it is sure that this database was meant. */
  storePruning(): Promise<void>;
  /**
   * Lets a block be read until it is let go, whatever pruning says: its state, body and justifications. What was
   * pruned before does not come back.
   * @returns lets it go.
   */
  pin(hash: Hex): () => void;
  /**
   * Takes the newest blocks of the best chain back, final ones too as far as history reaches.
   * @returns how many were taken back: less than asked for at the end of the history.
   */
  revert(count: number): Promise<number>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** The directory, or undefined to keep everything in memory. */
  readonly path?: string;
  /** What is kept, as far as the user says so: it must agree with what the database was made with. */
  readonly pruning?: RequestedPruning;
  /** Other threads of this process read the database too (see read-only.ts). */
  readonly shared?: boolean;
  /** For repair: blocks after the last final one whose stored state is damaged are dropped instead of being an error. */
  readonly dropDamaged?: boolean;
  /**
   * Told once when the database can go on no more: a write failed, a read failed, or what was read is damaged. Nothing
   * is written after it, and the process must end.
   */
  onFatal?(error: StorageError): void;
}
