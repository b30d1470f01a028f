import { asInteger, asNumber } from "../../src/replay/recorded-values.ts";
import { I32F32 } from "../../src/runtime/fixed/formats.ts";
import { matEmaAlphaSparse } from "../../src/runtime/pallets/subtensor/yuma/bonds-ema.ts";
import { readU16 } from "../../src/runtime/pallets/subtensor/yuma/kernel/lists.ts";
import {
  freshProgram,
  type MatrixAt,
  type Program,
  type VectorAt,
} from "../../src/runtime/pallets/subtensor/yuma/kernel/program.ts";
import { type AlphaSigmoidInput, minusHundred } from "../../src/runtime/pallets/subtensor/yuma/liquid-alpha.ts";
import type { SparseRow } from "../../src/runtime/pallets/subtensor/yuma/matrix.ts";
import { call, type EpochFunction, matrix, numbers, rows, vector } from "./epoch-functions.ts";
import { readMatrix, readVector, writeMatrix, writeVector } from "./kernel-values.ts";

/** Runs a function of the kernel on a matrix that it changes in place. */
function changed(values: readonly SparseRow[], change: (program: Program, at: MatrixAt) => void): SparseRow[] {
  const program = freshProgram();
  const at = writeMatrix(program, values);
  change(program, at);
  return readMatrix(program, at);
}

/** The same with a vector. */
function changedVector(values: readonly bigint[], change: (program: Program, at: VectorAt) => void): bigint[] {
  const program = freshProgram();
  const at = writeVector(program, values);
  change(program, at);
  return readVector(program, at, values.length);
}

const normalize = (values: bigint[]): bigint[] =>
  changedVector(values, (program, at) => program.inplaceNormalize(at, values.length));

function sum(values: bigint[]): bigint {
  const program = freshProgram();
  return program.sum(writeVector(program, values), values.length);
}

function vecMul(a: bigint[], b: bigint[]): bigint[] {
  const program = freshProgram();
  const length = a.length < b.length ? a.length : b.length;
  return readVector(program, program.vecMul(writeVector(program, a), writeVector(program, b), length), length);
}

function proportions(values: bigint[]): number[] {
  const program = freshProgram();
  return readU16(program, program.vecFixedProportionsToU16(writeVector(program, values), values.length), values.length);
}

function weightedMedian(
  stake: bigint[],
  score: bigint[],
  partition: number[],
  minority: bigint,
  low: bigint,
  high: bigint,
): bigint {
  if (stake.length !== score.length) return 0n; // the kernel is never asked this
  const program = freshProgram();
  const pairs = partition.flatMap((row) => [stake[row] ?? 0n, score[row] ?? 0n]);
  const spare = program.allocate(pairs.length * 16);
  return program.weightedMedian(writeVector(program, pairs), partition.length, spare, minority, low, high);
}

function weightedMedianColSparse(stake: bigint[], score: SparseRow[], columns: number, majority: bigint): bigint[] {
  const program = freshProgram();
  const length = Math.max(stake.length, score.length);
  const at = writeVector(program, stake, length);
  const medians = program.weightedMedianColSparse(at, stake.length, writeMatrix(program, score), columns, majority);
  return readVector(program, medians, columns);
}

function emaByAlphas(fresh: SparseRow[], old: SparseRow[], alphas: bigint[][]): SparseRow[] {
  const columns = alphas[0]?.length ?? 0;
  // What does not fit together never comes to the kernel.
  const fits = fresh.length === old.length && fresh.length === alphas.length;
  if (!fits || alphas.some((row) => row.length !== columns)) return matEmaAlphaSparse(fresh, old, alphas);
  const program = freshProgram();
  const [a, b] = [writeMatrix(program, fresh), writeMatrix(program, old)];
  return readMatrix(program, program.matEmaAlphaSparse(a, b, writeVector(program, alphas.flat()), columns));
}

/** Those functions of epoch/math.rs that the epoch kernel has, computed by it. */
export const kernelFunctions: Readonly<Record<string, EpochFunction>> = {
  clamp_value: call([asInteger, asInteger, asInteger], (value, low, high) =>
    freshProgram().clampValue(value, low, high),
  ),
  col_clip_sparse: call([rows, vector], (values, thresholds) => {
    const program = freshProgram();
    const [at, by] = [writeMatrix(program, values), writeVector(program, thresholds)];
    return readMatrix(program, program.colClipSparse(at, by, thresholds.length));
  }),
  fixed_proportion_to_u16: call([asInteger], (x) => freshProgram().proportionToU16(x)),
  inplace_col_max_upscale_sparse: call([rows, asNumber], (values, columns) =>
    changed(values, (program, at) => program.inplaceColMaxUpscaleSparse(at, columns)),
  ),
  inplace_col_normalize_sparse: call([rows, asNumber], (values, columns) =>
    changed(values, (program, at) => program.inplaceColNormalizeSparse(at, columns)),
  ),
  inplace_normalize: call([vector], normalize),
  inplace_normalize_using_sum: call([vector, asInteger], (values, total) =>
    changedVector(values, (program, at) => program.inplaceNormalizeUsingSum(at, values.length, total)),
  ),
  inplace_row_normalize_sparse: call([rows], (values) =>
    changed(values, (program, at) => program.inplaceRowNormalizeSparse(at)),
  ),
  interpolate_sparse: call([rows, rows, asNumber, asInteger], (a, b, columns, ratio) => {
    const program = freshProgram();
    const [from, to] = [writeMatrix(program, a), writeMatrix(program, b)];
    return readMatrix(program, program.interpolateSparse(from, to, columns, ratio));
  }),
  is_zero: call([vector], (values) => sum(values) === 0n),
  mat_ema_alpha_sparse: call([rows, rows, matrix], emaByAlphas),
  mat_ema_sparse: call([rows, rows, asInteger], (fresh, old, alpha) => {
    const program = freshProgram();
    const [a, b] = [writeMatrix(program, fresh), writeMatrix(program, old, Math.max(fresh.length, old.length))];
    return readMatrix(program, program.matEmaSparse(a, b, alpha));
  }),
  mat_vec_mul_sparse: call([rows, vector], (values, by) => {
    const program = freshProgram();
    const at = writeMatrix(program, values);
    return readMatrix(program, program.matVecMulSparse(at, writeVector(program, by), by.length));
  }),
  matmul_sparse: call([rows, vector, asNumber], (values, by, columns) => {
    const program = freshProgram();
    const at = writeMatrix(program, values);
    const scales = writeVector(program, by, Math.max(by.length, values.length));
    return readVector(program, program.matmulSparse(at, scales, columns), columns);
  }),
  matmul_transpose_sparse: call([rows, vector], (values, by) => {
    const program = freshProgram();
    const at = writeMatrix(program, values);
    const sums = program.matmulTransposeSparse(at, writeVector(program, by), by.length);
    return readVector(program, sums, values.length);
  }),
  normalize: call([vector], normalize),
  row_hadamard_sparse: call([rows, vector], (values, scalars) => {
    const program = freshProgram();
    const at = writeMatrix(program, values);
    return readMatrix(program, program.rowHadamardSparse(at, writeVector(program, scalars), scalars.length));
  }),
  row_sum_sparse: call([rows], (values) => {
    const program = freshProgram();
    return readVector(program, program.rowSumSparse(writeMatrix(program, values)), values.length);
  }),
  sigmoid_safe: call([asInteger, asInteger, asInteger], (input, rho, kappa) =>
    freshProgram().sigmoidSafe(input, rho, kappa),
  ),
  sum: call([vector], sum),
  u16_proportion_to_fixed: call([asNumber], (parts) => freshProgram().u16ToProportion(parts)),
  vec_fixed_proportions_to_u16: call([vector], proportions),
  vec_mul: call([vector, vector], vecMul),
  weighted_median: call([vector, vector, numbers, asInteger, asInteger, asInteger], weightedMedian),
  weighted_median_col_sparse: call([vector, rows, asNumber, asInteger], weightedMedianColSparse),
};

/** Those operations of I32F32 that the kernel has, by their names in the recordings. */
export const kernelArithmetic: Readonly<Record<string, (a: bigint, b: bigint) => bigint>> = {
  safe_div: (a, b) => freshProgram().safeDiv(a, b),
  saturating_add: (a, b) => freshProgram().add(a, b),
  saturating_mul: (a, b) => freshProgram().mul(a, b),
  saturating_sub: (a, b) => freshProgram().sub(a, b),
};

/** e^x with x held between -20 and 20. */
export const kernelExpSafe = (x: bigint): bigint => freshProgram().expSafe(x);

/** Alpha of one bond under liquid alpha. */
export function kernelAlphaSigmoid({
  consensus,
  weight,
  bond,
  alphaLow,
  alphaHigh,
  steepness,
}: AlphaSigmoidInput): bigint {
  const slope = I32F32.saturatingDiv(steepness, minusHundred);
  return freshProgram().alphaSigmoid(consensus, weight, bond, alphaLow, alphaHigh, slope);
}
