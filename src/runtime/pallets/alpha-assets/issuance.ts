import { addU64, subU64 } from "../../../lib/integers.ts";
import type { WriteState } from "../../frame/state.ts";
import type { AlphaBalance, NetUid } from "../../types/balances.ts";
import { storage } from "./storage.ts";

/** Alpha that was created and is not in any account or reserve yet. */
export interface PositiveAlphaImbalance {
  readonly netuid: NetUid;
  /** alpha rao */
  readonly amount: AlphaBalance;
}

/**
 * Creates alpha (rao); the caller puts it where it belongs.
 * Rust: `pallets/alpha-assets/src/lib.rs mint_alpha`.
 */
export function mintAlpha(state: WriteState, netuid: NetUid, amount: AlphaBalance): PositiveAlphaImbalance {
  if (amount > 0n) storage.TotalAlphaIssuance.at(netuid).mutate(state, (issued) => addU64(issued, amount));
  return { netuid, amount };
}

/**
 * Counts alpha (rao) as burned; issuance stays.
 * Rust: `pallets/alpha-assets/src/lib.rs burn_alpha`.
 */
export function burnAlpha(state: WriteState, netuid: NetUid, amount: AlphaBalance): AlphaBalance {
  if (amount > 0n) storage.AlphaBurned.at(netuid).mutate(state, (burned) => addU64(burned, amount));
  return amount;
}

/**
 * Takes alpha (rao) out of issuance.
 * Rust: `pallets/alpha-assets/src/lib.rs recycle_alpha`.
 */
export function recycleAlpha(state: WriteState, netuid: NetUid, amount: AlphaBalance): AlphaBalance {
  if (amount > 0n) {
    storage.AlphaRecycled.at(netuid).mutate(state, (recycled) => addU64(recycled, amount));
    storage.TotalAlphaIssuance.at(netuid).mutate(state, (issued) => subU64(issued, amount));
  }
  return amount;
}
