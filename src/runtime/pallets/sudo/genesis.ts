import { accountFrom, type GenesisSection } from "../../frame/genesis-config.ts";
import type { WriteState } from "../../frame/state.ts";
import { storage } from "./storage.ts";

/** Answers to `pallet_sudo::GenesisConfig::build`: `{ key }`, an account or null. */
export function genesis(state: WriteState, config: GenesisSection): void {
  if (config.key === undefined || config.key === null) storage.Key.remove(state);
  else storage.Key.set(state, accountFrom(config.key));
}
