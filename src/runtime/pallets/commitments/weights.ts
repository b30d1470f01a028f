import { benchmarked } from "../../frame/weight.ts";

/** Weights of Commitments' calls. Rust: `pallets/commitments/src/weights.rs SubstrateWeight`. */
export const weights = {
  setCommitment: benchmarked(33_480_000n, 0n, 5, 4),
  setMaxSpace: benchmarked(2_856_000n, 0n, 0, 1),
};
