import { option, vec } from "../../codec/containers.ts";
import { u16 } from "../../codec/primitives.ts";
import { query, runtimeApi } from "../frame/runtime-api.ts";
import { NeuronInfo, NeuronInfoLite } from "../pallets/subtensor/types.ts";

/** NeuronInfoRuntimeApi. */
export const neuronInfoRuntimeApi = runtimeApi("NeuronInfoRuntimeApi", 1, "Neuron info runtime api.", {
  get_neurons: query("Get neurons.", { netuid: u16 }, vec(NeuronInfo)),
  get_neuron: query("Get neuron.", { netuid: u16, uid: u16 }, option(NeuronInfo)),
  get_neurons_lite: query("Get neurons lite.", { netuid: u16 }, vec(NeuronInfoLite)),
  get_neuron_lite: query("Get neuron lite.", { netuid: u16, uid: u16 }, option(NeuronInfoLite)),
});
