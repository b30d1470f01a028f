import type { Hooks } from "../../frame/pallet.ts";
import { panicUnless } from "../../frame/panic.ts";
import { weight } from "../../frame/weight.ts";
import { storage } from "./storage.ts";

/** Rust: the hooks of `pallet_timestamp`: the work is at the end, its weight is booked at the start. */
export const hooks: Hooks = {
  onInitialize: () => weight(3_246_000n),
  onFinalize(state) {
    panicUnless(storage.DidUpdate.take(state), "Timestamp must be updated once in the block");
  },
};
