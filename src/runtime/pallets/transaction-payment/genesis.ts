import { type GenesisConfig, integerFrom, sectionOf } from "../../frame/genesis-config.ts";
import type { WriteState } from "../../frame/state.ts";
import { feeMultiplier } from "./hooks.ts";
import { storage } from "./storage.ts";

/** Answers to `pallet_transaction_payment::GenesisConfig::build`: `{ multiplier }` in parts of 10^18. */
export function genesis(state: WriteState, config: GenesisConfig): void {
  const { multiplier } = sectionOf(config, "transactionPayment");
  storage.StorageVersion.set(state, "V2");
  storage.NextFeeMultiplier.set(state, multiplier === undefined ? feeMultiplier : integerFrom(multiplier));
}
