import type { Sync } from "./sync.ts";
import type { WarpPhase } from "./warp-sync.ts";

/** How far a download is whose blocks do not come one after the other to the chain's head. Rust: `WarpSyncProgress`, `StateSyncProgress` */
export type SyncProgress =
  /** Proofs of finality, and the block that they lead to. */
  | { readonly type: "warp"; readonly phase: WarpPhase; readonly bytes: number }
  /** The state of that block. `percentage`: by its keys' first bytes. */
  | {
      readonly type: "state";
      readonly phase: "downloading" | "importing";
      readonly percentage: number;
      readonly bytes: number;
    }
  /** The blocks under a downloaded state. `next`: the newest that is not there yet. */
  | { readonly type: "history"; readonly next: number };

/** What a sync is at besides the newest blocks; undefined for nothing. */
export function progressOf({
  current,
  isMajorSyncing,
}: Pick<Sync, "current" | "isMajorSyncing">): SyncProgress | undefined {
  const at = current();
  if (at.type === "warp") return { type: "warp", phase: at.sync.phase(), bytes: at.sync.proofBytes() };
  if (at.type === "state") {
    const { phase, percentage, bytes } = at.sync.progress();
    return { type: "state", phase, percentage, bytes };
  }
  // A node that was started again catches up with the newest blocks first.
  const { gap } = at.sync.figures();
  return gap === undefined || isMajorSyncing() ? undefined : { type: "history", next: gap };
}
