import type { Hooks } from "../../frame/pallet.ts";
import { processPendingExtrinsics } from "./pending.ts";

/** Rust: the hooks of `pallet_shield`. */
export const hooks: Hooks = { onInitialize: processPendingExtrinsics };
