import { option, vec } from "../../codec/containers.ts";
import { query, runtimeApi } from "../frame/runtime-api.ts";
import { getNeuron, getNeuronLite, getNeurons, getNeuronsLite } from "../pallets/subtensor/rpc-info/neuron-info.ts";
import { NeuronInfo, NeuronInfoLite } from "../pallets/subtensor/types/neuron-infos.ts";
import { NetUid, Uid } from "../types/balances.ts";

/** Rust: pallets/subtensor/runtime-api NeuronInfoRuntimeApi. */
export const neuronInfoRuntimeApi = runtimeApi("NeuronInfoRuntimeApi", 1, "Neurons of subnets.", {
  get_neurons: query(
    "All neurons of a subnet with weights and bonds.",
    { netuid: NetUid },
    vec(NeuronInfo),
    (state, { netuid }) => getNeurons(state, netuid),
  ),
  get_neuron: query(
    "One neuron with weights and bonds.",
    { netuid: NetUid, uid: Uid },
    option(NeuronInfo),
    (state, { netuid, uid }) => getNeuron(state, netuid, uid),
  ),
  get_neurons_lite: query(
    "All neurons of a subnet without weights and bonds.",
    { netuid: NetUid },
    vec(NeuronInfoLite),
    (state, { netuid }) => getNeuronsLite(state, netuid),
  ),
  get_neuron_lite: query(
    "One neuron without weights and bonds.",
    { netuid: NetUid, uid: Uid },
    option(NeuronInfoLite),
    (state, { netuid, uid }) => getNeuronLite(state, netuid, uid),
  ),
});
