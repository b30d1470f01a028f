import { subU64 } from "../../../../lib/integers.ts";
import type { ReadState, WriteState } from "../../../frame/state.ts";
import type { NetUid, NetUidStorageIndex, Uid } from "../../../types/balances.ts";
import { storage } from "../storage.ts";
import { getNetuid } from "../subnets/storage-index.ts";
import { getCurrentBlockAsU64 } from "./misc.ts";

/** A copy of `values` with one element changed, undefined when there is no such element. */
function changed<T>(values: readonly T[], uid: Uid, value: T): T[] | undefined {
  if (uid >= values.length) return undefined;
  const copy = values.slice();
  copy[uid] = value;
  return copy;
}

/**
 * The blocks of the neurons' last weights, by uid, filled with zeros up to the size of the subnet.
 * Rust: `pallets/subtensor/src/utils/misc.rs get_last_update`.
 */
export function getLastUpdate(state: ReadState, netuidIndex: NetUidStorageIndex): bigint[] {
  const size = storage.SubnetworkN.at(getNetuid(netuidIndex)).get(state);
  const blocks = storage.LastUpdate.at(netuidIndex).get(state).slice();
  while (blocks.length < size) blocks.push(0n);
  return blocks;
}

/** Rust: `pallets/subtensor/src/utils/misc.rs set_last_update_for_uid`. */
export function setLastUpdateForUid(state: WriteState, netuidIndex: NetUidStorageIndex, uid: Uid, block: bigint): void {
  const blocks = changed(getLastUpdate(state, netuidIndex), uid, block);
  if (blocks !== undefined) storage.LastUpdate.at(netuidIndex).set(state, blocks);
}

/** Rust: `pallets/subtensor/src/utils/misc.rs set_active_for_uid`. */
export function setActiveForUid(state: WriteState, netuid: NetUid, uid: Uid, active: boolean): void {
  const marks = changed(storage.Active.at(netuid).get(state), uid, active);
  if (marks !== undefined) storage.Active.at(netuid).set(state, marks);
}

/** Rust: `pallets/subtensor/src/utils/misc.rs set_validator_permit_for_uid`. */
export function setValidatorPermitForUid(state: WriteState, netuid: NetUid, uid: Uid, permit: boolean): void {
  const marks = changed(storage.ValidatorPermit.at(netuid).get(state), uid, permit);
  if (marks !== undefined) storage.ValidatorPermit.at(netuid).set(state, marks);
}

/** Rust: `pallets/subtensor/src/utils/misc.rs get_last_update_for_uid`. */
export function getLastUpdateForUid(state: ReadState, netuidIndex: NetUidStorageIndex, uid: Uid): bigint {
  return storage.LastUpdate.at(netuidIndex).get(state)[uid] ?? 0n;
}

/** Rust: `pallets/subtensor/src/utils/misc.rs get_validator_permit_for_uid`. */
export function getValidatorPermitForUid(state: ReadState, netuid: NetUid, uid: Uid): boolean {
  return storage.ValidatorPermit.at(netuid).get(state)[uid] ?? false;
}

/** Whether a neuron registered so lately that it is not pruned. Rust: `pallets/subtensor/src/utils/misc.rs get_neuron_is_immune`. */
export function getNeuronIsImmune(state: ReadState, netuid: NetUid, uid: Uid): boolean {
  const registeredAt = storage.BlockAtRegistration.at(netuid, uid).get(state);
  const period = BigInt(storage.ImmunityPeriod.at(netuid).get(state));
  return subU64(getCurrentBlockAsU64(state), registeredAt) < period;
}

/** The uid of the owner's hotkey on its subnet, if it has one. Rust: `pallets/subtensor/src/utils/misc.rs get_owner_uid`. */
export function getOwnerUid(state: ReadState, netuid: NetUid): Uid | undefined {
  const hotkey = storage.SubnetOwnerHotkey.at(netuid).find(state);
  return hotkey === undefined ? undefined : storage.Uids.at(netuid, hotkey).get(state);
}
