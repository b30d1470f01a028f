import { as } from "../../../../codec/codec.ts";
import { enumeration, struct } from "../../../../codec/composites.ts";
import { compact } from "../../../../codec/containers.ts";
import { bool, bytes, u16, u32, u64, u128 } from "../../../../codec/primitives.ts";
import { TaoBalance } from "../../../types/balances.ts";
import { I32F32, U64F64 } from "../../../types/fixed.ts";

/** The settings that both versions show, in this order. */
const settings = {
  rho: as("Compact<u16>", compact(u16)),
  kappa: as("Compact<u16>", compact(u16)),
  immunity_period: as("Compact<u16>", compact(u16)),
  min_allowed_weights: as("Compact<u16>", compact(u16)),
  max_weights_limit: as("Compact<u16>", compact(u16)),
  tempo: as("Compact<u16>", compact(u16)),
  min_difficulty: as("Compact<u64>", compact(u64)),
  max_difficulty: as("Compact<u64>", compact(u64)),
  weights_version: as("Compact<u64>", compact(u64)),
  weights_rate_limit: as("Compact<u64>", compact(u64)),
  adjustment_interval: as("Compact<u16>", compact(u16)),
  activity_cutoff: as("Compact<u64>", compact(u64)),
  registration_allowed: bool,
  target_regs_per_interval: as("Compact<u16>", compact(u16)),
  min_burn: as("Compact<TaoBalance>", compact(TaoBalance)),
  max_burn: as("Compact<TaoBalance>", compact(TaoBalance)),
  bonds_moving_avg: as("Compact<u64>", compact(u64)),
  max_regs_per_block: as("Compact<u16>", compact(u16)),
  serving_rate_limit: as("Compact<u64>", compact(u64)),
  max_validators: as("Compact<u16>", compact(u16)),
  adjustment_alpha: as("Compact<u64>", compact(u64)),
  difficulty: as("Compact<u64>", compact(u64)),
  commit_reveal_period: as("Compact<u64>", compact(u64)),
  commit_reveal_weights_enabled: bool,
  alpha_high: as("Compact<u16>", compact(u16)),
  alpha_low: as("Compact<u16>", compact(u16)),
  liquid_alpha_enabled: bool,
};

export const SubnetHyperparams = struct("pallet_subtensor::rpc_info::subnet_info::SubnetHyperparams", settings);

export const SubnetHyperparamsV2 = struct("pallet_subtensor::rpc_info::subnet_info::SubnetHyperparamsV2", {
  ...settings,
  alpha_sigmoid_steepness: as("I32F32", I32F32),
  yuma_version: as("Compact<u16>", compact(u16)),
  subnet_is_active: bool,
  transfers_enabled: bool,
  bonds_reset_enabled: bool,
  user_liquidity_enabled: bool,
});

export const HyperparamValue = enumeration("pallet_subtensor::rpc_info::subnet_info::HyperparamValue", {
  Bool: bool,
  U16: as("Compact<u16>", compact(u16)),
  U32: as("Compact<u32>", compact(u32)),
  U64: as("Compact<u64>", compact(u64)),
  U128: as("Compact<u128>", compact(u128)),
  TaoBalance: as("Compact<TaoBalance>", compact(TaoBalance)),
  I32F32: as("I32F32", I32F32),
  U64F64: as("U64F64", U64F64),
});

export const HyperparamEntry = struct("pallet_subtensor::rpc_info::subnet_info::HyperparamEntry", {
  name: bytes,
  value: as("HyperparamValue", HyperparamValue),
});
