import { addU64 } from "../../../../lib/integers.ts";
import { ensure } from "../../../frame/dispatch-error.ts";
import type { Origin } from "../../../frame/origin.ts";
import type { WriteState } from "../../../frame/state.ts";
import type { NetUid } from "../../../types/balances.ts";
import { constants } from "../constants.ts";
import { errors } from "../errors.ts";
import { events } from "../events.ts";
import { storage } from "../storage.ts";
import { ensureAdminWindowOpen } from "../utils/admin-window.ts";
import {
  applyTempoWithCycleReset,
  ensureSubnetOwner,
  ensureSubnetOwnerOrRoot,
  getCurrentBlockAsU64,
} from "../utils/misc.ts";
import { ownerUpdate, passesRateLimitOnSubnet, setLastBlockOnSubnet } from "../utils/rate-limiting.ts";
import { blocksUntilNextAutoEpoch } from "./epoch-due.ts";

/**
 * An owner sets the tempo (blocks) of its subnet.
 * @throws BadOrigin, TempoOutOfBounds, AdminActionProhibitedDuringWeightsWindow, TxRateLimitExceeded.
 * Rust: `pallets/subtensor/src/coinbase/tempo_control.rs do_set_tempo`.
 */
export function doSetTempo(state: WriteState, origin: Origin, netuid: NetUid, tempo: number): void {
  const who = ensureSubnetOwner(state, origin, netuid);
  const [least, most] = [constants.MinTempo.valueOf(state.rules), constants.MaxTempo.valueOf(state.rules)];
  ensure(tempo >= least && tempo <= most, errors.TempoOutOfBounds);
  ensureAdminWindowOpen(state, netuid);
  ensure(passesRateLimitOnSubnet(state, "TempoUpdate", who, netuid), errors.TxRateLimitExceeded);
  applyTempoWithCycleReset(state, netuid, tempo);
  setLastBlockOnSubnet(state, "TempoUpdate", who, netuid, getCurrentBlockAsU64(state));
}

/**
 * Sets after how many thousandths of a tempo a neuron is inactive. Root passes the window and the rate limit.
 * @throws BadOrigin, ActivityCutoffFactorMilliOutOfBounds, AdminActionProhibitedDuringWeightsWindow, TxRateLimitExceeded.
 * Rust: `pallets/subtensor/src/coinbase/tempo_control.rs do_set_activity_cutoff_factor`.
 */
export function doSetActivityCutoffFactor(
  state: WriteState,
  origin: Origin,
  netuid: NetUid,
  factor_milli: number,
): void {
  const who = ensureSubnetOwnerOrRoot(state, origin, netuid);
  const least = constants.MinActivityCutoffFactorMilli.valueOf(state.rules);
  const most = constants.MaxActivityCutoffFactorMilli.valueOf(state.rules);
  ensure(factor_milli >= least && factor_milli <= most, errors.ActivityCutoffFactorMilliOutOfBounds);
  const type = ownerUpdate("ActivityCutoffFactorMilli");
  if (who !== undefined) {
    ensureAdminWindowOpen(state, netuid);
    ensure(passesRateLimitOnSubnet(state, type, who, netuid), errors.TxRateLimitExceeded);
  }
  storage.ActivityCutoffFactorMilli.at(netuid).set(state, factor_milli);
  state.emit(events.ActivityCutoffFactorMilliSet({ netuid, factor_milli }));
  if (who !== undefined) setLastBlockOnSubnet(state, type, who, netuid, getCurrentBlockAsU64(state));
}

/**
 * An owner asks for an epoch of its subnet; it comes when the freeze window has passed.
 * @throws BadOrigin, DynamicTempoBlockedByCommitReveal, EpochTriggerAlreadyPending, AutoEpochAlreadyImminent, TxRateLimitExceeded.
 * Rust: `pallets/subtensor/src/coinbase/tempo_control.rs do_trigger_epoch`.
 */
export function doTriggerEpoch(state: WriteState, origin: Origin, netuid: NetUid): void {
  const by = ensureSubnetOwner(state, origin, netuid);
  ensure(!storage.CommitRevealWeightsEnabled.at(netuid).get(state), errors.DynamicTempoBlockedByCommitReveal);
  ensure(storage.PendingEpochAt.at(netuid).get(state) === 0n, errors.EpochTriggerAlreadyPending);
  const now = getCurrentBlockAsU64(state);
  const window = BigInt(storage.AdminFreezeWindow.get(state));
  const remaining = blocksUntilNextAutoEpoch(state, netuid, storage.Tempo.at(netuid).get(state), now);
  ensure(remaining >= window, errors.AutoEpochAlreadyImminent);
  const type = ownerUpdate("TriggerEpoch");
  ensure(passesRateLimitOnSubnet(state, type, by, netuid), errors.TxRateLimitExceeded);
  const fires_at = addU64(now, window);
  storage.PendingEpochAt.at(netuid).set(state, fires_at);
  setLastBlockOnSubnet(state, type, by, netuid, now);
  state.emit(events.EpochTriggered({ netuid, by, fires_at }));
}
