import type { Step } from "../chain/step.ts";
import type { Hex, StateKey } from "../lib/bytes.ts";
import type { ChainTypes } from "../metadata/chain-types.ts";
import type { StateReader } from "../primitives/state.ts";
import type { CallValue } from "../runtime/frame/calls.ts";
import type { ParentState } from "../storage/state/parent-state.ts";
import type { EncodedCall } from "./call-runner.ts";
import type { Asked } from "./prefetch.ts";
import type { BuildMode } from "./production.ts";

export type { BuildMode, EncodedCall };

/** A call with the origin that it is dispatched with: root, or an account that need not sign. */
export interface OwnedCall {
  readonly origin: "root" | Hex;
  readonly call: CallValue;
}

/**
 * What builds a world, or changes a state by the rules' own calls: each call is an extrinsic of a real block, made by the
 * chain's sudo key, so that exported blocks replay anywhere.
 */
export interface CallRunner {
  /**
   * Dispatches calls in their order, in as few blocks as they fit into.
   * @returns the last block that was made
   * @throws UserError with the first call that failed and why; the chain is as it was then, or the error says which blocks stay
   */
  run(calls: readonly OwnedCall[]): Promise<Hex>;
  /** Makes empty blocks. @returns the last one */
  mine(count: number): Promise<Hex>;
}

/** Blocks that are asked for. */
export interface NewBlocks {
  /** How many; 1 unless `to` says otherwise. */
  readonly count?: number | undefined;
  /** The number that the last one is to have. */
  readonly to?: number | undefined;
  /** ms between two of them; one slot when not given. */
  readonly spacing?: bigint | undefined;
  /** Extrinsics, with their length in front, of the first block; the pool's go into none of the blocks then. */
  readonly transactions?: readonly Uint8Array[] | undefined;
  /** Whether they are final at once; yes unless said otherwise. */
  readonly finalize?: boolean | undefined;
}

/** A moment of Bittensor's time. */
export type Moment =
  /** A block number. */
  | { readonly until: "block"; readonly number: number }
  /** A subnet's next epoch, or the one after `count` of them. */
  | { readonly until: "epoch"; readonly netuid: number; readonly count?: number | undefined }
  /** A neuron may be pruned. */
  | { readonly until: "immunityEnd"; readonly netuid: number; readonly uid: number }
  /** A hotkey's waiting children are set. */
  | { readonly until: "children"; readonly netuid: number; readonly hotkey: Hex }
  /** A hotkey's oldest commit of weights may be revealed. */
  | { readonly until: "reveal"; readonly netuid: number; readonly hotkey: Hex }
  /** A subnet's lease ends. */
  | { readonly until: "leaseEnd"; readonly lease: number }
  /** Blocks create half as much TAO from here on. */
  | { readonly until: "halving" }
  /** The next block takes an extrinsic: a cooldown or a rate limit is over, for one. */
  | { readonly until: "allowed"; readonly tried: Tried };

/** Where a moment lies. */
export interface Landing {
  readonly number: number;
  /** The time of that block, ms since 1970. */
  readonly moment: bigint;
}

/** Something that an account is given out of nothing, rao. */
export type Deal =
  | { readonly account: Hex; readonly tao: bigint }
  | { readonly coldkey: Hex; readonly hotkey: Hex; readonly netuid: number; readonly alpha: bigint };

/** Weights of a neuron, in any unit: the largest becomes 65535. */
export interface NewWeights {
  readonly netuid: number;
  readonly hotkey: Hex;
  readonly weights: readonly (readonly [uid: number, weight: number])[];
  /** Which of the subnet's mechanisms; the first one when not given. */
  readonly mechanism?: number | undefined;
}

/** When a call passes that may be refused now. */
export interface Allowed {
  /** The first block in which it passes, and its time; undefined when none is found. */
  readonly block: Landing | undefined;
  /** What refuses it in the next block; undefined when nothing does. */
  readonly refusedBy: string | undefined;
}

/** What an extrinsic would do in the next block, of which nothing stays. */
export interface DryRun {
  /** Why it is not valid there (`invalid`), or why its call failed; undefined when all is well. */
  readonly failure: { readonly kind: "invalid" | "failed"; readonly why: string } | undefined;
  /** What it changed in state: undefined for what it removed. */
  readonly changes: ReadonlyMap<StateKey, Uint8Array | undefined>;
  readonly events: ReturnType<ChainTypes["decodeEvents"]>;
}

/** A block that is run without being kept. */
export interface BlockToRun {
  /** Its number, which is the one after its parent's. */
  readonly number: number;
  /** Encoded digest items; of those only what was there before its execution counts. */
  readonly digest: readonly Uint8Array[];
  /** Inherents first. */
  readonly extrinsics: readonly Uint8Array[];
}

/** A step of a block's execution: an extrinsic by its index, or what comes before and after them. */
export interface RanPhase {
  readonly phase: "Initialization" | "Finalization" | number;
  /** What it changed in state: undefined for what it removed. */
  readonly changes: ReadonlyMap<StateKey, Uint8Array | undefined>;
}

/** An extrinsic, or a call of an account that need not sign. */
export type Tried = { readonly extrinsic: Uint8Array } | { readonly call: Uint8Array; readonly account: Hex };

/**
 * What the owner of a development chain may do with it. Whatever changes the chain or its clock is refused while peers are
 * connected, and done in the order of the requests, one after the other: what takes several blocks has none between them.
 * Errors that the caller can cause are UserErrors: one line, and the chain is as it was. Where it does not go back (under Aura), the
 * error of what takes several blocks says which of them stay. Blocks that `newBlocks` and `until` made before an error stay.
 */
export interface DevApi {
  /** Makes blocks. @returns the last one */
  newBlocks(blocks: NewBlocks): Promise<Hex>;
  /** The time of the next block, ms since 1970, and the length of a slot, ms. */
  time(): Promise<{ readonly next: bigint; readonly slot: bigint }>;
  /**
   * Gives the next block a time.
   * @param moment ms since 1970; after the best block's
   * @returns the time that the next block will have: the start of the slot of that moment
   */
  timeTravel(moment: bigint): Promise<bigint>;
  mode(): BuildMode;
  /** Changes how blocks are made by themselves. */
  setMode(mode: BuildMode): Promise<void>;
  /** Makes a block the best and the final one. @param block its hash, its number on the best chain, or how many blocks it lies back when its turn comes */
  setHead(block: Hex | number | { readonly back: number }): Promise<Hex>;
  /**
   * Makes the best chain another one: blocks after the one that lies `depth` back, one more than there were, in time after them. What was in the
   * old ones waits in the pool again.
   * @returns the best block
   * @throws UserError when a block that would be left is final
   */
  reorganise(depth: number): Promise<Hex>;
  /**
   * Writes the chain to a state file on this machine.
   * @param blocks whether its blocks, older states and steps go along
   * @returns the block that it holds, and its size in bytes
   * @throws UserError when it cannot be written
   */
  dump(path: string, blocks: boolean): Promise<{ readonly hash: Hex; readonly number: number; readonly size: number }>;
  /**
   * Makes the state of the chain that of a state file, in a recorded step before a block.
   * @returns the block
   * @throws UserError when the file cannot be read, or holds child tries that differ
   */
  load(path: string): Promise<Hex>;
  /**
   * Makes where the chain is now the beginning of this run: what `reset` goes back to.
   * @param ahead how far the time of the next block is to lie after the earliest that it could have, ms
   */
  begin(ahead?: bigint): Promise<void>;
  /** How far the time of the next block lies after the earliest that it could have, ms. */
  ahead(): Promise<bigint>;
  /** Goes back to where this run began: block, clock and an empty pool. @returns the best block */
  reset(): Promise<Hex>;
  /** What waits in the pool, as a block would take it, then what waits for others. */
  pool(): { readonly ready: readonly Uint8Array[]; readonly waiting: readonly Uint8Array[] };
  /** Takes transactions, and those that depend on them, out of the pool; all when none is named. @returns the hashes of what went */
  dropTransactions(hashes?: readonly Hex[]): readonly Hex[];
  /** Remembers the chain as it is: block, clock and pool. @returns its number */
  snapshot(): Promise<number>;
  /** Goes to a snapshot, which stays. @returns the best block */
  revert(id: number): Promise<Hex>;
  /** @returns whether there was one */
  dropSnapshot(id: number): boolean;
  snapshots(): readonly { readonly id: number; readonly hash: Hex; readonly number: number }[];
  /**
   * Changes storage items directly, in a block of their own.
   * @param step or what gives it for the state after the best block, which nothing else changes until then
   * @returns the block; the best one when nothing is to be changed
   */
  setStorage(step: Step | ((state: StateReader, best: Hex) => Promise<Step>)): Promise<Hex>;
  /**
   * Gives TAO or alpha to anybody, beside what he has; issuance and all totals stay right.
   * @returns the block
   */
  deal(deal: Deal): Promise<Hex>;
  /** Makes a subnet, paid for and started. Rate limits and delays are set aside for it. */
  registerSubnet(owner: {
    readonly coldkey: Hex;
    readonly hotkey: Hex;
  }): Promise<{ readonly netuid: number; readonly block: Hex }>;
  /**
   * Registers a hotkey on a subnet, paid for, whatever was registered before. One that is there keeps its uid.
   * @throws UserError for another coldkey's hotkey, and for the root subnet; no block is made then
   */
  registerNeuron(neuron: {
    readonly netuid: number;
    readonly coldkey: Hex;
    readonly hotkey: Hex;
  }): Promise<{ readonly uid: number; readonly block: Hex }>;
  /** Sets the weights of a neuron, whatever rate limits, permits and commit-reveal say. @returns the block */
  setWeights(weights: NewWeights): Promise<Hex>;
  /** Dispatches calls with any origin, in their order: all of them or none. @returns the last block */
  dispatch(calls: readonly EncodedCall[]): Promise<Hex>;
  /** Applies an extrinsic in a block that is thrown away. @param at a block that is kept; the best one when not given */
  dryRun(tried: Tried, at?: Hex): Promise<DryRun>;
  /**
   * Runs a block after another one and tells what each step of it changed; nothing stays.
   * @param parent a block that is kept; the best one when not given
   */
  runBlock(block: BlockToRun, parent?: Hex): Promise<readonly RanPhase[]>;
  /** Finds the block in which an extrinsic passes, when nothing happens until then but that time goes by. */
  whenAllowed(tried: Tried): Promise<Allowed>;
  /** The block that a moment comes with, as far as the state says, and its time. @throws UserError when it never comes */
  landing(moment: Moment): Promise<Landing>;
  /** Calls off all blocks in a row that are being made; those that are made stay. @returns how many such runs there were */
  cancel(): number;
  /** Makes blocks until a moment, under unchanged rules. @returns the best block */
  until(moment: Moment): Promise<Hex>;
  /**
   * Makes blocks in a row one at a time from now on, each with what the pool has, and waits for this after each: for who acts on
   * every block. Undefined: not any more.
   */
  pace(by: (() => Promise<void>) | undefined): void;
  /**
   * Has a part of the state that a fork stands on in its cache, in few requests.
   * @param wishes `subnet:43`, `account:5F...`, `pallet:SubtensorModule`
   * @returns the keys that the other node was asked for, and the messages that it was sent; none of a chain that has its whole state
   */
  prefetch(wishes: readonly string[]): Promise<Asked>;
  /**
   * Leaves the chain root and one subnet, in a recorded step before a block: the others are in no list any more, and what
   * is kept of them stays unread.
   * @returns how many subnets went
   * @throws UserError when there is no such subnet
   */
  cutToSubnet(netuid: number): Promise<number>;
  /** Reads the chain's state for the owner. @throws UserError for what the chain refuses, as where a fork's remote does not answer */
  reading<T>(read: () => T): T;
  /** Names of calls and storage items, of the rules after the best block. */
  types(): Promise<ChainTypes>;
}

/** The state of a file. */
export interface StateOfFile {
  /** Its differences. */
  readonly step: Step;
  /** The slot of the file's block. */
  readonly slot: bigint;
  /** How far the time of the next block lay after the earliest that it could have, ms. */
  readonly ahead: bigint;
}

/** What reads and writes state files of a chain. */
export interface StateFileAccess {
  /** @param ahead how far the time of the next block lies after the earliest that it could have, ms */
  dump(path: string, blocks: boolean, ahead: bigint): ReturnType<DevApi["dump"]>;
  /** What makes a state the one of a file. @throws UserError */
  stepTo(path: string, state: ParentState): Promise<StateOfFile>;
}
