import { accountFrom, type GenesisConfig, sectionOf } from "../../frame/genesis-config.ts";
import type { WriteState } from "../../frame/state.ts";
import { storage } from "./storage.ts";

/** Answers to `pallet_sudo::GenesisConfig::build`: `{ key }`, an account or null. */
export function genesis(state: WriteState, config: GenesisConfig): void {
  const section = sectionOf(config, "sudo");
  if (section.key === undefined || section.key === null) storage.Key.remove(state);
  else storage.Key.set(state, accountFrom(section.key));
}
