import type { Infer } from "../../../../codec/codec.ts";
import type { ReadState } from "../../../frame/state.ts";
import type { NetUid } from "../../../types/balances.ts";
import { storage } from "../storage.ts";
import { ifSubnetExist } from "../subnets/subnet.ts";
import type { SubnetInfo, SubnetInfov2 } from "../types/subnet-infos.ts";
import { readFields, subnetFields } from "./subnet-fields.ts";

type Info = Infer<typeof SubnetInfo>;
type InfoV2 = Infer<typeof SubnetInfov2>;

/** What both forms have. Modality, connections and emission are kept for older clients only. */
function common(state: ReadState, netuid: NetUid): Omit<Info, "emission_values"> {
  const of = { state, netuid };
  return {
    ...readFields(subnetFields, of, [
      "netuid",
      "rho",
      "kappa",
      "difficulty",
      "immunity_period",
      "min_allowed_weights",
      "max_weights_limit",
      "tempo",
      "burn",
    ]),
    max_allowed_validators: subnetFields.max_validators(of),
    scaling_law_power: storage.ScalingLawPower.at(netuid).get(state),
    subnetwork_n: subnetFields.num_uids(of),
    max_allowed_uids: subnetFields.max_uids(of),
    blocks_since_last_step: storage.BlocksSinceLastStep.at(netuid).get(state),
    network_modality: 0,
    network_connect: [],
    owner: subnetFields.owner_coldkey(of),
  };
}

/**
 * A subnet's settings; undefined when there is no such subnet.
 * Rust: `pallets/subtensor/src/rpc_info/subnet_info.rs get_subnet_info`.
 */
export function getSubnetInfo(state: ReadState, netuid: NetUid): Info | undefined {
  return ifSubnetExist(state, netuid) ? { ...common(state, netuid), emission_values: 0n } : undefined;
}

/** The same with its identity. Rust: `pallets/subtensor/src/rpc_info/subnet_info.rs get_subnet_info_v2`. */
export function getSubnetInfoV2(state: ReadState, netuid: NetUid): InfoV2 | undefined {
  if (!ifSubnetExist(state, netuid)) return undefined;
  return { ...common(state, netuid), emission_value: 0n, identity: subnetFields.identity({ state, netuid }) };
}

function existing(state: ReadState): NetUid[] {
  return [...storage.NetworksAdded.entries(state)]
    .flatMap(([[netuid], added]) => (added ? [netuid] : []))
    .sort((a, b) => a - b);
}

/** All subnets by number. Rust: `pallets/subtensor/src/rpc_info/subnet_info.rs get_subnets_info`. */
export function getSubnetsInfo(state: ReadState): (Info | undefined)[] {
  return existing(state).map((netuid) => getSubnetInfo(state, netuid));
}

/** All subnets by number. Rust: `pallets/subtensor/src/rpc_info/subnet_info.rs get_subnets_info_v2`. */
export function getSubnetsInfoV2(state: ReadState): (InfoV2 | undefined)[] {
  return existing(state).map((netuid) => getSubnetInfoV2(state, netuid));
}
