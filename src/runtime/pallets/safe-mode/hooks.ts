import type { Hooks } from "../../frame/pallet.ts";
import { exit } from "./modes.ts";
import { storage } from "./storage.ts";
import { weights } from "./weights.ts";

/** Rust: the hooks of `pallet_safe_mode`: safe mode ends by itself after its last block. */
export const hooks: Hooks = {
  onInitialize(state, block) {
    const until = storage.EnteredUntil.get(state);
    if (until === undefined || block <= until) return weights.onInitializeNoop;
    exit(state, "Timeout");
    return weights.onInitializeExit;
  },
};
