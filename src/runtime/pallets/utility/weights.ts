import { addWeight, benchmarked, mulWeight, type Weight, weight } from "../../frame/weight.ts";

const perCall = (base: bigint, each: bigint, calls: number): Weight =>
  addWeight(benchmarked(base, 3983n, 2, 0), mulWeight(weight(each), calls));

/** Measured weights of Utility's calls, without those of the calls inside. Rust: `pallet_utility::weights::SubstrateWeight`. */
export const weights = {
  batch: (calls: number): Weight => perCall(19_446_696n, 5_450_264n, calls),
  asDerivative: benchmarked(15_378_000n, 3983n, 2, 0),
  batchAll: (calls: number): Weight => perCall(13_428_230n, 5_663_250n, calls),
  dispatchAs: weight(6_893_000n),
  forceBatch: (calls: number): Weight => perCall(12_134_867n, 5_477_293n, calls),
  dispatchAsFallible: weight(7_113_000n),
  ifElse: benchmarked(21_831_000n, 3983n, 2, 0),
};
