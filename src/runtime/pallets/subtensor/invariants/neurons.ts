import type { ReadState } from "../../../frame/state.ts";
import { distinct, type Finding, holds, same } from "../../../frame/try-state.ts";
import type { NetUid, NetUidStorageIndex, Uid } from "../../../types/balances.ts";
import { storage } from "../storage.ts";
import { getNetuid, mechanismIndices } from "../subnets/storage-index.ts";

/** Lists with one element for each neuron, by subnet; and those by mechanism. */
const perNeuron = [
  storage.Active,
  storage.Emission,
  storage.Consensus,
  storage.Dividends,
  storage.ValidatorTrust,
  storage.ValidatorPermit,
] as const;
const perNeuronAndMechanism = [storage.Incentive, storage.LastUpdate] as const;

function* uids(state: ReadState, netuid: NetUid, size: number): Generator<Finding> {
  const numbers: Uid[] = [];
  for (const [[, uid], hotkey] of storage.Keys.entries(state, netuid)) {
    numbers.push(uid);
    yield* same(
      "The hotkey of a uid has that uid.",
      [netuid, uid, hotkey],
      storage.Uids.at(netuid, hotkey).get(state),
      uid,
    );
  }
  const sorted = numbers.sort((a, b) => a - b);
  const complete = sorted.length === size && sorted.every((uid, i) => uid === i);
  yield* holds("Uids are numbered from 0 on.", [netuid], complete, sorted, size);
  for (const [[, hotkey], uid] of storage.Uids.entries(state, netuid)) {
    yield* same(
      "The uid of a hotkey has that hotkey.",
      [netuid, hotkey, uid],
      storage.Keys.at(netuid, uid).find(state),
      hotkey,
    );
    const member = storage.IsNetworkMember.at(hotkey, netuid).get(state);
    yield* same("A neuron is a member of its subnet.", [netuid, hotkey], member, true);
  }
  for (const [, uid] of storage.BlockAtRegistration.keys(state, netuid))
    yield* holds("Blocks of registration are of uids.", [netuid, uid], uid < size, uid, size);
  for (const [, uid] of storage.AssociatedEvmAddress.keys(state, netuid))
    yield* holds("EVM addresses are of uids.", [netuid, uid], uid < size, uid, size);
  for (const item of [storage.Axons, storage.NeuronCertificates, storage.Prometheus])
    for (const [, hotkey] of item.keys(state, netuid)) {
      const member = storage.Uids.at(netuid, hotkey).exists(state);
      yield* holds("What serves is a neuron.", [item.name, netuid, hotkey], member, "none", "a neuron");
    }
}

function* rows(state: ReadState, index: number, size: number): Generator<Finding> {
  for (const item of [storage.Weights, storage.Bonds])
    for (const [[, uid], row] of item.entries(state, index)) {
      yield* holds("Rows are of uids.", [item.name, index, uid], uid < size, uid, size);
      yield* distinct(
        "A row has each uid once.",
        [item.name, index, uid],
        row.map(([to]) => to),
      );
      for (const [to] of row) yield* holds("Rows lead to uids.", [item.name, index, uid], to < size, to, size);
    }
}

function* vectors(state: ReadState, netuid: NetUid, size: number): Generator<Finding> {
  for (const item of perNeuron)
    yield* same("There is an element for each neuron.", [item.name, netuid], item.at(netuid).get(state).length, size);
  for (const [mecid, index] of mechanismIndices(state, netuid).entries()) {
    for (const item of perNeuronAndMechanism) {
      const { length } = item.at(index).get(state);
      // A mechanism that is added begins with empty lists, which registrations lengthen and its first epoch makes whole.
      if (mecid === 0) yield* same("There is an element for each neuron.", [item.name, index], length, size);
      yield* holds("There are no more elements than neurons.", [item.name, index], length <= size, length, size);
    }
    yield* rows(state, index, size);
  }
  // Registration does not lengthen this list: it is as long as at the last epoch.
  const { length } = storage.StakeWeight.at(netuid).get(state);
  yield* holds("There are no more elements than neurons.", ["StakeWeight", netuid], length <= size, length, size);
}

/** The neurons of every subnet: uids, what is kept of each, and what is kept of mechanisms. */
export function* neurons(state: ReadState): Generator<Finding> {
  const indices = new Set<NetUidStorageIndex>();
  for (const [[netuid], added] of storage.NetworksAdded.entries(state)) {
    if (!added) continue;
    const size = storage.SubnetworkN.at(netuid).get(state);
    const most = storage.MaxAllowedUids.at(netuid).get(state);
    yield* holds("A subnet has no more neurons than it may.", [netuid], size <= most, size, most);
    yield* uids(state, netuid, size);
    yield* vectors(state, netuid, size);
    for (const index of mechanismIndices(state, netuid)) indices.add(index);
  }
  for (const [[hotkey, netuid], member] of storage.IsNetworkMember.entries(state))
    yield* same(
      "A member of a subnet is a neuron.",
      [netuid, hotkey],
      storage.Uids.at(netuid, hotkey).exists(state),
      member,
    );
  for (const item of [storage.Weights, storage.Bonds, storage.WeightCommits, storage.TimelockedWeightCommits])
    for (const [index, key] of item.keys(state))
      yield* holds(
        "Rows are of mechanisms that exist.",
        [item.name, index, getNetuid(index), key],
        indices.has(index),
        "none",
        "one",
      );
  for (const item of perNeuronAndMechanism)
    for (const [index] of item.keys(state))
      yield* holds(
        "Lists are of mechanisms that exist.",
        [item.name, index, getNetuid(index)],
        indices.has(index),
        "none",
        "one",
      );
}
