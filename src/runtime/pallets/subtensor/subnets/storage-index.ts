import { addU16, least, maxU16 } from "../../../../lib/integers.ts";
import { ensure, okOr } from "../../../frame/dispatch-error.ts";
import type { ReadState } from "../../../frame/state.ts";
import type { MechId, NetUid, NetUidStorageIndex } from "../../../types/balances.ts";
import { errors } from "../errors.ts";
import { storage } from "../storage.ts";

/**
 * Subnets there can ever be: the vectors of mechanism m of a subnet are kept under m * 4096 + netuid.
 * Rust: `pallets/subtensor/src/subnets/mechanism.rs GLOBAL_MAX_SUBNET_COUNT`.
 */
export const globalMaxSubnetCount = 4096;
/** Rust: `pallets/subtensor/src/subnets/mechanism.rs MAX_MECHANISM_COUNT_PER_SUBNET`. */
export const maxMechanismCountPerSubnet = 16;

/** Rust: `pallets/subtensor/src/subnets/mechanism.rs get_mechanism_storage_index`. */
export function getMechanismStorageIndex(netuid: NetUid, mecid: MechId): NetUidStorageIndex {
  return addU16(least(mecid * globalMaxSubnetCount, maxU16), netuid);
}

/** Rust: `pallets/subtensor/src/subnets/mechanism.rs get_netuid`. */
export function getNetuid(netuidIndex: NetUidStorageIndex): NetUid {
  return netuidIndex % globalMaxSubnetCount;
}

/**
 * The subnet and the mechanism of a storage index.
 * @throws MechanismDoesNotExist when there is none.
 * Rust: `pallets/subtensor/src/subnets/mechanism.rs get_netuid_and_subid`.
 */
export function getNetuidAndSubid(state: ReadState, netuidIndex: NetUidStorageIndex): [netuid: NetUid, mecid: MechId] {
  const netuid = getNetuid(netuidIndex);
  const mecid = (netuidIndex - netuid) / globalMaxSubnetCount;
  ensureMechanismExists(state, netuid, mecid);
  return [netuid, mecid];
}

/** The subnet of a storage index; root when there is no such mechanism. */
export function netuidOrRoot(state: ReadState, netuidIndex: NetUidStorageIndex): NetUid {
  const found = okOr(() => getNetuidAndSubid(state, netuidIndex));
  return "ok" in found ? found.ok[0] : 0;
}

/**
 * @throws MechanismDoesNotExist unless the subnet exists and has that mechanism.
 * Rust: `pallets/subtensor/src/subnets/mechanism.rs ensure_mechanism_exists`.
 */
export function ensureMechanismExists(state: ReadState, netuid: NetUid, mecid: MechId): void {
  ensure(storage.NetworksAdded.at(netuid).get(state), errors.MechanismDoesNotExist);
  ensure(storage.MechanismCountCurrent.at(netuid).get(state) > mecid, errors.MechanismDoesNotExist);
}

/** The storage indices of all mechanisms of a subnet. */
export function mechanismIndices(state: ReadState, netuid: NetUid): NetUidStorageIndex[] {
  const count = storage.MechanismCountCurrent.at(netuid).get(state);
  return Array.from({ length: count }, (_, mecid) => getMechanismStorageIndex(netuid, mecid));
}
