import { addWeight, benchmarked, dbWeight, mulWeight, type Weight, weight } from "../../frame/weight.ts";

/** Measured weights of Crowdloan's calls. Rust: `pallet_crowdloan::weights::SubstrateWeight`. */
export const weights = {
  /** Without the weight of the call that is stored. */
  create: benchmarked(59_829_000n, 6148n, 3, 5),
  contribute: benchmarked(66_609_000n, 6148n, 5, 4),
  withdraw: benchmarked(60_259_000n, 6148n, 4, 4),
  finalize: benchmarked(31_507_000n, 4_197_809n, 4, 2),
  refund: (contributors: number): Weight =>
    addWeight(
      benchmarked(110_703_000n, 3747n, 2, 0),
      mulWeight(weight(39_503_253n, 2579n), contributors),
      dbWeight(2 * contributors, 2 * contributors),
    ),
  dissolve: benchmarked(66_939_000n, 6148n, 4, 5),
  updateMinContribution: benchmarked(13_259_000n, 3747n, 2, 1),
  updateEnd: benchmarked(12_048_000n, 3747n, 1, 1),
  updateCap: benchmarked(11_357_000n, 3747n, 1, 1),
  setMaxContribution: benchmarked(16_024_000n, 3747n, 2, 1),
};
