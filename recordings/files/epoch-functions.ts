import { asBoolean, asEntry, asInteger, asNumber, listOf } from "../../src/replay/recorded-values.ts";
import * as ema from "../../src/runtime/pallets/subtensor/yuma/bonds-ema.ts";
import * as masks from "../../src/runtime/pallets/subtensor/yuma/masks.ts";
import { weightedMedian, weightedMedianColSparse } from "../../src/runtime/pallets/subtensor/yuma/median.ts";
import * as scalars from "../../src/runtime/pallets/subtensor/yuma/scalars.ts";
import * as sparse from "../../src/runtime/pallets/subtensor/yuma/sparse.ts";
import * as vectors from "../../src/runtime/pallets/subtensor/yuma/vectors.ts";
import * as otherEma from "../yuma/bonds-ema.ts";
import * as dense from "../yuma/dense.ts";
import * as otherMasks from "../yuma/masks.ts";
import { weightedMedianCol } from "../yuma/median.ts";
import * as otherScalars from "../yuma/scalars.ts";
import * as otherVectors from "../yuma/vectors.ts";

/** Computes a recorded function from its recorded inputs. */
export type EpochFunction = (inputs: readonly unknown[]) => unknown;

type Reader<T> = (value: unknown) => T;

export const vector = listOf(asInteger);
export const numbers = listOf(asNumber);
const flags = listOf(asBoolean);
export const matrix = listOf(vector);
const flagMatrix = listOf(flags);
export const rows = listOf(listOf(asEntry));

type Readers<A extends unknown[]> = { [K in keyof A]: Reader<A[K]> };

/** A function of values that are read by `readers`, in the order of the recording. */
export function call<A extends unknown[]>(
  readers: readonly [...Readers<A>],
  compute: (...values: A) => unknown,
): EpochFunction {
  return (inputs) => {
    if (inputs.length !== readers.length) {
      throw new TypeError(`${readers.length} inputs expected, found ${inputs.length}`);
    }
    return compute(...(readers.map((read, index) => (read as Reader<unknown>)(inputs[index])) as A));
  };
}

/** A function in place: the result is the argument at `target` after the call. */
function inPlace<A extends unknown[]>(
  readers: readonly [...Readers<A>],
  compute: (...values: A) => void,
  target = 0,
): EpochFunction {
  return call<A>(readers, (...values: A) => {
    compute(...values);
    return values[target];
  });
}

const lessOrEqual = (first: bigint, second: bigint): boolean => first <= second;

/** Every function of epoch/math.rs that is recorded, by its name in the recording. */
export const epochFunctions: Readonly<Record<string, EpochFunction>> = {
  check_vec_max_limited: call([numbers, asNumber], otherVectors.checkVecMaxLimited),
  "checked_sum<u16>": call([numbers], otherVectors.checkedSumU16),
  clamp_value: call([asInteger, asInteger, asInteger], scalars.clampValue),
  col_clip_sparse: call([rows, vector], sparse.colClipSparse),
  fixed: call([asNumber], otherScalars.fixed),
  fixed32_to_fixed64: call([asInteger], scalars.fixed32ToFixed64),
  fixed64_to_fixed32: call([asInteger], scalars.fixed64ToFixed32),
  fixed64_to_u64: call([asInteger], scalars.fixed64ToU64),
  fixed_proportion_to_u16: call([asInteger], scalars.fixedProportionToU16),
  fixed_to_fixed_u16_proportion: call([asInteger], scalars.fixedToFixedU16Proportion),
  fixed_to_u16: call([asInteger], scalars.fixedToU16),
  fixed_to_u64: call([asInteger], scalars.fixedToU64),
  inplace_col_clip: inPlace([matrix, vector], dense.inplaceColClip),
  inplace_col_max_upscale: inPlace([matrix], dense.inplaceColMaxUpscale),
  inplace_col_max_upscale_sparse: inPlace([rows, asNumber], sparse.inplaceColMaxUpscaleSparse),
  inplace_col_normalize: inPlace([matrix], dense.inplaceColNormalize),
  inplace_col_normalize_sparse: inPlace([rows, asNumber], sparse.inplaceColNormalizeSparse),
  inplace_mask_cols: inPlace([flags, matrix], otherMasks.inplaceMaskCols, 1),
  inplace_mask_diag: inPlace([matrix], otherMasks.inplaceMaskDiag),
  inplace_mask_diag_except_index: inPlace([matrix, asNumber], masks.inplaceMaskDiagExceptIndex),
  inplace_mask_matrix: inPlace([flagMatrix, matrix], otherMasks.inplaceMaskMatrix, 1),
  inplace_mask_rows: inPlace([flags, matrix], otherMasks.inplaceMaskRows, 1),
  inplace_mask_vector: inPlace([flags, vector], vectors.inplaceMaskVector, 1),
  inplace_normalize: inPlace([vector], vectors.inplaceNormalize),
  inplace_normalize_64: inPlace([vector], vectors.inplaceNormalize64),
  inplace_normalize_using_sum: inPlace([vector, asInteger], vectors.inplaceNormalizeUsingSum),
  inplace_row_normalize: inPlace([matrix], dense.inplaceRowNormalize),
  inplace_row_normalize_64: inPlace([matrix], dense.inplaceRowNormalize64),
  inplace_row_normalize_sparse: inPlace([rows], sparse.inplaceRowNormalizeSparse),
  interpolate: call([matrix, matrix, asInteger], dense.interpolate),
  interpolate_sparse: call([rows, rows, asNumber, asInteger], sparse.interpolateSparse),
  is_topk: call([vector, asNumber], otherVectors.isTopk),
  is_topk_nonzero: call([vector, asNumber], vectors.isTopkNonzero),
  is_zero: call([vector], vectors.isZero),
  mask_diag_sparse: call([rows], otherMasks.maskDiagSparse),
  mask_diag_sparse_except_index: call([rows, asNumber], masks.maskDiagSparseExceptIndex),
  mask_rows_sparse: call([flags, rows], masks.maskRowsSparse),
  mat_ema: call([matrix, matrix, asInteger], otherEma.matEma),
  mat_ema_alpha: call([matrix, matrix, matrix], otherEma.matEmaAlpha),
  mat_ema_alpha_sparse: call([rows, rows, matrix], ema.matEmaAlphaSparse),
  mat_ema_sparse: call([rows, rows, asInteger], ema.matEmaSparse),
  mat_vec_mul: call([matrix, vector], dense.matVecMul),
  mat_vec_mul_sparse: call([rows, vector], sparse.matVecMulSparse),
  matmul: call([matrix, vector], dense.matmul),
  matmul_sparse: call([rows, vector, asNumber], sparse.matmulSparse),
  matmul_transpose: call([matrix, vector], dense.matmulTranspose),
  matmul_transpose_sparse: call([rows, vector], sparse.matmulTransposeSparse),
  normalize: call([vector], vectors.normalize),
  row_hadamard: call([matrix, vector], dense.rowHadamard),
  row_hadamard_sparse: call([rows, vector], sparse.rowHadamardSparse),
  row_sum: call([matrix], dense.rowSum),
  row_sum_sparse: call([rows], sparse.rowSumSparse),
  "scalar_vec_mask_sparse_matrix(le)": call([rows, asInteger, vector], (a, scalar, b) =>
    masks.scalarVecMaskSparseMatrix(a, scalar, b, lessOrEqual),
  ),
  sigmoid_safe: call([asInteger, asInteger, asInteger], otherScalars.sigmoidSafe),
  sum: call([vector], vectors.sum),
  u16_proportion_to_fixed: call([asNumber], scalars.u16ProportionToFixed),
  u16_to_fixed: call([asNumber], scalars.u16ToFixed),
  vec_fixed32_to_fixed64: call([vector], otherVectors.vecFixed32ToFixed64),
  vec_fixed32_to_u64: call([vector], otherVectors.vecFixed32ToU64),
  vec_fixed64_to_fixed32: call([vector], vectors.vecFixed64ToFixed32),
  vec_fixed64_to_u64: call([vector], otherVectors.vecFixed64ToU64),
  vec_fixed_proportions_to_u16: call([vector], vectors.vecFixedProportionsToU16),
  "vec_mask_sparse_matrix(le)": call([rows, vector, vector], (a, first, second) =>
    masks.vecMaskSparseMatrix(a, first, second, lessOrEqual),
  ),
  vec_max_upscale_to_u16: call([vector], vectors.vecMaxUpscaleToU16),
  vec_mul: call([vector, vector], vectors.vecMul),
  vec_u16_max_upscale_to_u16: call([numbers], vectors.vecU16MaxUpscaleToU16),
  vecdiv: call([vector, vector], otherVectors.vecdiv),
  weighted_median: call(
    [vector, vector, numbers, asInteger, asInteger, asInteger],
    (stake, score, partition, minority, low, high) =>
      weightedMedian({ stake, score, rows: partition, minority, low, high }),
  ),
  weighted_median_col: call([vector, matrix, asInteger], weightedMedianCol),
  weighted_median_col_sparse: call([vector, rows, asNumber, asInteger], weightedMedianColSparse),
};
