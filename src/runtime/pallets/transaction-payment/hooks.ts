import type { Hooks } from "../../frame/pallet.ts";
import { storage } from "./storage.ts";

/** One, in parts of 10^18: on this chain a full block costs no more than an empty one. Rust: `ConstFeeMultiplier`. */
export const feeMultiplier = 1_000_000_000_000_000_000n;

/** Rust: the hooks of `pallet_transaction_payment`. */
export const hooks: Hooks = {
  onFinalize(state) {
    storage.NextFeeMultiplier.set(state, feeMultiplier);
  },
};
