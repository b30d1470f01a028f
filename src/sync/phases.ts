import type { Place } from "../consensus/fork-tree.ts";
import type { PeerId } from "../network/network.ts";
import { createFullSync, type FullSync } from "./full/full-sync.ts";
import type { FullSyncOptions } from "./full/state.ts";
import { createStateSync, type StateSync } from "./state-sync.ts";
import type { Strategy, StrategyAction } from "./strategy.ts";
import type { ChainView, VerifyRange } from "./types.ts";
import { createWarpSync, type WarpOptions, type WarpSync } from "./warp-sync.ts";

/** How a chain is caught up with: all blocks, or a proven state first and the blocks under it last. */
export type SyncMode<Set> =
  | { readonly type: "full" }
  | { readonly type: "warp"; readonly warp: WarpOptions<Set>; readonly verifyRange: VerifyRange };

export type SyncOptions<Set> = FullSyncOptions & { readonly mode: SyncMode<Set> };

/** The ways of syncing one after the other: warp, state, full. Rust: `PolkadotSyncingStrategy`. */
export interface Phases extends Strategy {
  /** The one at work. */
  readonly current:
    | { readonly type: "warp"; readonly sync: WarpSync }
    | { readonly type: "state"; readonly sync: StateSync }
    | { readonly type: "full"; readonly sync: FullSync };
  /** Full sync, once it is at work. */
  readonly full: FullSync | undefined;
}

export function createPhases<Set>(chain: ChainView, options: SyncOptions<Set>): Phases {
  const { mode } = options;
  const bests = new Map<PeerId, Place>();
  let current: Phases["current"] =
    mode.type === "warp"
      ? { type: "warp", sync: createWarpSync(mode.warp) }
      : { type: "full", sync: createFullSync(chain, options) };

  /** Goes on to the next way when this one has ended. @returns whether it did */
  const advance = (): boolean => {
    if (current.type === "warp" && mode.type === "warp") {
      const target = current.sync.target();
      if (target === undefined) return false;
      current = { type: "state", sync: createStateSync(target, mode.verifyRange, bests) };
      return true;
    }
    // A state that could not be imported leaves the chain where it was: all blocks are downloaded then.
    if (current.type !== "state" || current.sync.succeeded() === undefined) return false;
    current = { type: "full", sync: createFullSync(chain, options, bests) };
    return true;
  };

  return {
    get current() {
      return current;
    },
    get full() {
      return current.type === "full" ? current.sync : undefined;
    },
    addPeer(peer, best, now) {
      bests.set(peer, best);
      current.sync.addPeer(peer, best, now);
    },
    removePeer(peer, now) {
      bests.delete(peer);
      current.sync.removePeer(peer, now);
    },
    announced(peer, announce) {
      const best = current.sync.announced(peer, announce);
      if (best !== undefined && bests.has(peer)) bests.set(peer, best);
      return best;
    },
    answered: (peer, request, bytes, now) => current.sync.answered(peer, request, bytes, now),
    imported: (results, now) => current.sync.imported(results, now),
    actions(now) {
      let actions: StrategyAction[] = current.sync.actions(now);
      while (advance()) actions = actions.concat(current.sync.actions(now));
      return actions;
    },
    state() {
      const state = current.sync.state();
      // The chain is behind until blocks are fetched in the ordinary way.
      return current.type === "full" || state.type !== "idle" ? state : { type: "importing", target: 0 };
    },
  };
}
