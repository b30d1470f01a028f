import type { EpochInput } from "./epoch-types.ts";
import type { SparseMatrix } from "./matrix.ts";
import { weightedMedianColSparse } from "./median.ts";
import { u16ProportionToFixed } from "./scalars.ts";
import { colClipSparse, interpolateSparse, matmulSparse, rowSumSparse } from "./sparse.ts";
import { inplaceNormalize } from "./vectors.ts";

/** What validators agree on, I32F32 bits. */
export interface Agreement {
  /** By miner: the weight that enough stake supports. */
  readonly consensus: readonly bigint[];
  /** By validator: how much of its weights is within the consensus. */
  readonly validatorTrust: readonly bigint[];
  /** By miner, normalised. */
  readonly incentive: readonly bigint[];
  /** The weights that earn bonds: between those set and those within the consensus. */
  readonly weightsForBonds: SparseMatrix;
}

/**
 * Stake-weighted median of the weights, what stays of them below it, and what miners earn by that.
 * Rust: `pallets/subtensor/src/epoch/run_epoch.rs epoch_mechanism`, from consensus to incentive.
 */
export function agreement(input: EpochInput, weights: SparseMatrix, activeStake: readonly bigint[]): Agreement {
  const { size, kappa, bondsPenalty } = input;
  const consensus = weightedMedianColSparse(activeStake, weights, size, u16ProportionToFixed(kappa));
  const clipped = colClipSparse(weights, consensus);
  const incentive = matmulSparse(clipped, activeStake, size);
  inplaceNormalize(incentive);
  return {
    consensus,
    validatorTrust: rowSumSparse(clipped),
    incentive,
    weightsForBonds: interpolateSparse(weights, clipped, size, u16ProportionToFixed(bondsPenalty)),
  };
}
