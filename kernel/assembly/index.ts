/** What the program offers. Nothing is kept between epochs but memory to use again. */

export { liquidBonds, matEmaAlphaSparse, matEmaSparse } from "./bonds-ema";
export { colClipSparse, inplaceColMaxUpscaleSparse, inplaceColNormalizeSparse, matmulSparse } from "./columns";
export { add, checkedMul, mul, proportionToU16, safeDiv, share, sub, u16ToProportion } from "./fixed";
export { copyMatrix, matrixColumns, matrixValues, newMatrix, rowStarts, setEntry, setStart } from "./matrix";
export { weightedMedian, weightedMedianColSparse } from "./median";
export { allocate, reset } from "./memory";
export {
  inplaceRowNormalizeSparse,
  interpolateSparse,
  matmulTransposeSparse,
  matVecMulSparse,
  rowHadamardSparse,
  rowSumSparse,
} from "./rows";
export { alphaSigmoid, clampValue, expSafe, sigmoidSafe } from "./sigmoid";
export { packRows, unpackBonds, unpackWeights } from "./stored-rows";
export * from "./vectors";
