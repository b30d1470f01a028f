import { benchmarked, weight } from "../../frame/weight.ts";

/** Measured weights of MevShield's calls. Rust: `pallet_shield::weights::SubstrateWeight`. */
export const weights = {
  announceNextKey: benchmarked(33_661_000n, 5555n, 4, 6),
  submitEncrypted: weight(207_223_000n),
  /** Not measured: high on purpose. Rust: `store_encrypted_weight`. */
  storeEncrypted: weight(20_000_000_000n),
  setMaxPendingExtrinsicsNumber: benchmarked(4_206_000n, 0n, 0, 1),
  setOnInitializeWeight: benchmarked(4_327_000n, 0n, 0, 1),
  setStoredExtrinsicLifetime: benchmarked(4_116_000n, 0n, 0, 1),
  setMaxExtrinsicWeight: benchmarked(4_227_000n, 0n, 0, 1),
};
