import { ensure } from "../../../frame/dispatch-error.ts";
import type { WriteState } from "../../../frame/state.ts";
import type { Entry } from "../../../frame/storage.ts";
import type { NetUid, NetUidStorageIndex, Uid } from "../../../types/balances.ts";
import { constants } from "../constants.ts";
import { errors } from "../errors.ts";
import { storage } from "../storage.ts";
import { getNeuronIsImmune } from "../utils/neuron-vectors.ts";
import { getImmuneOwnerUids } from "./pruning.ts";
import { mechanismIndices } from "./storage-index.ts";
import { ifSubnetExist } from "./subnet.ts";

/** The uids that go: of the least emission, as many as are too many, but none that is the owner's or immune. */
function uidsToRemove(state: WriteState, netuid: NetUid, size: number, most: number): Set<Uid> {
  const owned = new Set(getImmuneOwnerUids(state, netuid, storage.SubnetOwner.at(netuid).get(state)));
  const stays = (uid: Uid): boolean => owned.has(uid) || getNeuronIsImmune(state, netuid, uid);
  let immune = 0;
  for (let uid = 0; uid < size; uid++) if (stays(uid)) immune++;
  const percent = immune >= most ? 100 : (immune * 100 - ((immune * 100) % most)) / most;
  ensure(
    percent < constants.MaxImmuneUidsPercentage.valueOf(state.rules),
    errors.TrimmingWouldExceedMaxImmunePercentage,
  );
  const byEmission = storage.Emission.at(netuid)
    .get(state)
    .map((emission, uid) => ({ emission, uid }))
    .sort((a, b) => (a.emission === b.emission ? 0 : a.emission > b.emission ? -1 : 1));
  const removed = new Set<Uid>();
  for (let place = size - 1; place >= 0 && size - removed.size > most; place--) {
    const uid = byEmission[place]?.uid;
    if (uid !== undefined && !stays(uid)) removed.add(uid);
  }
  return removed;
}

/** Removes what is kept for a uid and its hotkey. */
function removeNeuron(state: WriteState, netuid: NetUid, uid: Uid, indices: readonly NetUidStorageIndex[]): void {
  const hotkey = storage.Keys.at(netuid, uid).find(state);
  if (hotkey !== undefined) {
    storage.Uids.at(netuid, hotkey).remove(state);
    storage.IsNetworkMember.at(hotkey, netuid).remove(state);
    storage.LastHotkeyEmissionOnNetuid.at(hotkey, netuid).remove(state);
    storage.AlphaDividendsPerSubnet.at(netuid, hotkey).remove(state);
    storage.Axons.at(netuid, hotkey).remove(state);
    storage.NeuronCertificates.at(netuid, hotkey).remove(state);
    storage.Prometheus.at(netuid, hotkey).remove(state);
  }
  storage.Keys.at(netuid, uid).remove(state);
  storage.BlockAtRegistration.at(netuid, uid).remove(state);
  storage.AssociatedEvmAddress.at(netuid, uid).remove(state);
  for (const index of indices) {
    storage.Weights.at(index, uid).remove(state);
    storage.Bonds.at(index, uid).remove(state);
  }
}

/** The bytes of both places change place; what is absent stays absent. */
function swap<T, V>(state: WriteState, a: Entry<T, V>, b: Entry<T, V>): void {
  const [ofA, ofB] = [state.get(a.key), state.get(b.key)];
  const write = (key: string, value: Uint8Array | undefined): void =>
    value === undefined ? state.delete(key) : state.put(key, value);
  write(a.key, ofB);
  write(b.key, ofA);
}

/**
 * Shrinks a subnet to `most` uids: the neurons of the least emission go, the others move together, in their order, and
 * weights and bonds follow.
 * @throws SubnetNotExists, InvalidValue, TrimmingWouldExceedMaxImmunePercentage.
 * Rust: `pallets/subtensor/src/subnets/uids.rs trim_to_max_allowed_uids`.
 */
export function trimToMaxAllowedUids(state: WriteState, netuid: NetUid, most: number): void {
  ensure(ifSubnetExist(state, netuid), errors.SubnetNotExists);
  ensure(most >= storage.MinAllowedUids.at(netuid).get(state), errors.InvalidValue);
  ensure(most <= storage.MaxAllowedUids.at(netuid).get(state), errors.InvalidValue);
  storage.MaxAllowedUids.at(netuid).set(state, most);
  const size = storage.SubnetworkN.at(netuid).get(state);
  if (size <= most) return;
  const indices = mechanismIndices(state, netuid);
  const removed = uidsToRemove(state, netuid, size, most);
  for (const uid of removed) removeNeuron(state, netuid, uid, indices);

  const kept = [...storage.Emission.at(netuid).get(state).keys()].filter((uid) => !removed.has(uid));
  const keep = <T>(entry: Entry<T[], T[]>, absent: T): void => {
    const before = entry.get(state);
    entry.set(
      state,
      kept.map((uid) => before[uid] ?? absent),
    );
  };
  keep(storage.Emission.at(netuid), 0n);
  keep(storage.Active.at(netuid), false);
  keep(storage.Consensus.at(netuid), 0);
  keep(storage.Dividends.at(netuid), 0);
  keep(storage.ValidatorTrust.at(netuid), 0);
  keep(storage.ValidatorPermit.at(netuid), false);
  keep(storage.StakeWeight.at(netuid), 0);
  for (const index of indices) {
    keep(storage.Incentive.at(index), 0);
    keep(storage.LastUpdate.at(index), 0n);
  }
  moveTogether(state, netuid, kept, indices);
  storage.Uids.clear(state, netuid);
  for (const uid of kept.keys()) storage.Uids.at(netuid, storage.Keys.at(netuid, uid).get(state)).set(state, uid);
  storage.SubnetworkN.at(netuid).set(state, most);
}

/** Gives each kept uid its place in the list as its new number, also where weights and bonds point to it. */
function moveTogether(
  state: WriteState,
  netuid: NetUid,
  kept: readonly Uid[],
  indices: readonly NetUidStorageIndex[],
): void {
  const places = new Map(kept.map((uid, place) => [uid, place]));
  const renumber = (row: [Uid, number][]): [Uid, number][] =>
    row.flatMap(([to, value]): [Uid, number][] => {
      const place = places.get(to);
      return place === undefined ? [] : [[place, value]];
    });
  for (const [old, fresh] of places) {
    swap(state, storage.Keys.at(netuid, old), storage.Keys.at(netuid, fresh));
    swap(state, storage.AssociatedEvmAddress.at(netuid, old), storage.AssociatedEvmAddress.at(netuid, fresh));
    swap(state, storage.BlockAtRegistration.at(netuid, old), storage.BlockAtRegistration.at(netuid, fresh));
    for (const index of indices)
      for (const item of [storage.Weights, storage.Bonds]) {
        swap(state, item.at(index, old), item.at(index, fresh));
        item.at(index, fresh).mutate(state, (row) => renumber(row as [Uid, number][]));
      }
  }
}
