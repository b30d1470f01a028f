import type { AlphaBalance, Uid } from "../../../types/balances.ts";
import type { PairRow } from "./pair-rows.ts";

/** How fast bonds follow weights under liquid alpha: both ends in parts of 65535, steepness as stored. */
export interface LiquidAlpha {
  readonly low: number;
  readonly high: number;
  readonly steepness: number;
}

/**
 * Everything that the epoch of one mechanism of a subnet computes from. Lists are by uid; blocks are block numbers;
 * parts are of 65535. Only what the state holds as one list by itself (last updates, permits) may be shorter or longer
 * than `size`. No state is reached from here, so that this can be handed to any implementation.
 */
export interface EpochInput {
  /** Number of neurons. */
  readonly size: number;
  readonly currentBlock: bigint;
  /** Blocks without an update after which a neuron is inactive. */
  readonly activityCutoff: bigint;
  readonly lastUpdate: readonly bigint[];
  readonly blockAtRegistration: readonly bigint[];
  /** I64F64 bits of rao. */
  readonly totalStake: readonly bigint[];
  /** Least stake that counts, rao. */
  readonly stakeThreshold: bigint;
  readonly ownerUid: Uid | undefined;
  readonly validatorPermit: readonly boolean[];
  readonly maxAllowedValidators: number;
  /**
   * As stored. There are as many rows of weights and of bonds as neurons; of a mechanism that does not exist, as many as
   * root has. Weights to uids without a row do not count.
   */
  readonly weights: readonly PairRow[];
  /** By uid the block of the earliest commit that may still be revealed, the largest u64 for none; undefined without commit-reveal. */
  readonly commitBlocks: readonly bigint[] | undefined;
  readonly kappa: number;
  readonly bondsPenalty: number;
  readonly yuma3: boolean;
  readonly bonds: readonly PairRow[];
  /** Bonds to neurons registered in this block or later are void. */
  readonly lastTempo: bigint;
  /** Millionths. */
  readonly bondsMovingAverage: bigint;
  readonly liquidAlpha: LiquidAlpha | undefined;
  /** Alpha rao to hand out. */
  readonly emission: AlphaBalance;
}

/** What an epoch gives, by uid: proportions in parts of 65535, emissions in alpha rao, stake in rao. */
export interface EpochOutput {
  readonly active: readonly boolean[];
  readonly stakeWeight: readonly number[];
  readonly stake: readonly bigint[];
  /** What validators the next epoch has. */
  readonly newValidatorPermit: readonly boolean[];
  readonly consensus: readonly number[];
  readonly incentive: readonly number[];
  readonly dividends: readonly number[];
  readonly validatorTrust: readonly number[];
  readonly serverEmission: readonly AlphaBalance[];
  readonly validatorEmission: readonly AlphaBalance[];
  /** Both together: what is stored as the neuron's emission. */
  readonly combinedEmission: readonly AlphaBalance[];
  readonly bonds: readonly PairRow[];
}

/** One implementation of the epoch's arithmetic: `computeEpoch` in plain BigInt, or `computeEpochInWasm`. */
export type EpochKernel = (input: EpochInput) => EpochOutput;
