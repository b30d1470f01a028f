import { neuronInfoRuntimeApi as api } from "../../runtime/apis/neuron-info.ts";
import { method } from "../method.ts";
import { hash, integer, optional } from "../schema.ts";
import { askForBytes } from "../subtensor-call.ts";

const netuid = integer(16);
const at = optional(hash);

export const neuronInfo_getNeuronsLite = method({
  doc: "The neurons of a subnet without weights and bonds: Vec<NeuronInfoLite>, encoded.",
  params: { netuid, at },
  run: (args, context) =>
    askForBytes({
      ...{ context, api, method: "get_neurons_lite", args: [args.netuid], at: args.at },
      failure: "Unable to get neurons lite info",
    }),
});

export const neuronInfo_getNeuronLite = method({
  doc: "One neuron without weights and bonds: Option<NeuronInfoLite>, encoded.",
  params: { netuid, uid: integer(16), at },
  run: (args, context) =>
    askForBytes({
      ...{ context, api, method: "get_neuron_lite", args: [args.netuid, args.uid], at: args.at },
      failure: "Unable to get neurons lite info",
    }),
});

export const neuronInfo_getNeurons = method({
  doc: "The neurons of a subnet: Vec<NeuronInfo>, encoded.",
  params: { netuid, at },
  run: (args, context) =>
    askForBytes({
      ...{ context, api, method: "get_neurons", args: [args.netuid], at: args.at },
      failure: "Unable to get neurons info",
    }),
});

export const neuronInfo_getNeuron = method({
  doc: "One neuron: Option<NeuronInfo>, encoded.",
  params: { netuid, uid: integer(16), at },
  run: (args, context) =>
    askForBytes({
      ...{ context, api, method: "get_neuron", args: [args.netuid, args.uid], at: args.at },
      failure: "Unable to get neuron info",
    }),
});
