import { I32F32, I64F64 } from "../../../fixed/formats.ts";
import { one, sub } from "../../../fixed/i32f32.ts";
import { matEmaAlphaSparse, matEmaSparse } from "./bonds-ema.ts";
import type { Agreement } from "./consensus.ts";
import type { EpochInput } from "./epoch-types.ts";
import { computeLiquidAlphaValuesSparse } from "./liquid-alphas.ts";
import { scalarVecMaskSparseMatrix } from "./masks.ts";
import { copySparse, type SparseEntry, type SparseMatrix } from "./matrix.ts";
import { pairsOf } from "./pair-rows.ts";
import { fixedToFixedU16Proportion, u16ToFixed } from "./scalars.ts";
import {
  inplaceColMaxUpscaleSparse,
  inplaceColNormalizeSparse,
  matmulTransposeSparse,
  matVecMulSparse,
  rowHadamardSparse,
  rowSumSparse,
} from "./sparse.ts";
import { inplaceNormalize, vecMul } from "./vectors.ts";

/** Bonds to store, and what validators earn by them. I32F32 bits. */
export interface BondsAndDividends {
  readonly bonds: SparseMatrix;
  readonly dividends: readonly bigint[];
}

const million = I64F64.fromNum(1_000_000);

/** The stored bonds without those to neurons that registered since the last epoch; each value made by `convert`. */
function validBonds(input: EpochInput, convert: (value: number) => bigint): SparseMatrix {
  const bonds = input.bonds.map((row) => pairsOf(row).map(([uid, value]): SparseEntry => [uid, convert(value)]));
  return scalarVecMaskSparseMatrix(
    bonds,
    input.lastTempo,
    input.blockAtRegistration,
    (last, registered) => last <= registered,
  );
}

/** Rust: `run_epoch.rs compute_disabled_liquid_alpha`. */
export function plainAlpha(bondsMovingAverage: bigint): bigint {
  const average = I64F64.saturatingDiv(I64F64.fromNum(bondsMovingAverage), million);
  return sub(one, I32F32.fromFixed(I64F64, average));
}

/** The same with limits that saturate. Rust: `run_epoch.rs compute_ema_bonds_normal_sparse`. */
export function normalAlpha(bondsMovingAverage: bigint): bigint {
  const average = I64F64.safeDiv(I64F64.saturatingFromNum(bondsMovingAverage), million);
  return sub(one, I32F32.saturatingFromFixed(I64F64, average));
}

/**
 * Bonds follow weights, with one alpha or, under liquid alpha, one for each bond.
 * Rust: `pallets/subtensor/src/epoch/run_epoch.rs compute_bonds_sparse`.
 */
function computeBondsSparse(
  input: EpochInput,
  { weightsForBonds, consensus }: Agreement,
  bonds: SparseMatrix,
): SparseMatrix {
  if (input.liquidAlpha !== undefined && consensus.some((value) => value !== 0n)) {
    const alphas = computeLiquidAlphaValuesSparse(weightsForBonds, bonds, consensus, input.liquidAlpha);
    return matEmaAlphaSparse(weightsForBonds, bonds, alphas);
  }
  return matEmaSparse(weightsForBonds, bonds, plainAlpha(input.bondsMovingAverage));
}

/** Yuma 3: bonds follow the weights themselves, and earn by the incentive of the miners times the validator's stake. */
function yuma3(input: EpochInput, agreed: Agreement, activeStake: readonly bigint[]): BondsAndDividends {
  const stored = validBonds(input, (value) => fixedToFixedU16Proportion(u16ToFixed(value)));
  const bonds = computeBondsSparse(input, agreed, stored);
  const normal = copySparse(bonds);
  inplaceColNormalizeSparse(normal, input.size);
  const dividends = vecMul(rowSumSparse(matVecMulSparse(normal, agreed.incentive)), activeStake);
  inplaceNormalize(dividends);
  return { bonds, dividends };
}

/** Yuma 2: bonds follow weights times stake, as shares of each miner. */
function yuma2(input: EpochInput, agreed: Agreement, activeStake: readonly bigint[]): BondsAndDividends {
  const { size } = input;
  const stored = validBonds(input, u16ToFixed);
  inplaceColNormalizeSparse(stored, size);
  const delta = rowHadamardSparse(agreed.weightsForBonds, activeStake);
  inplaceColNormalizeSparse(delta, size);
  const bonds = matEmaSparse(delta, stored, normalAlpha(input.bondsMovingAverage));
  inplaceColNormalizeSparse(bonds, size);
  const dividends = matmulTransposeSparse(bonds, agreed.incentive);
  inplaceNormalize(dividends);
  inplaceColMaxUpscaleSparse(bonds, size);
  return { bonds, dividends };
}

/** Rust: `pallets/subtensor/src/epoch/run_epoch.rs epoch_mechanism`, its part on bonds and dividends. */
export function bondsAndDividends(
  input: EpochInput,
  agreed: Agreement,
  activeStake: readonly bigint[],
): BondsAndDividends {
  return input.yuma3 ? yuma3(input, agreed, activeStake) : yuma2(input, agreed, activeStake);
}
