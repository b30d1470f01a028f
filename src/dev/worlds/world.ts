import type { NetUid } from "../../runtime/types/balances.ts";
import { type Account, sameness } from "./accounts.ts";
import type { Amount } from "./amounts.ts";
import type { ChainSettings, Hyperparameters } from "./settings.ts";

/** How a validator gives weights while the world is played. */
export type Strategy = "honest" | "copies" | "late" | "silent";

/** What becomes of weights on a subnet: given openly, committed by their hash, or encrypted to a round of the beacon. */
export type CommitReveal = "off" | "hashed" | "timelocked";

/** Stake that a coldkey has on a neuron's hotkey. */
export interface Nomination {
  readonly path: string;
  readonly coldkey: Account;
  readonly stake: Amount;
}

interface Child {
  readonly hotkey: Account;
  /** Part of the parent's stake, 0 to 1. */
  readonly proportion: number;
}

/** What validators and miners have alike. */
export interface Neuron {
  /** Its place in the file, such as `subnets[0].miners[3]`. */
  readonly path: string;
  readonly hotkey: Account;
  readonly coldkey: Account;
  /** Of its own coldkey. */
  readonly stake: Amount | undefined;
  /** Alpha that its coldkey locks on it, rao. */
  readonly lock: { readonly alpha: bigint; readonly perpetual: boolean } | undefined;
  readonly commitment: string | undefined;
}

export interface Validator extends Neuron {
  readonly strategy: Strategy;
  /** Weights by the name of the hotkey that they are for; undefined for what the strategy gives. */
  readonly weights: ReadonlyMap<string, number> | undefined;
  /** What it keeps of its nominators' dividends, 0 to 0.18; undefined is what the chain gives. */
  readonly take: number | undefined;
  readonly children: readonly Child[];
  readonly nominators: readonly Nomination[];
}

export interface Miner extends Neuron {
  /** How good its answers are, 0 to 1: what honest validators weigh it by. */
  readonly quality: number;
}

/** A validator on root: it stakes TAO. */
export interface RootValidator {
  readonly path: string;
  readonly hotkey: Account;
  readonly coldkey: Account;
  /** rao */
  readonly stake: bigint;
  readonly take: number | undefined;
  readonly nominators: readonly Nomination[];
}

export interface Subnet {
  readonly path: string;
  /** Subnets get the numbers 1, 2, ... in the order of the file. */
  readonly netuid: NetUid;
  readonly name: string | undefined;
  readonly owner: Account;
  readonly ownerHotkey: Account;
  /** TAO (rao) that the owner locks, which opens the pool; and its alpha (rao), undefined for the chain's median price. */
  readonly pool: { readonly tao: bigint; readonly alpha: bigint | undefined };
  /** Whether its token is traded and alpha is issued. */
  readonly started: boolean;
  /** Whether it gets TAO of the block emission. */
  readonly emission: boolean;
  readonly commitReveal: CommitReveal;
  readonly hyperparameters: Hyperparameters;
  readonly validators: readonly Validator[];
  readonly miners: readonly Miner[];
}

/** Subnets and who is on them, as a world file describes them. */
export interface World {
  readonly name: string;
  /** What chance begins with when the world is played. */
  readonly seed: number;
  readonly chain: ChainSettings;
  /** Accounts with the free TAO (rao) that they are to have at least. */
  readonly balances: readonly { readonly path: string; readonly account: Account; readonly free: bigint }[];
  /** Free TAO (rao) of every coldkey that `balances` does not name. */
  readonly coldkeyBalance: bigint;
  readonly root: readonly RootValidator[];
  readonly subnets: readonly Subnet[];
}

/** All neurons of a subnet that are registered on it, in the order of their uids; the owner's hotkey has 0. */
export function registered(subnet: Subnet): readonly Neuron[] {
  const own = sameness(subnet.ownerHotkey);
  return [...subnet.validators, ...subnet.miners].filter(({ hotkey }) => sameness(hotkey) !== own);
}
