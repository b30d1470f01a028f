import { createOverlay, type TrieOverlay } from "../storage/state/overlay.ts";
import type { ParentState } from "../storage/state/parent-state.ts";

/**
 * Changes over a state for a block that is not kept. They name no block of the database, so a program executes them on this
 * thread: its own thread makes one block at a time, the chain's, and tells what changed only at the block's end.
 */
export function trialOverlay({ state }: { readonly state: ParentState }): TrieOverlay {
  return createOverlay(state);
}
