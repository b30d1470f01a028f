import { accountFrom, type GenesisConfig, listFrom, sectionOf } from "../../frame/genesis-config.ts";
import { panicUnless } from "../../frame/panic.ts";
import type { WriteState } from "../../frame/state.ts";
import { storage } from "./storage.ts";

/** Answers to `pallet_aura::GenesisConfig::build`: `{ authorities }`, a list of keys. */
export function genesis(state: WriteState, config: GenesisConfig): void {
  const section = sectionOf(config, "aura");
  const authorities = listFrom(section.authorities).map(accountFrom);
  if (authorities.length === 0) return;
  panicUnless(authorities.length <= 32, "Initial authority set must be less than T::MaxAuthorities");
  storage.Authorities.set(state, authorities);
}
