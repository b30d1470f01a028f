import { fromBase64 } from "../../../../../lib/bytes.ts";
import { compileWasm } from "../../../../../lib/compile-wasm.ts";
import { programBase64 } from "./program-bytes.ts";

/** Where something lies in the program's memory. */
export type Address = number;
/** Where a list of 64-bit numbers lies. */
export type VectorAt = number;
/** Where a sparse matrix lies. */
export type MatrixAt = number;

/**
 * The epoch's arithmetic in WebAssembly, by the names that the same functions have beside this folder: kernel/assembly
 * says what each does. Values are raw bits of I32F32, `bigint` between -2^63 and 2^63. A vector comes without its length
 * and a matrix with its rows.
 */
export interface Program {
  readonly memory: WebAssembly.Memory;
  /** Gives back all memory of the epoch before. */
  reset(): void;
  allocate(bytes: number): Address;

  add(a: bigint, b: bigint): bigint;
  sub(a: bigint, b: bigint): bigint;
  mul(a: bigint, b: bigint): bigint;
  checkedMul(a: bigint, b: bigint): bigint;
  safeDiv(a: bigint, b: bigint): bigint;
  proportionToU16(x: bigint): number;
  u16ToProportion(parts: number): bigint;
  share(part: bigint, whole: bigint): bigint;
  expSafe(x: bigint): bigint;
  sigmoidSafe(input: bigint, rho: bigint, kappa: bigint): bigint;
  clampValue(value: bigint, low: bigint, high: bigint): bigint;
  alphaSigmoid(consensus: bigint, weight: bigint, bond: bigint, low: bigint, high: bigint, slope: bigint): bigint;

  sum(vector: VectorAt, length: number): bigint;
  anyNonZero(vector: VectorAt, length: number): number;
  inplaceNormalize(vector: VectorAt, length: number): void;
  inplaceNormalizeUsingSum(vector: VectorAt, length: number, total: bigint): void;
  normalizeUsingSum(vector: VectorAt, length: number, total: bigint): VectorAt;
  vecAdd(a: VectorAt, b: VectorAt, length: number): VectorAt;
  vecMul(a: VectorAt, b: VectorAt, length: number): VectorAt;
  vecFixedProportionsToU16(vector: VectorAt, length: number): Address;
  shares(vector: VectorAt, length: number, whole: bigint): VectorAt;

  newMatrix(rows: number, entries: number): MatrixAt;
  setStart(matrix: MatrixAt, row: number, entry: number): void;
  setEntry(matrix: MatrixAt, entry: number, column: number, value: bigint): void;
  copyMatrix(matrix: MatrixAt): MatrixAt;
  /** Where the starts of the rows lie: a u32 for each and one for the end. */
  rowStarts(matrix: MatrixAt): Address;
  matrixColumns(matrix: MatrixAt): Address;
  matrixValues(matrix: MatrixAt): VectorAt;

  inplaceRowNormalizeSparse(matrix: MatrixAt): void;
  rowSumSparse(matrix: MatrixAt): VectorAt;
  rowHadamardSparse(matrix: MatrixAt, scalars: VectorAt, length: number): MatrixAt;
  matmulTransposeSparse(matrix: MatrixAt, vector: VectorAt, columns: number): VectorAt;
  matVecMulSparse(matrix: MatrixAt, vector: VectorAt, columns: number): MatrixAt;
  interpolateSparse(a: MatrixAt, b: MatrixAt, columns: number, ratio: bigint): MatrixAt;
  inplaceColNormalizeSparse(matrix: MatrixAt, columns: number): void;
  inplaceColMaxUpscaleSparse(matrix: MatrixAt, columns: number): void;
  matmulSparse(matrix: MatrixAt, vector: VectorAt, columns: number): VectorAt;
  colClipSparse(matrix: MatrixAt, thresholds: VectorAt, columns: number): MatrixAt;
  weightedMedian(pairs: VectorAt, length: number, spare: VectorAt, minority: bigint, low: bigint, high: bigint): bigint;
  weightedMedianColSparse(
    stake: VectorAt,
    length: number,
    matrix: MatrixAt,
    columns: number,
    majority: bigint,
  ): VectorAt;
  matEmaSparse(fresh: MatrixAt, old: MatrixAt, alpha: bigint): MatrixAt;
  matEmaAlphaSparse(fresh: MatrixAt, old: MatrixAt, alphas: VectorAt, columns: number): MatrixAt;
  liquidBonds(
    fresh: MatrixAt,
    old: MatrixAt,
    consensus: VectorAt,
    columns: number,
    low: bigint,
    high: bigint,
    slope: bigint,
  ): MatrixAt;
  unpackWeights(
    starts: Address,
    stored: Address,
    rows: number,
    forbidden: Address,
    owner: number,
    lastUpdate: VectorAt,
    commits: VectorAt,
    registered: VectorAt,
    size: number,
  ): MatrixAt;
  unpackBonds(
    starts: Address,
    stored: Address,
    rows: number,
    lastTempo: bigint,
    registered: VectorAt,
    size: number,
    proportions: number,
  ): MatrixAt;
  packRows(matrix: MatrixAt): Address;
}

/** A program that has grown beyond this is let go: memory of WebAssembly never shrinks. Bytes. */
const memoryToKeep = 64 * 1024 * 1024;

let compiled: WebAssembly.Module | undefined;
let running: Program | undefined;

/**
 * The program with all its memory free. There is one for the thread, made when first asked for: it keeps nothing from
 * one epoch to the next.
 */
export function freshProgram(): Program {
  if (running === undefined || running.memory.buffer.byteLength > memoryToKeep) {
    compiled ??= compileWasm(fromBase64(programBase64));
    running = new WebAssembly.Instance<Program>(compiled).exports;
  }
  running.reset();
  return running;
}
