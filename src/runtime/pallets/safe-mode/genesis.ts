import { type GenesisConfig, integerFrom, sectionOf } from "../../frame/genesis-config.ts";
import type { WriteState } from "../../frame/state.ts";
import { storage } from "./storage.ts";

/** Answers to `pallet_safe_mode::GenesisConfig::build`: `{ enteredUntil }`, a block or null. */
export function genesis(state: WriteState, config: GenesisConfig): void {
  const { enteredUntil } = sectionOf(config, "safeMode");
  if (enteredUntil !== undefined && enteredUntil !== null)
    storage.EnteredUntil.set(state, Number(integerFrom(enteredUntil)));
}
