import { type GenesisConfig, integerFrom, sectionOf } from "../../frame/genesis-config.ts";
import type { WriteState } from "../../frame/state.ts";
import { storage } from "./storage.ts";

/** Answers to `pallet_base_fee::GenesisConfig::build`: `{ baseFeePerGas }` in wei and `{ elasticity }` in millionths. */
export function genesis(state: WriteState, config: GenesisConfig): void {
  const { baseFeePerGas, elasticity } = sectionOf(config, "baseFee");
  storage.BaseFeePerGas.set(state, integerFrom(baseFeePerGas ?? "20000000000"));
  storage.Elasticity.set(state, Number(integerFrom(elasticity ?? 125_000)));
}
