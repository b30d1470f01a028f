import type { SyncState } from "../types.ts";
import { type FullSyncState, majorSyncBlocks } from "./state.ts";

/** The middle one of the peers' best numbers; undefined without peers. Rust: `median_seen`. */
export function medianSeen({ peers }: Pick<FullSyncState, "peers">): number | undefined {
  const seen = [...peers.values()].map(({ best }) => best.number).sort((a, b) => a - b);
  return seen[seen.length >> 1];
}

/** Whether the node catches up with its peers. Rust: `ChainSync::status`. */
export function fullSyncState(state: FullSyncState): SyncState {
  const target = medianSeen(state);
  if (target === undefined || target <= state.chain.best().number + majorSyncBlocks) return { type: "idle" };
  return { type: target > state.best.number ? "downloading" : "importing", target };
}

export const isMajor = (state: FullSyncState): boolean => fullSyncState(state).type !== "idle";
