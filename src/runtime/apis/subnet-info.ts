import { option, vec } from "../../codec/containers.ts";
import { u16, u64 } from "../../codec/primitives.ts";
import { query, runtimeApi } from "../frame/runtime-api.ts";
import { getNextEpochStartBlock } from "../pallets/subtensor/emissions/epoch-due.ts";
import { getNetworkToPrune } from "../pallets/subtensor/emissions/network-lock.ts";
import { getAllDynamicInfo, getDynamicInfo } from "../pallets/subtensor/rpc-info/dynamic-info.ts";
import {
  getAllMechagraphs,
  getAllMetagraphs,
  getMechagraph,
  getMetagraph,
} from "../pallets/subtensor/rpc-info/metagraph.ts";
import { getSelectiveMechagraph, getSelectiveMetagraph } from "../pallets/subtensor/rpc-info/selective-metagraph.ts";
import { getSubnetState } from "../pallets/subtensor/rpc-info/show-subnet.ts";
import {
  getSubnetHyperparams,
  getSubnetHyperparamsV2,
  getSubnetHyperparamsV3,
} from "../pallets/subtensor/rpc-info/subnet-hyperparams.ts";
import {
  getSubnetInfo,
  getSubnetInfoV2,
  getSubnetsInfo,
  getSubnetsInfoV2,
} from "../pallets/subtensor/rpc-info/subnet-info.ts";
import { storage } from "../pallets/subtensor/storage.ts";
import { getSubnetAccountId } from "../pallets/subtensor/subnets/subnet.ts";
import { HyperparamEntry, SubnetHyperparams, SubnetHyperparamsV2 } from "../pallets/subtensor/types/hyperparameters.ts";
import { Metagraph, SelectiveMetagraph } from "../pallets/subtensor/types/metagraph.ts";
import { DynamicInfo, SubnetInfo, SubnetInfov2, SubnetState } from "../pallets/subtensor/types/subnet-infos.ts";
import { AccountId32 } from "../types/account-id.ts";
import { MechId, NetUid } from "../types/balances.ts";

const deprecated = "Use get_subnet_hyperparams_v3.";

/** Rust: pallets/subtensor/runtime-api SubnetInfoRuntimeApi. */
export const subnetInfoRuntimeApi = runtimeApi("SubnetInfoRuntimeApi", 2, "Subnets, their settings and metagraphs.", {
  get_subnet_info: query("A subnet's settings.", { netuid: NetUid }, option(SubnetInfo), (state, { netuid }) =>
    getSubnetInfo(state, netuid),
  ),
  get_subnets_info: query("The settings of all subnets.", {}, vec(option(SubnetInfo)), (state) =>
    getSubnetsInfo(state),
  ),
  get_subnet_info_v2: query(
    "A subnet's settings and identity.",
    { netuid: NetUid },
    option(SubnetInfov2),
    (state, { netuid }) => getSubnetInfoV2(state, netuid),
  ),
  get_subnets_info_v2: query("The settings and identities of all subnets.", {}, vec(option(SubnetInfov2)), (state) =>
    getSubnetsInfoV2(state),
  ),
  get_subnet_hyperparams: {
    ...query("A subnet's hyperparameters.", { netuid: NetUid }, option(SubnetHyperparams), (state, { netuid }) =>
      getSubnetHyperparams(state, netuid),
    ),
    deprecated,
  },
  get_subnet_hyperparams_v2: {
    ...query(
      "A subnet's hyperparameters with those of newer Yuma.",
      { netuid: NetUid },
      option(SubnetHyperparamsV2),
      (state, { netuid }) => getSubnetHyperparamsV2(state, netuid),
    ),
    deprecated,
  },
  get_all_dynamic_info: query("Pool, price and emission of all subnets.", {}, vec(option(DynamicInfo)), (state) =>
    getAllDynamicInfo(state),
  ),
  get_all_metagraphs: query("All subnets and their neurons.", {}, vec(option(Metagraph)), (state) =>
    getAllMetagraphs(state),
  ),
  get_metagraph: query("A subnet and its neurons.", { netuid: NetUid }, option(Metagraph), (state, { netuid }) =>
    getMetagraph(state, netuid),
  ),
  get_all_mechagraphs: query("All subnets by mechanism.", {}, vec(option(Metagraph)), (state) =>
    getAllMechagraphs(state),
  ),
  get_mechagraph: query(
    "A subnet and its neurons as one mechanism sees them.",
    { netuid: NetUid, mecid: MechId },
    option(Metagraph),
    (state, { netuid, mecid }) => getMechagraph(state, netuid, mecid),
  ),
  get_dynamic_info: query(
    "Pool, price and emission of a subnet.",
    { netuid: NetUid },
    option(DynamicInfo),
    (state, { netuid }) => getDynamicInfo(state, netuid),
  ),
  get_subnet_state: query("The neurons of a subnet.", { netuid: NetUid }, option(SubnetState), (state, { netuid }) =>
    getSubnetState(state, netuid),
  ),
  get_selective_metagraph: query(
    "Some fields of a metagraph, by index.",
    { netuid: NetUid, metagraph_indexes: vec(u16) },
    option(SelectiveMetagraph),
    (state, { netuid, metagraph_indexes }) => getSelectiveMetagraph(state, netuid, metagraph_indexes),
  ),
  get_coldkey_auto_stake_hotkey: query(
    "The hotkey that a coldkey's mining emission on a subnet is staked to.",
    { coldkey: AccountId32, netuid: NetUid },
    option(AccountId32),
    (state, { coldkey, netuid }) => storage.AutoStakeDestination.at(coldkey, netuid).get(state),
  ),
  get_selective_mechagraph: query(
    "Some fields of a metagraph as one mechanism sees them, by index.",
    { netuid: NetUid, subid: MechId, metagraph_indexes: vec(u16) },
    option(SelectiveMetagraph),
    (state, { netuid, subid, metagraph_indexes }) => getSelectiveMechagraph(state, netuid, subid, metagraph_indexes),
  ),
  get_subnet_to_prune: query("The subnet that would give way to a new one.", {}, option(NetUid), (state) =>
    getNetworkToPrune(state),
  ),
  get_subnet_account_id: query(
    "The account that holds a subnet's TAO.",
    { netuid: NetUid },
    option(AccountId32),
    (state, { netuid }) => getSubnetAccountId(state, netuid),
  ),
  get_next_epoch_start_block: query(
    "The block of a subnet's next epoch.",
    { netuid: NetUid },
    option(u64),
    (state, { netuid }) => getNextEpochStartBlock(state, netuid),
  ),
  get_subnet_hyperparams_v3: query(
    "A subnet's hyperparameters by name.",
    { netuid: NetUid },
    option(vec(HyperparamEntry)),
    (state, { netuid }) => getSubnetHyperparamsV3(state, netuid),
  ),
});
