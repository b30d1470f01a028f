import type { Hooks } from "../../frame/pallet.ts";
import { storage } from "./storage.ts";

/** Rust: the hooks of the proxy fork: results of proxied calls are kept to the end of the block. */
export const hooks: Hooks = {
  onFinalize(state) {
    storage.LastCallResult.clear(state);
  },
};
