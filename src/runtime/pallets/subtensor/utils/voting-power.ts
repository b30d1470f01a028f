import { addU64, least, maxU64 } from "../../../../lib/integers.ts";
import { ensure } from "../../../frame/dispatch-error.ts";
import type { WriteState } from "../../../frame/state.ts";
import type { AccountId } from "../../../types/account-id.ts";
import type { NetUid } from "../../../types/balances.ts";
import { errors } from "../errors.ts";
import { events } from "../events.ts";
import { storage } from "../storage.ts";
import { getCurrentBlockAsU64 } from "./misc.ts";

/** Blocks (14 days) from the wish to stop tracking until it stops. */
const disableGracePeriod = 100_800n;
/** One, in the parts that the average's alpha is counted in. */
const wholeAlpha = 1_000_000_000_000_000_000n;

/** Rust: `pallets/subtensor/src/utils/voting_power.rs do_enable_voting_power_tracking`. */
export function doEnableVotingPowerTracking(state: WriteState, netuid: NetUid): void {
  storage.VotingPowerTrackingEnabled.at(netuid).set(state, true);
  storage.VotingPowerDisableAtBlock.at(netuid).remove(state);
  state.emit(events.VotingPowerTrackingEnabled({ netuid }));
}

/**
 * @throws VotingPowerTrackingNotEnabled.
 * Rust: `pallets/subtensor/src/utils/voting_power.rs do_disable_voting_power_tracking`.
 */
export function doDisableVotingPowerTracking(state: WriteState, netuid: NetUid): void {
  ensure(storage.VotingPowerTrackingEnabled.at(netuid).get(state), errors.VotingPowerTrackingNotEnabled);
  const disable_at_block = addU64(getCurrentBlockAsU64(state), disableGracePeriod);
  storage.VotingPowerDisableAtBlock.at(netuid).set(state, disable_at_block);
  state.emit(events.VotingPowerTrackingDisableScheduled({ netuid, disable_at_block }));
}

/**
 * @param alpha in parts of 10^18.
 * @throws InvalidVotingPowerEmaAlpha above one.
 * Rust: `pallets/subtensor/src/utils/voting_power.rs do_set_voting_power_ema_alpha`.
 */
export function doSetVotingPowerEmaAlpha(state: WriteState, netuid: NetUid, alpha: bigint): void {
  ensure(alpha <= wholeAlpha, errors.InvalidVotingPowerEmaAlpha);
  storage.VotingPowerEmaAlpha.at(netuid).set(state, alpha);
  state.emit(events.VotingPowerEmaAlphaSet({ netuid, alpha }));
}

/** What of an epoch's terms counts for voting power. Stake in rao. */
interface Voter {
  readonly newValidatorPermit: boolean;
  readonly stake: bigint;
}

/**
 * Moves the average stake of a subnet's validators, when that is tracked, and forgets those who are none any more.
 * Rust: `pallets/subtensor/src/utils/voting_power.rs update_voting_power_for_subnet`.
 */
export function updateVotingPowerForSubnet(
  state: WriteState,
  netuid: NetUid,
  output: ReadonlyMap<AccountId, Voter>,
): void {
  if (!storage.VotingPowerTrackingEnabled.at(netuid).get(state)) return;
  const disableAt = storage.VotingPowerDisableAtBlock.at(netuid).get(state);
  if (disableAt > 0n && getCurrentBlockAsU64(state) >= disableAt) {
    finalizeVotingPowerDisable(state, netuid);
    return;
  }
  const alpha = storage.VotingPowerEmaAlpha.at(netuid).get(state);
  const threshold = storage.StakeThreshold.get(state);
  for (const [hotkey, { newValidatorPermit, stake }] of output) {
    const power = storage.VotingPower.at(netuid, hotkey);
    if (!newValidatorPermit) {
      power.remove(state);
      continue;
    }
    const before = power.get(state);
    const after = least((alpha * stake + (wholeAlpha - alpha) * before) / wholeAlpha, maxU64);
    if (after < threshold && before >= threshold) power.remove(state);
    else if (after > 0n) power.set(state, after);
  }
  const gone = [...storage.VotingPower.entries(state, netuid)].filter(
    ([[, hotkey]]) => !storage.IsNetworkMember.at(hotkey, netuid).get(state),
  );
  for (const [[, hotkey]] of gone) storage.VotingPower.at(netuid, hotkey).remove(state);
}

/**
 * Adds the voting power of a hotkey to that of another.
 * Rust: `pallets/subtensor/src/utils/voting_power.rs swap_voting_power_for_hotkey`.
 */
export function swapVotingPowerForHotkey(
  state: WriteState,
  oldHotkey: AccountId,
  newHotkey: AccountId,
  netuid: NetUid,
): void {
  const moved = storage.VotingPower.at(netuid, oldHotkey).take(state);
  if (moved > 0n) storage.VotingPower.at(netuid, newHotkey).mutate(state, (power) => addU64(power, moved));
}

/** Rust: `pallets/subtensor/src/utils/voting_power.rs finalize_voting_power_disable`. */
function finalizeVotingPowerDisable(state: WriteState, netuid: NetUid): void {
  storage.VotingPower.clear(state, netuid);
  storage.VotingPowerTrackingEnabled.at(netuid).set(state, false);
  storage.VotingPowerDisableAtBlock.at(netuid).remove(state);
  state.emit(events.VotingPowerTrackingDisabled({ netuid }));
}
