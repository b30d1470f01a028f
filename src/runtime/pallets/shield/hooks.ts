import type { Hooks } from "../../frame/pallet.ts";
import { processPendingExtrinsics } from "./pending.ts";

/** Answers to the hooks of `pallet_shield`. */
export const hooks: Hooks = { onInitialize: processPendingExtrinsics };
