import { addU64 } from "../../../../lib/integers.ts";
import { ensure } from "../../../frame/dispatch-error.ts";
import type { ReadState, WriteState } from "../../../frame/state.ts";
import type { NetUid } from "../../../types/balances.ts";
import { shouldRunEpoch } from "../emissions/epoch-due.ts";
import { errors } from "../errors.ts";
import { events } from "../events.ts";
import { storage } from "../storage.ts";
import { getCurrentBlockAsU64 } from "../utils/misc.ts";

/**
 * The number of a subnet's epoch, the one due in this block counted.
 * Rust: `pallets/subtensor/src/subnets/weights.rs current_epoch_with_lookahead`.
 */
export function currentEpochWithLookahead(state: ReadState, netuid: NetUid): bigint {
  const epoch = storage.SubnetEpochIndex.at(netuid).get(state);
  return shouldRunEpoch(state, netuid, getCurrentBlockAsU64(state)) ? addU64(epoch, 1n) : epoch;
}

const lastRevealEpoch = (state: ReadState, netuid: NetUid, commitEpoch: bigint): bigint =>
  addU64(commitEpoch, storage.RevealPeriodEpochs.at(netuid).get(state));

/** Whether a commit of that epoch may be revealed now. Rust: `pallets/subtensor/src/subnets/weights.rs is_reveal_block_range`. */
export function isRevealBlockRange(state: ReadState, netuid: NetUid, commitEpoch: bigint): boolean {
  return currentEpochWithLookahead(state, netuid) === lastRevealEpoch(state, netuid, commitEpoch);
}

/** Whether it is too late to reveal a commit of that epoch. Rust: `pallets/subtensor/src/subnets/weights.rs is_commit_expired`. */
export function isCommitExpired(state: ReadState, netuid: NetUid, commitEpoch: bigint): boolean {
  return currentEpochWithLookahead(state, netuid) > lastRevealEpoch(state, netuid, commitEpoch);
}

/**
 * Sets how many epochs after its commit weights are revealed: 1 to 100.
 * @throws RevealPeriodTooLarge, RevealPeriodTooSmall.
 * Rust: `pallets/subtensor/src/subnets/weights.rs set_reveal_period`.
 */
export function setRevealPeriod(state: WriteState, netuid: NetUid, epochs: bigint): void {
  ensure(epochs <= 100n, errors.RevealPeriodTooLarge);
  ensure(epochs >= 1n, errors.RevealPeriodTooSmall);
  storage.RevealPeriodEpochs.at(netuid).set(state, epochs);
  state.emit(events.CommitRevealPeriodsSet(netuid, epochs));
}
