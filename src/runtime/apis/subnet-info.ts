import { option, vec } from "../../codec/containers.ts";
import { u8, u16, u64 } from "../../codec/primitives.ts";
import { query, runtimeApi } from "../frame/runtime-api.ts";
import {
  DynamicInfo,
  HyperparamEntry,
  Metagraph,
  SelectiveMetagraph,
  SubnetHyperparams,
  SubnetHyperparamsV2,
  SubnetInfo,
  SubnetInfov2,
  SubnetState,
} from "../pallets/subtensor/types.ts";
import { AccountId32 } from "../types/account-id.ts";

/** SubnetInfoRuntimeApi. */
export const subnetInfoRuntimeApi = runtimeApi("SubnetInfoRuntimeApi", 2, "Subnet info runtime api.", {
  get_subnet_info: query("Get subnet info.", { netuid: u16 }, option(SubnetInfo)),
  get_subnets_info: query("Get subnets info.", {}, vec(option(SubnetInfo))),
  get_subnet_info_v2: query("Get subnet info v2.", { netuid: u16 }, option(SubnetInfov2)),
  get_subnets_info_v2: query("Get subnets info v2.", {}, vec(option(SubnetInfov2))),
  get_subnet_hyperparams: { ...query("Get subnet hyperparams.", { netuid: u16 }, option(SubnetHyperparams)), deprecated: "Use get_subnet_hyperparams_v3." },
  get_subnet_hyperparams_v2: { ...query("Get subnet hyperparams v2.", { netuid: u16 }, option(SubnetHyperparamsV2)), deprecated: "Use get_subnet_hyperparams_v3." },
  get_all_dynamic_info: query("Get all dynamic info.", {}, vec(option(DynamicInfo))),
  get_all_metagraphs: query("Get all metagraphs.", {}, vec(option(Metagraph))),
  get_metagraph: query("Get metagraph.", { netuid: u16 }, option(Metagraph)),
  get_all_mechagraphs: query("Get all mechagraphs.", {}, vec(option(Metagraph))),
  get_mechagraph: query("Get mechagraph.", { netuid: u16, mecid: u8 }, option(Metagraph)),
  get_dynamic_info: query("Get dynamic info.", { netuid: u16 }, option(DynamicInfo)),
  get_subnet_state: query("Get subnet state.", { netuid: u16 }, option(SubnetState)),
  get_selective_metagraph: query(
    "Get selective metagraph.",
    { netuid: u16, metagraph_indexes: vec(u16) },
    option(SelectiveMetagraph),
  ),
  get_coldkey_auto_stake_hotkey: query(
    "Get coldkey auto stake hotkey.",
    { coldkey: AccountId32, netuid: u16 },
    option(AccountId32),
  ),
  get_selective_mechagraph: query(
    "Get selective mechagraph.",
    { netuid: u16, subid: u8, metagraph_indexes: vec(u16) },
    option(SelectiveMetagraph),
  ),
  get_subnet_to_prune: query("Get subnet to prune.", {}, option(u16)),
  get_subnet_account_id: query("Get subnet account id.", { netuid: u16 }, option(AccountId32)),
  get_next_epoch_start_block: query("Get next epoch start block.", { netuid: u16 }, option(u64)),
  get_subnet_hyperparams_v3: query("Get subnet hyperparams v3.", { netuid: u16 }, option(vec(HyperparamEntry))),
});
