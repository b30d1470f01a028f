import { addWeight, benchmarked, mulWeight, type Weight, weight } from "../../frame/weight.ts";

/** Measured weights of Preimage's calls at their worst. Rust: `pallet_preimage::weights::SubstrateWeight`. */
export const weights = {
  notePreimage: (bytes: number): Weight =>
    addWeight(benchmarked(50_499_000n, 28_584n, 5, 3), mulWeight(weight(13_491n), bytes)),
  unnotePreimage: benchmarked(50_830_000n, 3892n, 3, 3),
  requestPreimage: benchmarked(19_292_000n, 3556n, 2, 1),
  unrequestPreimage: benchmarked(20_209_000n, 3556n, 2, 2),
  ensureUpdated: (hashes: number): Weight =>
    addWeight(
      benchmarked(56_817_000n, 28_584n, 2 + 3 * hashes, 4 * hashes),
      mulWeight(weight(59_397_441n, 2902n), hashes),
    ),
};
