import type { Infer } from "../../../../codec/codec.ts";
import { utf8 } from "../../../../lib/bytes.ts";
import { I32F32 } from "../../../fixed/formats.ts";
import type { ReadState } from "../../../frame/state.ts";
import type { NetUid } from "../../../types/balances.ts";
import { getEffectiveMinChildkeyTake } from "../staking/set-children.ts";
import { storage } from "../storage.ts";
import { ifSubnetExist } from "../subnets/subnet.ts";
import type {
  HyperparamEntry,
  HyperparamValue,
  SubnetHyperparams,
  SubnetHyperparamsV2,
} from "../types/hyperparameters.ts";
import { type OfSubnet, readFields, subnetFields } from "./subnet-fields.ts";

const firstForm = [
  "rho",
  "kappa",
  "immunity_period",
  "min_allowed_weights",
  "max_weights_limit",
  "tempo",
  "min_difficulty",
  "max_difficulty",
  "weights_version",
  "weights_rate_limit",
  "adjustment_interval",
  "activity_cutoff",
  "registration_allowed",
  "target_regs_per_interval",
  "min_burn",
  "max_burn",
  "bonds_moving_avg",
  "max_regs_per_block",
  "serving_rate_limit",
  "max_validators",
  "adjustment_alpha",
  "difficulty",
  "commit_reveal_period",
  "commit_reveal_weights_enabled",
  "alpha_high",
  "alpha_low",
  "liquid_alpha_enabled",
] as const;

/** The second form's additions. Nobody but the chain provides liquidity, so that is always false. */
const secondForm = {
  alpha_sigmoid_steepness: ({ state, netuid }: OfSubnet) =>
    I32F32.saturatingFromNum(storage.AlphaSigmoidSteepness.at(netuid).get(state)),
  yuma_version: ({ state, netuid }: OfSubnet) => (storage.Yuma3On.at(netuid).get(state) ? 3 : 2),
  subnet_is_active: ({ state, netuid }: OfSubnet) => storage.SubtokenEnabled.at(netuid).get(state),
  transfers_enabled: ({ state, netuid }: OfSubnet) => storage.TransferToggle.at(netuid).get(state),
  bonds_reset_enabled: ({ state, netuid }: OfSubnet) => storage.BondsResetOn.at(netuid).get(state),
  user_liquidity_enabled: (_: OfSubnet) => false,
} as const;
const secondNames = Object.keys(secondForm) as (keyof typeof secondForm)[];

/** What only the third form has. */
const thirdForm = {
  activity_cutoff_factor: ({ state, netuid }: OfSubnet) => storage.ActivityCutoffFactorMilli.at(netuid).get(state),
  burn_half_life: ({ state, netuid }: OfSubnet) => storage.BurnHalfLife.at(netuid).get(state),
  burn_increase_mult: ({ state, netuid }: OfSubnet) => storage.BurnIncreaseMult.at(netuid).get(state),
  owner_cut_enabled: ({ state, netuid }: OfSubnet) => storage.OwnerCutEnabled.at(netuid).get(state),
  owner_cut_auto_lock_enabled: ({ state, netuid }: OfSubnet) => storage.OwnerCutAutoLockEnabled.at(netuid).get(state),
  min_childkey_take: ({ state, netuid }: OfSubnet) => getEffectiveMinChildkeyTake(state, netuid),
} as const;

const hyperparams = { ...subnetFields, ...secondForm, ...thirdForm } as const;

/** The entries of the third form in order, each with the variant its value is told in. */
const thirdEntries = [
  ["kappa", "U16"],
  ["immunity_period", "U16"],
  ["min_allowed_weights", "U16"],
  ["max_weights_limit", "U16"],
  ["tempo", "U16"],
  ["weights_version", "U64"],
  ["weights_rate_limit", "U64"],
  ["activity_cutoff", "U64"],
  ["activity_cutoff_factor", "U32"],
  ["registration_allowed", "Bool"],
  ["target_regs_per_interval", "U16"],
  ["min_burn", "TaoBalance"],
  ["max_burn", "TaoBalance"],
  ["burn_half_life", "U16"],
  ["burn_increase_mult", "U64F64"],
  ["bonds_moving_avg", "U64"],
  ["max_regs_per_block", "U16"],
  ["serving_rate_limit", "U64"],
  ["max_validators", "U16"],
  ["commit_reveal_period", "U64"],
  ["commit_reveal_weights_enabled", "Bool"],
  ["alpha_high", "U16"],
  ["alpha_low", "U16"],
  ["liquid_alpha_enabled", "Bool"],
  ["alpha_sigmoid_steepness", "I32F32"],
  ["yuma_version", "U16"],
  ["subnet_is_active", "Bool"],
  ["transfers_enabled", "Bool"],
  ["bonds_reset_enabled", "Bool"],
  ["user_liquidity_enabled", "Bool"],
  ["owner_cut_enabled", "Bool"],
  ["owner_cut_auto_lock_enabled", "Bool"],
  ["min_childkey_take", "U16"],
] as const;

/**
 * A subnet's settings; undefined when there is no such subnet. Rao, blocks and parts of 65535.
 * Rust: `pallets/subtensor/src/rpc_info/subnet_info.rs get_subnet_hyperparams`.
 */
export function getSubnetHyperparams(state: ReadState, netuid: NetUid): Infer<typeof SubnetHyperparams> | undefined {
  return ifSubnetExist(state, netuid) ? readFields(subnetFields, { state, netuid }, firstForm) : undefined;
}

/** The same with some more. Rust: `pallets/subtensor/src/rpc_info/subnet_info.rs get_subnet_hyperparams_v2`. */
export function getSubnetHyperparamsV2(
  state: ReadState,
  netuid: NetUid,
): Infer<typeof SubnetHyperparamsV2> | undefined {
  if (!ifSubnetExist(state, netuid)) return undefined;
  return readFields(hyperparams, { state, netuid }, [...firstForm, ...secondNames]);
}

/**
 * The settings as a list of names and values, which may grow without a change of its form.
 * Rust: `pallets/subtensor/src/rpc_info/subnet_info.rs get_subnet_hyperparams_v3`.
 */
export function getSubnetHyperparamsV3(state: ReadState, netuid: NetUid): Infer<typeof HyperparamEntry>[] | undefined {
  if (!ifSubnetExist(state, netuid)) return undefined;
  return thirdEntries.map(([name, type]) => ({
    name: utf8(name),
    value: { type, value: hyperparams[name]({ state, netuid }) } as Infer<typeof HyperparamValue>,
  }));
}
