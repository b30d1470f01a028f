import { as } from "../../../../codec/codec.ts";
import { struct } from "../../../../codec/composites.ts";
import { array, compact, option, vec } from "../../../../codec/containers.ts";
import { bool, u8, u16, u64, u128 } from "../../../../codec/primitives.ts";
import { AccountId32 } from "../../../types/account-id.ts";
import { AlphaBalance, NetUid, TaoBalance } from "../../../types/balances.ts";
import { I96F32 } from "../../../types/fixed.ts";
import { SubnetIdentityV3 } from "../types.ts";

/** What both versions begin with. */
const subnet = {
  netuid: as("Compact<NetUid>", compact(NetUid)),
  rho: as("Compact<u16>", compact(u16)),
  kappa: as("Compact<u16>", compact(u16)),
  difficulty: as("Compact<u64>", compact(u64)),
  immunity_period: as("Compact<u16>", compact(u16)),
  max_allowed_validators: as("Compact<u16>", compact(u16)),
  min_allowed_weights: as("Compact<u16>", compact(u16)),
  max_weights_limit: as("Compact<u16>", compact(u16)),
  scaling_law_power: as("Compact<u16>", compact(u16)),
  subnetwork_n: as("Compact<u16>", compact(u16)),
  max_allowed_uids: as("Compact<u16>", compact(u16)),
  blocks_since_last_step: as("Compact<u64>", compact(u64)),
  tempo: as("Compact<u16>", compact(u16)),
  network_modality: as("Compact<u16>", compact(u16)),
  network_connect: vec(array(2, u16)),
};
const account = [{ name: "AccountId", type: AccountId32.info }];

export const SubnetInfo = struct(
  "pallet_subtensor::rpc_info::subnet_info::SubnetInfo",
  {
    ...subnet,
    emission_values: as("Compact<u64>", compact(u64)),
    burn: as("Compact<TaoBalance>", compact(TaoBalance)),
    owner: as("AccountId", AccountId32),
  },
  account,
);

export const SubnetInfov2 = struct(
  "pallet_subtensor::rpc_info::subnet_info::SubnetInfov2",
  {
    ...subnet,
    emission_value: as("Compact<u64>", compact(u64)),
    burn: as("Compact<TaoBalance>", compact(TaoBalance)),
    owner: as("AccountId", AccountId32),
    identity: as("Option<SubnetIdentityV3>", option(SubnetIdentityV3)),
  },
  account,
);

export const DynamicInfo = struct(
  "pallet_subtensor::rpc_info::dynamic_info::DynamicInfo",
  {
    netuid: as("Compact<NetUid>", compact(NetUid)),
    owner_hotkey: as("AccountId", AccountId32),
    owner_coldkey: as("AccountId", AccountId32),
    subnet_name: as("Vec<Compact<u8>>", vec(compact(u8))),
    token_symbol: as("Vec<Compact<u8>>", vec(compact(u8))),
    tempo: as("Compact<u16>", compact(u16)),
    last_step: as("Compact<u64>", compact(u64)),
    blocks_since_last_step: as("Compact<u64>", compact(u64)),
    emission: as("Compact<u64>", compact(u64)),
    alpha_in: as("Compact<AlphaBalance>", compact(AlphaBalance)),
    alpha_out: as("Compact<AlphaBalance>", compact(AlphaBalance)),
    tao_in: as("Compact<TaoBalance>", compact(TaoBalance)),
    alpha_out_emission: as("Compact<AlphaBalance>", compact(AlphaBalance)),
    alpha_in_emission: as("Compact<AlphaBalance>", compact(AlphaBalance)),
    tao_in_emission: as("Compact<TaoBalance>", compact(TaoBalance)),
    pending_alpha_emission: as("Compact<AlphaBalance>", compact(AlphaBalance)),
    pending_root_emission: as("Compact<TaoBalance>", compact(TaoBalance)),
    subnet_volume: as("Compact<u128>", compact(u128)),
    network_registered_at: as("Compact<u64>", compact(u64)),
    subnet_identity: as("Option<SubnetIdentityV3>", option(SubnetIdentityV3)),
    moving_price: as("I96F32", I96F32),
  },
  account,
);

export const SubnetState = struct(
  "pallet_subtensor::rpc_info::show_subnet::SubnetState",
  {
    netuid: as("Compact<NetUid>", compact(NetUid)),
    hotkeys: as("Vec<AccountId>", vec(AccountId32)),
    coldkeys: as("Vec<AccountId>", vec(AccountId32)),
    active: vec(bool),
    validator_permit: vec(bool),
    pruning_score: as("Vec<Compact<u16>>", vec(compact(u16))),
    last_update: as("Vec<Compact<u64>>", vec(compact(u64))),
    emission: as("Vec<Compact<AlphaBalance>>", vec(compact(AlphaBalance))),
    dividends: as("Vec<Compact<u16>>", vec(compact(u16))),
    incentives: as("Vec<Compact<u16>>", vec(compact(u16))),
    consensus: as("Vec<Compact<u16>>", vec(compact(u16))),
    trust: as("Vec<Compact<u16>>", vec(compact(u16))),
    rank: as("Vec<Compact<u16>>", vec(compact(u16))),
    block_at_registration: as("Vec<Compact<u64>>", vec(compact(u64))),
    alpha_stake: as("Vec<Compact<AlphaBalance>>", vec(compact(AlphaBalance))),
    tao_stake: as("Vec<Compact<TaoBalance>>", vec(compact(TaoBalance))),
    total_stake: as("Vec<Compact<TaoBalance>>", vec(compact(TaoBalance))),
    emission_history: as("Vec<Vec<Compact<AlphaBalance>>>", vec(vec(compact(AlphaBalance)))),
  },
  account,
);
