import { addU16 } from "../../../../lib/integers.ts";
import { fail } from "../../../frame/dispatch-error.ts";
import type { ReadState, WriteState } from "../../../frame/state.ts";
import type { Entry } from "../../../frame/storage.ts";
import type { AccountId } from "../../../types/account-id.ts";
import type { NetUid, Uid } from "../../../types/balances.ts";
import { errors } from "../errors.ts";
import { storage } from "../storage.ts";
import { setActiveForUid, setLastUpdateForUid } from "../utils/neuron-vectors.ts";
import { mechanismIndices } from "./storage-index.ts";

/** Sets one element where there is one; the list is written in any case. */
function resetElement<T>(state: WriteState, entry: Entry<T[], T[]>, position: number, value: T): void {
  entry.mutate(state, (list) => list.map((old, index) => (index === position ? value : old)));
}

/**
 * Clears what a neuron earned, its bonds and weights, and the weights of others for it (their entries stay, at zero).
 * Rust: `pallets/subtensor/src/subnets/uids.rs clear_neuron`.
 */
function clearNeuron(state: WriteState, netuid: NetUid, uid: Uid): void {
  resetElement(state, storage.Emission.at(netuid), uid, 0n);
  resetElement(state, storage.Consensus.at(netuid), uid, 0);
  for (const index of mechanismIndices(state, netuid)) {
    resetElement(state, storage.Incentive.at(index), uid, 0);
    storage.Bonds.at(index, uid).remove(state);
    storage.Weights.at(index, uid).remove(state);
    for (const [[, row], weights] of [...storage.Weights.entries(state, index)])
      storage.Weights.at(index, row).set(
        state,
        weights.map(([to, weight]) => [to, to === uid ? 0 : weight]),
      );
  }
  resetElement(state, storage.Dividends.at(netuid), uid, 0);
  resetElement(state, storage.StakeWeight.at(netuid), uid, 0);
  resetElement(state, storage.ValidatorTrust.at(netuid), uid, 0);
  resetElement(state, storage.ValidatorPermit.at(netuid), uid, false);
}

/**
 * Gives a uid to another hotkey. The owner's hotkey keeps its uid: nothing happens then.
 * Rust: `pallets/subtensor/src/subnets/uids.rs replace_neuron`.
 */
export function replaceNeuron(state: WriteState, netuid: NetUid, uid: Uid, hotkey: AccountId, block: bigint): void {
  const old = storage.Keys.at(netuid, uid).get(state);
  if (storage.SubnetOwnerHotkey.at(netuid).find(state) === old) return;
  storage.Uids.at(netuid, old).remove(state);
  storage.AssociatedEvmAddress.at(netuid, uid).remove(state);
  storage.IsNetworkMember.at(old, netuid).remove(state);
  storage.Keys.at(netuid, uid).remove(state);
  setActiveForUid(state, netuid, uid, true);
  insertMembership(state, netuid, uid, hotkey, block);
  storage.Axons.at(netuid, old).remove(state);
  storage.NeuronCertificates.at(netuid, old).remove(state);
  storage.Prometheus.at(netuid, old).remove(state);
  clearNeuron(state, netuid, uid);
  for (const index of mechanismIndices(state, netuid)) setLastUpdateForUid(state, index, uid, block);
}

function insertMembership(state: WriteState, netuid: NetUid, uid: Uid, hotkey: AccountId, block: bigint): void {
  storage.Keys.at(netuid, uid).set(state, hotkey);
  storage.Uids.at(netuid, hotkey).set(state, uid);
  storage.BlockAtRegistration.at(netuid, uid).set(state, block);
  storage.IsNetworkMember.at(hotkey, netuid).set(state, true);
}

/**
 * Gives a hotkey the next uid of a subnet.
 * Rust: `pallets/subtensor/src/subnets/uids.rs append_neuron`.
 */
export function appendNeuron(state: WriteState, netuid: NetUid, hotkey: AccountId, block: bigint): void {
  const uid = storage.SubnetworkN.at(netuid).get(state);
  storage.SubnetworkN.at(netuid).set(state, addU16(uid, 1));
  const push = <T>(entry: Entry<T[], T[]>, value: T): void => {
    entry.mutate(state, (list) => [...list, value]);
  };
  push(storage.Active.at(netuid), true);
  push(storage.Emission.at(netuid), 0n);
  push(storage.Consensus.at(netuid), 0);
  for (const index of mechanismIndices(state, netuid)) {
    push(storage.Incentive.at(index), 0);
    setLastUpdateForUid(state, index, uid, block);
  }
  push(storage.Dividends.at(netuid), 0);
  push(storage.ValidatorTrust.at(netuid), 0);
  push(storage.ValidatorPermit.at(netuid), false);
  insertMembership(state, netuid, uid, hotkey, block);
}

/**
 * @throws HotKeyNotRegisteredInSubNet.
 * Rust: `pallets/subtensor/src/subnets/uids.rs get_uid_for_net_and_hotkey`.
 */
export function getUidForNetAndHotkey(state: ReadState, netuid: NetUid, hotkey: AccountId): Uid {
  return storage.Uids.at(netuid, hotkey).get(state) ?? fail(errors.HotKeyNotRegisteredInSubNet);
}

/**
 * @throws HotKeyNotRegisteredInSubNet.
 * Rust: `pallets/subtensor/src/subnets/uids.rs get_hotkey_for_net_and_uid`.
 */
export function getHotkeyForNetAndUid(state: ReadState, netuid: NetUid, uid: Uid): AccountId {
  return storage.Keys.at(netuid, uid).find(state) ?? fail(errors.HotKeyNotRegisteredInSubNet);
}

/** Rust: `pallets/subtensor/src/subnets/uids.rs is_hotkey_registered_on_network`. */
export function isHotkeyRegisteredOnNetwork(state: ReadState, netuid: NetUid, hotkey: AccountId): boolean {
  return storage.Uids.at(netuid, hotkey).exists(state);
}

/** In key order. Rust: `pallets/subtensor/src/subnets/uids.rs get_registered_networks_for_hotkey`. */
export function getRegisteredNetworksForHotkey(state: ReadState, hotkey: AccountId): NetUid[] {
  return [...storage.IsNetworkMember.entries(state, hotkey)].flatMap(([[, netuid], member]) =>
    member ? [netuid] : [],
  );
}

/** Rust: `pallets/subtensor/src/subnets/uids.rs is_hotkey_registered_on_any_network`. */
export function isHotkeyRegisteredOnAnyNetwork(state: ReadState, hotkey: AccountId): boolean {
  return getRegisteredNetworksForHotkey(state, hotkey).length > 0;
}
