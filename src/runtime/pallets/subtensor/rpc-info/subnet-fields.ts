import { addU64, subU64 } from "../../../../lib/integers.ts";
import type { ReadState } from "../../../frame/state.ts";
import type { NetUid } from "../../../types/balances.ts";
import { storage } from "../storage.ts";
import { getNameForSubnet } from "../subnets/subnet-names.ts";
import { getActivityCutoffBlocks, getCurrentBlockAsU64 } from "../utils/misc.ts";

/** A subnet at a state. */
export interface OfSubnet {
  readonly state: ReadState;
  readonly netuid: NetUid;
}

/**
 * What runtime APIs tell of a subnet as a whole, under the names they tell it by, in the order of a metagraph's fields.
 * Amounts in rao of TAO or alpha, times in blocks, proportions in parts of 65535, moving_price as I96F32 bits. Some are
 * kept only for older clients: subnet_emission and pending_root_emission are zero, max_weights_limit is everything.
 * Rust: `pallets/subtensor/src/rpc_info/metagraph.rs get_metagraph`, its first 52 fields.
 */
export const subnetFields = {
  netuid: ({ netuid }: OfSubnet) => netuid,
  name: ({ state, netuid }: OfSubnet) => [...getNameForSubnet(state, netuid)],
  symbol: ({ state, netuid }: OfSubnet) => [...storage.TokenSymbol.at(netuid).get(state)],
  identity: ({ state, netuid }: OfSubnet) => storage.SubnetIdentitiesV3.at(netuid).get(state),
  network_registered_at: ({ state, netuid }: OfSubnet) => storage.NetworkRegisteredAt.at(netuid).get(state),
  owner_hotkey: ({ state, netuid }: OfSubnet) => storage.SubnetOwnerHotkey.at(netuid).get(state),
  owner_coldkey: ({ state, netuid }: OfSubnet) => storage.SubnetOwner.at(netuid).get(state),
  block: ({ state }: OfSubnet) => getCurrentBlockAsU64(state),
  tempo: ({ state, netuid }: OfSubnet) => storage.Tempo.at(netuid).get(state),
  last_step: ({ state, netuid }: OfSubnet) => storage.LastMechansimStepBlock.at(netuid).get(state),
  blocks_since_last_step: ({ state, netuid }: OfSubnet) =>
    subU64(getCurrentBlockAsU64(state), storage.LastMechansimStepBlock.at(netuid).get(state)),
  subnet_emission: (_: OfSubnet) => 0n,
  alpha_in: ({ state, netuid }: OfSubnet) => storage.SubnetAlphaIn.at(netuid).get(state),
  alpha_out: ({ state, netuid }: OfSubnet) => storage.SubnetAlphaOut.at(netuid).get(state),
  tao_in: ({ state, netuid }: OfSubnet) => storage.SubnetTAO.at(netuid).get(state),
  alpha_out_emission: ({ state, netuid }: OfSubnet) => storage.SubnetAlphaOutEmission.at(netuid).get(state),
  alpha_in_emission: ({ state, netuid }: OfSubnet) => storage.SubnetAlphaInEmission.at(netuid).get(state),
  tao_in_emission: ({ state, netuid }: OfSubnet) => storage.SubnetTaoInEmission.at(netuid).get(state),
  pending_alpha_emission: ({ state, netuid }: OfSubnet) =>
    addU64(storage.PendingValidatorEmission.at(netuid).get(state), storage.PendingServerEmission.at(netuid).get(state)),
  pending_root_emission: (_: OfSubnet) => 0n,
  subnet_volume: ({ state, netuid }: OfSubnet) => storage.SubnetVolume.at(netuid).get(state),
  moving_price: ({ state, netuid }: OfSubnet) => storage.SubnetMovingPrice.at(netuid).get(state),
  rho: ({ state, netuid }: OfSubnet) => storage.Rho.at(netuid).get(state),
  kappa: ({ state, netuid }: OfSubnet) => storage.Kappa.at(netuid).get(state),
  min_allowed_weights: ({ state, netuid }: OfSubnet) => storage.MinAllowedWeights.at(netuid).get(state),
  max_weights_limit: (_: OfSubnet) => 65_535,
  weights_version: ({ state, netuid }: OfSubnet) => storage.WeightsVersionKey.at(netuid).get(state),
  weights_rate_limit: ({ state, netuid }: OfSubnet) => storage.WeightsSetRateLimit.at(netuid).get(state),
  activity_cutoff: ({ state, netuid }: OfSubnet) => getActivityCutoffBlocks(state, netuid),
  max_validators: ({ state, netuid }: OfSubnet) => storage.MaxAllowedValidators.at(netuid).get(state),
  num_uids: ({ state, netuid }: OfSubnet) => storage.SubnetworkN.at(netuid).get(state),
  max_uids: ({ state, netuid }: OfSubnet) => storage.MaxAllowedUids.at(netuid).get(state),
  burn: ({ state, netuid }: OfSubnet) => storage.Burn.at(netuid).get(state),
  difficulty: ({ state, netuid }: OfSubnet) => storage.Difficulty.at(netuid).get(state),
  registration_allowed: ({ state, netuid }: OfSubnet) => storage.NetworkRegistrationAllowed.at(netuid).get(state),
  pow_registration_allowed: ({ state, netuid }: OfSubnet) =>
    storage.NetworkPowRegistrationAllowed.at(netuid).get(state),
  immunity_period: ({ state, netuid }: OfSubnet) => storage.ImmunityPeriod.at(netuid).get(state),
  min_difficulty: ({ state, netuid }: OfSubnet) => storage.MinDifficulty.at(netuid).get(state),
  max_difficulty: ({ state, netuid }: OfSubnet) => storage.MaxDifficulty.at(netuid).get(state),
  min_burn: ({ state, netuid }: OfSubnet) => storage.MinBurn.at(netuid).get(state),
  max_burn: ({ state, netuid }: OfSubnet) => storage.MaxBurn.at(netuid).get(state),
  adjustment_alpha: ({ state, netuid }: OfSubnet) => storage.AdjustmentAlpha.at(netuid).get(state),
  adjustment_interval: ({ state, netuid }: OfSubnet) => storage.AdjustmentInterval.at(netuid).get(state),
  target_regs_per_interval: ({ state, netuid }: OfSubnet) =>
    storage.TargetRegistrationsPerInterval.at(netuid).get(state),
  max_regs_per_block: ({ state, netuid }: OfSubnet) => storage.MaxRegistrationsPerBlock.at(netuid).get(state),
  serving_rate_limit: ({ state, netuid }: OfSubnet) => storage.ServingRateLimit.at(netuid).get(state),
  commit_reveal_weights_enabled: ({ state, netuid }: OfSubnet) =>
    storage.CommitRevealWeightsEnabled.at(netuid).get(state),
  commit_reveal_period: ({ state, netuid }: OfSubnet) => storage.RevealPeriodEpochs.at(netuid).get(state),
  liquid_alpha_enabled: ({ state, netuid }: OfSubnet) => storage.LiquidAlphaOn.at(netuid).get(state),
  alpha_high: ({ state, netuid }: OfSubnet) => storage.AlphaValues.at(netuid).get(state)[1],
  alpha_low: ({ state, netuid }: OfSubnet) => storage.AlphaValues.at(netuid).get(state)[0],
  bonds_moving_avg: ({ state, netuid }: OfSubnet) => storage.BondsMovingAverage.at(netuid).get(state),
} as const;

type Getters<S> = Readonly<Record<string, (of: S) => unknown>>;

/** The values of the named getters. */
export function readFields<S, F extends Getters<S>, K extends keyof F & string>(
  getters: F,
  of: S,
  names: readonly K[],
): { [N in K]: ReturnType<F[N]> } {
  return Object.fromEntries(names.map((name) => [name, getters[name]?.(of)])) as { [N in K]: ReturnType<F[N]> };
}
