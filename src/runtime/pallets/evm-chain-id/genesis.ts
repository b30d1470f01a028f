import { type GenesisConfig, integerFrom, sectionOf } from "../../frame/genesis-config.ts";
import type { WriteState } from "../../frame/state.ts";
import { storage } from "./storage.ts";

/** Answers to `pallet_evm_chain_id::GenesisConfig::build`: `{ chainId }`. */
export function genesis(state: WriteState, config: GenesisConfig): void {
  storage.ChainId.set(state, integerFrom(sectionOf(config, "evmChainId").chainId ?? 0));
}
