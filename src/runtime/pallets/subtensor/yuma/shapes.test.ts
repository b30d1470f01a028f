import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matEma, matEmaAlpha } from "../../../../../recordings/yuma/bonds-ema.ts";
import {
  interpolate,
  matmul,
  matmulTranspose,
  matVecMul,
  rowHadamard,
  rowSum,
} from "../../../../../recordings/yuma/dense.ts";
import { inplaceMaskDiag, maskDiagSparse } from "../../../../../recordings/yuma/masks.ts";
import { weightedMedianCol } from "../../../../../recordings/yuma/median.ts";
import { I32F32 } from "../../../fixed/formats.ts";
import { matEmaAlphaSparse, matEmaSparse } from "./bonds-ema.ts";
import { maskRowsSparse, vecMaskSparseMatrix } from "./masks.ts";
import type { Matrix, SparseMatrix } from "./matrix.ts";
import { weightedMedian, weightedMedianColSparse } from "./median.ts";
import {
  inplaceColMaxUpscaleSparse,
  inplaceColNormalizeSparse,
  inplaceRowNormalizeSparse,
  interpolateSparse,
  matmulSparse,
  matmulTransposeSparse,
  rowSumSparse,
} from "./sparse.ts";
import { inplaceMaskVector, vecMul } from "./vectors.ts";

const one = I32F32.one;
const half = one / 2n;

const dense: fc.Arbitrary<Matrix> = fc.integer({ min: 1, max: 6 }).chain((columns) => {
  const value = fc.oneof(fc.constant(0n), fc.bigInt({ min: 1n, max: one }));
  const row = fc.array(value, { minLength: columns, maxLength: columns });
  return fc.array(row, { minLength: 1, maxLength: 6 });
});

function toSparse(matrix: Matrix): SparseMatrix {
  return matrix.map((row) => [...row.entries()].filter(([, value]) => value !== 0n));
}

describe("sparse and dense", () => {
  it("agree where both are defined", () => {
    fc.assert(
      fc.property(
        dense,
        fc.array(fc.bigInt({ min: 1n, max: one }), { minLength: 6, maxLength: 6 }),
        (matrix, vector) => {
          const sparse = toSparse(matrix);
          const columns = matrix[0]?.length ?? 0;
          expect(rowSumSparse(sparse)).toEqual(rowSum(matrix));
          expect(matmulSparse(sparse, vector, columns)).toEqual(matmul(matrix, vector));
          expect(matmulTransposeSparse(sparse, vector)).toEqual(matmulTranspose(matrix, vector));
          const stake = vector.slice(0, matrix.length);
          expect(weightedMedianColSparse(stake, sparse, columns, half)).toEqual(weightedMedianCol(stake, matrix, half));
        },
      ),
    );
  });

  it("leave what they copy from as it was", () => {
    fc.assert(
      fc.property(dense, (matrix) => {
        const source = toSparse(matrix);
        const before = structuredClone(source);
        const columns = matrix[0]?.length ?? 0;
        for (const copy of [
          interpolateSparse(source, source, columns, 0n),
          maskDiagSparse(source),
          maskRowsSparse(
            source.map(() => false),
            source,
          ),
          vecMaskSparseMatrix(source, [], [], () => false),
        ]) {
          inplaceRowNormalizeSparse(copy);
          inplaceColNormalizeSparse(copy, columns);
          inplaceColMaxUpscaleSparse(copy, columns);
        }
        expect(source).toEqual(before);
      }),
    );
  });
});

describe("shapes that do not fit", () => {
  it("are cut, filled or passed through as in the original", () => {
    expect(matEma([[one, one], [one]], [[0n]], half)).toEqual([[half]]);
    expect(matEmaAlpha([[one]], [[0n], [0n]], [[half]])).toEqual([[0n], [0n]]);
    expect(matEmaAlpha([[one]], [[0n, 0n]], [[half]])).toEqual([[one]]);
    expect(matEmaAlphaSparse([[[0, 5n]]], [], [])).toEqual([[[0, 5n]]]);
    expect(matEmaSparse([[[0, one]], []], [[[5, one]]], half)).toEqual([[[0, half]], []]);
    expect(interpolate([[one], [one]], [[0n]], half)).toEqual([[half], [0n]]);
    expect(interpolateSparse([[[0, one]]], [], 1, half)).toEqual([]);
    expect(rowHadamard([[one], [one]], [half])).toEqual([[half]]);
    expect(vecMul([one, one], [half])).toEqual([half]);
    expect(matmul([[one], [one, one]], [half])).toEqual([half]);
    expect(matmulSparse([[[3, one]], [[0, one]]], [half], 1)).toEqual([0n]);
    expect(weightedMedianCol([one, one, one], [[half], [half, half]], half)).toEqual([half]);
    expect(weightedMedian({ stake: [one], score: [], rows: [0], minority: 0n, low: 0n, high: one })).toBe(0n);
  });

  it("are empty in the original's own ways", () => {
    expect([matEma([], [], half), matVecMul([[]], []), rowHadamard([], [])]).toEqual([[[]], [[]], [[]]]);
    expect([rowSum([[], [one]]), rowSum([]), matmul([], [one])]).toEqual([[], [], []]);
    expect(weightedMedianColSparse([], [], 2, half)).toEqual([0n, 0n]);
  });

  it("are left alone or masked to the end", () => {
    const oblong = [[one, one]];
    inplaceMaskDiag(oblong);
    expect(oblong).toEqual([[one, one]]);
    const values = [one, one, one];
    inplaceMaskVector([], values);
    expect(values).toEqual([one, one, one]);
    inplaceMaskVector([false], values);
    expect(values).toEqual([one, 0n, 0n]);
    expect(maskRowsSparse([false], [[[0, one]], [[0, one]]])).toEqual([[[0, one]], []]);
  });
});
