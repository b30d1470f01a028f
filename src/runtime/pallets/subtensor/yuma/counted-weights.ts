import type { EpochInput } from "./epoch-types.ts";
import { maskDiagSparseExceptIndex, maskRowsSparse, vecMaskSparseMatrix } from "./masks.ts";
import type { SparseEntry, SparseMatrix } from "./matrix.ts";
import { pairsOf } from "./pair-rows.ts";
import { u16ToFixed } from "./scalars.ts";
import { inplaceRowNormalizeSparse } from "./sparse.ts";

/**
 * The weights that count, rows normalised: only those of validators, none to oneself (but the owner's), none to
 * neurons that registered after they were set or committed.
 * Rust: `pallets/subtensor/src/epoch/run_epoch.rs epoch_mechanism`, its part on weights.
 */
export function countedWeights(input: EpochInput, forbidden: readonly boolean[]): SparseMatrix {
  const { lastUpdate, blockAtRegistration, commitBlocks } = input;
  let weights: SparseMatrix = input.weights.map((row) =>
    pairsOf(row)
      .filter(([uid]) => uid < input.weights.length)
      .map(([uid, value]): SparseEntry => [uid, u16ToFixed(value)]),
  );
  weights = maskRowsSparse(forbidden, weights);
  weights = maskDiagSparseExceptIndex(weights, input.ownerUid);
  weights = vecMaskSparseMatrix(
    weights,
    lastUpdate,
    blockAtRegistration,
    (updated, registered) => updated <= registered,
  );
  if (commitBlocks !== undefined)
    weights = vecMaskSparseMatrix(
      weights,
      commitBlocks,
      blockAtRegistration,
      (commit, registered) => commit < registered,
    );
  inplaceRowNormalizeSparse(weights);
  return weights;
}
