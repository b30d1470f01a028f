import { ensure } from "../../../frame/dispatch-error.ts";
import type { WriteState } from "../../../frame/state.ts";
import type { MechId, NetUid } from "../../../types/balances.ts";
import { errors } from "../errors.ts";
import { storage } from "../storage.ts";
import { getMechanismStorageIndex, maxMechanismCountPerSubnet } from "./storage-index.ts";

/** Uids that a subnet may have over all of its mechanisms. */
const maxUids = 256;

/**
 * @throws TooManyUIDsPerMechanism when that many uids for each mechanism are too many together.
 * Rust: `pallets/subtensor/src/subnets/mechanism.rs ensure_max_uids_over_all_mechanisms`.
 */
export function ensureMaxUidsOverAllMechanisms(uids: number, mechanismCount: MechId): void {
  ensure(uids * mechanismCount <= maxUids, errors.TooManyUIDsPerMechanism);
}

/**
 * Sets how many mechanisms a subnet has.
 * @throws MechanismDoesNotExist, InvalidValue, TooManyUIDsPerMechanism.
 * Rust: `pallets/subtensor/src/subnets/mechanism.rs do_set_mechanism_count`.
 */
export function doSetMechanismCount(state: WriteState, netuid: NetUid, count: MechId): void {
  ensure(storage.NetworksAdded.at(netuid).get(state), errors.MechanismDoesNotExist);
  ensure(count > 0, errors.InvalidValue);
  ensure(count <= storage.MaxMechanismCount.get(state), errors.InvalidValue);
  ensureMaxUidsOverAllMechanisms(storage.MaxAllowedUids.at(netuid).get(state), count);
  ensure(count <= maxMechanismCountPerSubnet, errors.InvalidValue);
  updateMechanismCountsIfNeeded(state, netuid, count);
}

/**
 * Sets how many mechanisms any subnet may have.
 * @throws InvalidValue for 0 and for more than 16.
 * Rust: `pallets/subtensor/src/subnets/mechanism.rs do_set_max_mechanism_count`.
 */
export function doSetMaxMechanismCount(state: WriteState, count: MechId): void {
  ensure(count > 0 && count <= maxMechanismCountPerSubnet, errors.InvalidValue);
  storage.MaxMechanismCount.set(state, count);
}

/**
 * Removes what the mechanisms that a subnet loses had, and shares emission evenly again.
 * Rust: `pallets/subtensor/src/subnets/mechanism.rs update_mechanism_counts_if_needed`.
 */
function updateMechanismCountsIfNeeded(state: WriteState, netuid: NetUid, count: MechId): void {
  const before = storage.MechanismCountCurrent.at(netuid).get(state);
  if (before === count) return;
  for (let mecid = count; mecid < before; mecid++) {
    const index = getMechanismStorageIndex(netuid, mecid);
    storage.Weights.clear(state, index);
    storage.Incentive.at(index).remove(state);
    storage.LastUpdate.at(index).remove(state);
    storage.Bonds.clear(state, index);
    storage.WeightCommits.clear(state, index);
    storage.TimelockedWeightCommits.clear(state, index);
  }
  storage.MechanismCountCurrent.at(netuid).set(state, count);
  storage.MechanismEmissionSplit.at(netuid).remove(state);
}
