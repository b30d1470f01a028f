import { as } from "../../../../codec/codec.ts";
import { struct } from "../../../../codec/composites.ts";
import { compact, tuple, vec } from "../../../../codec/containers.ts";
import { bool, u16, u64 } from "../../../../codec/primitives.ts";
import { AccountId32 } from "../../../types/account-id.ts";
import { AlphaBalance, NetUid, TaoBalance } from "../../../types/balances.ts";
import { AxonInfo, PrometheusInfo } from "../types.ts";

export const DelegateInfo = struct(
  "pallet_subtensor::rpc_info::delegate_info::DelegateInfo",
  {
    delegate_ss58: as("AccountId", AccountId32),
    take: as("Compact<u16>", compact(u16)),
    nominators: as(
      "Vec<(AccountId, Vec<(Compact<NetUid>, Compact<u64>)>)>",
      vec(tuple(AccountId32, vec(tuple(compact(u16), compact(u64))))),
    ),
    owner_ss58: as("AccountId", AccountId32),
    registrations: as("Vec<Compact<NetUid>>", vec(compact(NetUid))),
    validator_permits: as("Vec<Compact<NetUid>>", vec(compact(NetUid))),
    return_per_1000: as("Compact<u64>", compact(u64)),
    total_daily_return: as("Compact<u64>", compact(u64)),
  },
  [{ name: "AccountId", type: AccountId32.info }],
);

/** What both forms of a neuron begin with. */
const neuron = {
  hotkey: as("AccountId", AccountId32),
  coldkey: as("AccountId", AccountId32),
  uid: as("Compact<u16>", compact(u16)),
  netuid: as("Compact<NetUid>", compact(NetUid)),
  active: bool,
  axon_info: as("AxonInfo", AxonInfo),
  prometheus_info: as("PrometheusInfo", PrometheusInfo),
  stake: as("Vec<(AccountId, Compact<AlphaBalance>)>", vec(tuple(AccountId32, compact(AlphaBalance)))),
  rank: as("Compact<u16>", compact(u16)),
  emission: as("Compact<AlphaBalance>", compact(AlphaBalance)),
  incentive: as("Compact<u16>", compact(u16)),
  consensus: as("Compact<u16>", compact(u16)),
  trust: as("Compact<u16>", compact(u16)),
  validator_trust: as("Compact<u16>", compact(u16)),
  dividends: as("Compact<u16>", compact(u16)),
  last_update: as("Compact<u64>", compact(u64)),
  validator_permit: bool,
};
const account = [{ name: "AccountId", type: AccountId32.info }];

/** A neuron with its weights and bonds. */
export const NeuronInfo = struct(
  "pallet_subtensor::rpc_info::neuron_info::NeuronInfo",
  {
    ...neuron,
    weights: as("Vec<(Compact<u16>, Compact<u16>)>", vec(tuple(compact(u16), compact(u16)))),
    bonds: as("Vec<(Compact<u16>, Compact<u16>)>", vec(tuple(compact(u16), compact(u16)))),
    pruning_score: as("Compact<u16>", compact(u16)),
  },
  account,
);

export const NeuronInfoLite = struct(
  "pallet_subtensor::rpc_info::neuron_info::NeuronInfoLite",
  { ...neuron, pruning_score: as("Compact<u16>", compact(u16)) },
  account,
);

export const StakeInfo = struct(
  "pallet_subtensor::rpc_info::stake_info::StakeInfo",
  {
    hotkey: as("AccountId", AccountId32),
    coldkey: as("AccountId", AccountId32),
    netuid: as("Compact<NetUid>", compact(NetUid)),
    stake: as("Compact<AlphaBalance>", compact(AlphaBalance)),
    locked: as("Compact<u64>", compact(u64)),
    emission: as("Compact<AlphaBalance>", compact(AlphaBalance)),
    tao_emission: as("Compact<TaoBalance>", compact(TaoBalance)),
    drain: as("Compact<u64>", compact(u64)),
    is_registered: bool,
  },
  [{ name: "AccountId", type: AccountId32.info }],
);

export const StakeAvailability = struct("pallet_subtensor::rpc_info::stake_info::StakeAvailability", {
  total: as("Compact<AlphaBalance>", compact(AlphaBalance)),
  locked: as("Compact<AlphaBalance>", compact(AlphaBalance)),
  available: as("Compact<AlphaBalance>", compact(AlphaBalance)),
});
