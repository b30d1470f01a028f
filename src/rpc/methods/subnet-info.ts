import { decode } from "../../codec/codec.ts";
import { option } from "../../codec/containers.ts";
import { u16, u64 } from "../../codec/primitives.ts";
import { subnetInfoRuntimeApi as api } from "../../runtime/apis/subnet-info.ts";
import { subnetRegistrationRuntimeApi } from "../../runtime/apis/subnet-registration.ts";
import { jsonInteger } from "../json.ts";
import { type Method, method } from "../method.ts";
import { account, hash, integer, listOf, optional } from "../schema.ts";
import { askForBytes, askRuntime } from "../subtensor-call.ts";

const at = optional(hash);
const netuid = integer(16);
const mecid = integer(8);

/** A method that asks about the whole chain. */
function ofAll(doc: string, name: string, failure: string): Method {
  return method({
    doc,
    params: { at },
    run: (args, context) => askForBytes({ context, api, method: name, at: args.at, failure }),
  });
}

/** A method that asks about one subnet. */
function ofSubnet(doc: string, name: string, failure: string, bare = false): Method {
  return method({
    doc,
    params: { netuid, at },
    run: (args, context) =>
      askForBytes({ context, api, method: name, args: [args.netuid], at: args.at, failure, bare }),
  });
}

const noSubnet = "Unable to get subnet info";
const noSubnets = "Unable to get subnets info";
const noDynamicInfo = "Unable to get dynamic subnets info";
// So spelled by the original.
const noMetagraphs = "Unable to get metagraps";
const noSelection = "Unable to get selective metagraph";

export const subnetInfo_getSubnetInfo = ofSubnet("Option<SubnetInfo>, encoded.", "get_subnet_info", noSubnet);
export const subnetInfo_getSubnetsInfo = ofAll("Vec<Option<SubnetInfo>>, encoded.", "get_subnets_info", noSubnets);
export const subnetInfo_getSubnetInfo_v2 = ofSubnet("Option<SubnetInfov2>, encoded.", "get_subnet_info_v2", noSubnet);
export const subnetInfo_getSubnetsInfo_v2 = ofAll(
  "Vec<Option<SubnetInfov2>>, encoded.",
  "get_subnets_info_v2",
  noSubnets,
);
export const subnetInfo_getSubnetHyperparams = ofSubnet(
  "Option<SubnetHyperparams>, encoded.",
  "get_subnet_hyperparams",
  noSubnet,
);
export const subnetInfo_getSubnetHyperparamsV2 = ofSubnet(
  "Option<SubnetHyperparamsV2>, encoded.",
  "get_subnet_hyperparams_v2",
  noSubnet,
);
export const subnetInfo_getAllDynamicInfo = ofAll(
  "The prices, reserves and emissions of all subnets: Vec<Option<DynamicInfo>>, encoded.",
  "get_all_dynamic_info",
  noDynamicInfo,
);
export const subnetInfo_getDynamicInfo = ofSubnet(
  "Price, reserves and emission of a subnet: Option<DynamicInfo>, encoded.",
  "get_dynamic_info",
  noDynamicInfo,
);
export const subnetInfo_getAllMetagraphs = ofAll(
  "Vec<Option<Metagraph>>, encoded.",
  "get_all_metagraphs",
  noMetagraphs,
);
export const subnetInfo_getMetagraph = ofSubnet("Option<Metagraph>, encoded.", "get_metagraph", noDynamicInfo);
export const subnetInfo_getAllMechagraphs = ofAll(
  "The metagraphs of all mechanisms: Vec<Option<Metagraph>>, encoded.",
  "get_all_mechagraphs",
  noMetagraphs,
);
export const subnetInfo_getSubnetState = ofSubnet(
  "Option<SubnetState>, encoded.",
  "get_subnet_state",
  "Unable to get subnet state info",
);
export const subnetInfo_getSubnetAccountId = ofSubnet(
  "The account that a subnet holds its funds in: Option<AccountId32>, encoded.",
  "get_subnet_account_id",
  "Subnet does not exist",
  true,
);

export const subnetInfo_getMechagraph = method({
  doc: "The metagraph of one mechanism of a subnet: Option<Metagraph>, encoded.",
  params: { netuid, mecid, at },
  run: (args, context) => {
    const call = { context, api, method: "get_mechagraph", at: args.at, failure: noDynamicInfo };
    return askForBytes({ ...call, args: [args.netuid, args.mecid] });
  },
});

export const subnetInfo_getSelectiveMetagraph = method({
  doc: "Some fields of a metagraph, by their indexes: Option<SelectiveMetagraph>, encoded.",
  params: { netuid, metagraphIndex: listOf(integer(16)), at },
  run: (args, context) => {
    const call = { context, api, method: "get_selective_metagraph", at: args.at, failure: noSelection };
    return askForBytes({ ...call, args: [args.netuid, args.metagraphIndex] });
  },
});

export const subnetInfo_getSelectiveMechagraph = method({
  doc: "Some fields of the metagraph of one mechanism: Option<SelectiveMetagraph>, encoded.",
  params: { netuid, mecid, metagraphIndex: listOf(integer(16)), at },
  run: (args, context) => {
    const call = { context, api, method: "get_selective_mechagraph", at: args.at, failure: noSelection };
    return askForBytes({ ...call, args: [args.netuid, args.mecid, args.metagraphIndex] });
  },
});

export const subnetInfo_getLockCost = method({
  doc: "What registering a subnet costs now, in rao, as a number.",
  params: { at },
  *run(args, context) {
    const failure = "Unable to get subnet lock cost";
    const name = "get_network_registration_cost";
    const cost = yield* askRuntime({ context, api: subnetRegistrationRuntimeApi, method: name, at: args.at, failure });
    return jsonInteger(decode(u64, cost));
  },
});

export const subnetInfo_getSubnetToPrune = method({
  doc: "The subnet that the next registration would replace, null when there is none.",
  params: { at },
  *run(args, context) {
    const failure = "Unable to get subnet to prune";
    const netuid = yield* askRuntime({ context, api, method: "get_subnet_to_prune", at: args.at, failure });
    return decode(option(u16), netuid) ?? null;
  },
});

export const subnetInfo_getColdkeyAutoStakeHotkey = method({
  doc: "The hotkey that a coldkey's emission on a subnet is staked to: Option<AccountId32>, encoded.",
  params: { coldkey: account, netuid, at },
  run: (args, context) => {
    const failure = "Unable to get coldkey auto stake hotkey";
    const call = { context, api, method: "get_coldkey_auto_stake_hotkey", at: args.at, failure };
    return askForBytes({ ...call, args: [args.coldkey, args.netuid] });
  },
});
