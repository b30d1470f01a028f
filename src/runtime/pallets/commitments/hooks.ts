import type { Hooks } from "../../frame/pallet.ts";
import { revealTimelockedCommitments } from "./reveal.ts";

/** Rust: the hooks of `pallet_commitments`: timelocked fields are revealed when their pulse has come. */
export const hooks: Hooks = { onInitialize: revealTimelockedCommitments };
