import { ensure } from "../../../frame/dispatch-error.ts";
import type { ReadState } from "../../../frame/state.ts";
import type { NetUid } from "../../../types/balances.ts";
import { blocksUntilNextAutoEpoch } from "../emissions/epoch-due.ts";
import { errors } from "../errors.ts";
import { storage } from "../storage.ts";
import { getCurrentBlockAsU64 } from "./misc.ts";

/**
 * Whether the epoch of a subnet is so near that its settings stay as they are: fewer blocks than the freeze window,
 * or an epoch that was asked for is still to come.
 * Rust: `pallets/subtensor/src/utils/misc.rs is_in_admin_freeze_window`.
 */
export function isInAdminFreezeWindow(state: ReadState, netuid: NetUid, currentBlock: bigint): boolean {
  const tempo = storage.Tempo.at(netuid).get(state);
  if (tempo === 0) return false;
  const pending = storage.PendingEpochAt.at(netuid).get(state);
  if (pending > 0n && pending > currentBlock) return true;
  const remaining = blocksUntilNextAutoEpoch(state, netuid, tempo, currentBlock);
  return remaining < BigInt(storage.AdminFreezeWindow.get(state));
}

/**
 * @throws AdminActionProhibitedDuringWeightsWindow while the subnet's epoch is near.
 * Rust: `pallets/subtensor/src/utils/misc.rs ensure_admin_window_open`.
 */
export function ensureAdminWindowOpen(state: ReadState, netuid: NetUid): void {
  ensure(
    !isInAdminFreezeWindow(state, netuid, getCurrentBlockAsU64(state)),
    errors.AdminActionProhibitedDuringWeightsWindow,
  );
}
