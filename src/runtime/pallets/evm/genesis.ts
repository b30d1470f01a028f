import type { Hex } from "../../../lib/bytes.ts";
import { isHex } from "../../../lib/bytes.ts";
import { type GenesisConfig, listFrom, sectionOf } from "../../frame/genesis-config.ts";
import { NotBuilt } from "../../frame/not-built.ts";
import { panicUnless } from "../../frame/panic.ts";
import type { WriteState } from "../../frame/state.ts";
import { storage } from "./storage.ts";

function addressFrom(value: unknown): Hex {
  panicUnless(isHex(value) && value.length === 42, `genesis: an Ethereum address is wanted, not ${String(value)}`);
  return value.toLowerCase() as Hex;
}

/**
 * Answers to `pallet_evm::GenesisConfig::build`: `{ accounts, whitelisted }`.
 * @throws NotBuilt when there are accounts: contracts at genesis need the EVM.
 */
export function genesis(state: WriteState, config: GenesisConfig): void {
  const { accounts, whitelisted } = sectionOf(config, "evm");
  if (Object.keys((accounts ?? {}) as object).length > 0) throw new NotBuilt("genesis: evm.accounts");
  storage.WhitelistedCreators.set(state, listFrom(whitelisted).map(addressFrom));
}
