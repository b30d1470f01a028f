import { u64Shape } from "../../frame/genesis-shape.ts";
import { palletGenesis } from "../../frame/pallet-genesis.ts";
import { storage } from "./storage.ts";

/** The id that Ethereum transactions are signed for. Rust: frontier `pallet_evm_chain_id::GenesisConfig::build`. */
export const genesis = palletGenesis({
  section: "evmChainId",
  fields: { chainId: u64Shape },
  defaults: { chainId: 0 },
  build: (state, { chainId }) => storage.ChainId.set(state, chainId),
});
