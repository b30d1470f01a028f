import type { Infer } from "../../../../codec/codec.ts";
import type { ReadState } from "../../../frame/state.ts";
import { indexOfMechanism0, type NetUid, type Uid } from "../../../types/balances.ts";
import { getStakeForHotkeyOnSubnet } from "../staking/alpha-shares.ts";
import { storage } from "../storage.ts";
import { ifSubnetExist } from "../subnets/subnet.ts";
import type { NeuronInfo, NeuronInfoLite } from "../types/neuron-infos.ts";
import type { AxonInfo } from "../types.ts";

type Neuron = Infer<typeof NeuronInfo>;
type NeuronLite = Infer<typeof NeuronInfoLite>;

/** What an axon is that was never served. Rust: `pallets/subtensor/src/subnets/serving.rs get_axon_info`. */
export const noAxon: Infer<typeof AxonInfo> = {
  block: 0n,
  version: 0,
  ip: 0n,
  port: 0,
  ip_type: 0,
  protocol: 0,
  placeholder1: 0,
  placeholder2: 0,
};
const noPrometheus: Neuron["prometheus_info"] = { block: 0n, version: 0, ip: 0n, port: 0, ip_type: 0 };

/** A neuron's description given its uid; undefined for a uid without a key. */
type LiteReader = (uid: Uid) => NeuronLite | undefined;

/** Reads a subnet's vectors once. Rank and trust are not computed any more, the pruning score is always the greatest. */
function liteReader(state: ReadState, netuid: NetUid): LiteReader {
  const active = storage.Active.at(netuid).get(state);
  const emission = storage.Emission.at(netuid).get(state);
  const incentive = storage.Incentive.at(indexOfMechanism0(netuid)).get(state);
  const consensus = storage.Consensus.at(netuid).get(state);
  const validatorTrust = storage.ValidatorTrust.at(netuid).get(state);
  const dividends = storage.Dividends.at(netuid).get(state);
  const lastUpdate = storage.LastUpdate.at(indexOfMechanism0(netuid)).get(state);
  const permits = storage.ValidatorPermit.at(netuid).get(state);
  return (uid) => {
    const hotkey = storage.Keys.at(netuid, uid).find(state);
    if (hotkey === undefined) return undefined;
    const coldkey = storage.Owner.at(hotkey).get(state);
    return {
      hotkey,
      coldkey,
      uid,
      netuid,
      active: active[uid] ?? false,
      axon_info: storage.Axons.at(netuid, hotkey).get(state) ?? noAxon,
      prometheus_info: storage.Prometheus.at(netuid, hotkey).get(state) ?? noPrometheus,
      stake: [[coldkey, getStakeForHotkeyOnSubnet(state, hotkey, netuid)]],
      rank: 0,
      emission: emission[uid] ?? 0n,
      incentive: incentive[uid] ?? 0,
      consensus: consensus[uid] ?? 0,
      trust: 0,
      validator_trust: validatorTrust[uid] ?? 0,
      dividends: dividends[uid] ?? 0,
      last_update: lastUpdate[uid] ?? 0n,
      validator_permit: permits[uid] ?? false,
      pruning_score: 65_535,
    };
  };
}

/** A neuron with the weights and bonds of its first mechanism that are not zero. */
function withMatrices(state: ReadState, lite: NeuronLite): Neuron {
  const aboveZero = (row: [Uid, number][]): [Uid, number][] => row.filter(([, part]) => part > 0);
  return {
    ...lite,
    weights: aboveZero(storage.Weights.at(indexOfMechanism0(lite.netuid), lite.uid).get(state)),
    bonds: aboveZero(storage.Bonds.at(indexOfMechanism0(lite.netuid), lite.uid).get(state)),
  };
}

/**
 * All neurons of a subnet, by uid; none when there is no such subnet. Emission in alpha rao of the last epoch, stake in
 * alpha rao of everybody with the hotkey (under its owner's name), proportions in parts of 65535.
 * Rust: `pallets/subtensor/src/rpc_info/neuron_info.rs get_neurons_lite`.
 */
export function getNeuronsLite(state: ReadState, netuid: NetUid): NeuronLite[] {
  if (!ifSubnetExist(state, netuid)) return [];
  const read = liteReader(state, netuid);
  const size = storage.SubnetworkN.at(netuid).get(state);
  const neurons: NeuronLite[] = [];
  for (let uid = 0; uid < size; uid++) {
    const neuron = read(uid);
    if (neuron === undefined) break;
    neurons.push(neuron);
  }
  return neurons;
}

/** The same with weights and bonds. Rust: `pallets/subtensor/src/rpc_info/neuron_info.rs get_neurons`. */
export function getNeurons(state: ReadState, netuid: NetUid): Neuron[] {
  return getNeuronsLite(state, netuid).map((lite) => withMatrices(state, lite));
}

/** One neuron. Rust: `pallets/subtensor/src/rpc_info/neuron_info.rs get_neuron_lite`. */
export function getNeuronLite(state: ReadState, netuid: NetUid, uid: Uid): NeuronLite | undefined {
  return ifSubnetExist(state, netuid) ? liteReader(state, netuid)(uid) : undefined;
}

/** One neuron with weights and bonds. Rust: `pallets/subtensor/src/rpc_info/neuron_info.rs get_neuron`. */
export function getNeuron(state: ReadState, netuid: NetUid, uid: Uid): Neuron | undefined {
  const lite = getNeuronLite(state, netuid, uid);
  return lite === undefined ? undefined : withMatrices(state, lite);
}
