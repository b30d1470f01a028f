import { subU16 } from "../../../../lib/integers.ts";
import { ensure } from "../../../frame/dispatch-error.ts";
import type { WriteState } from "../../../frame/state.ts";
import type { Entry } from "../../../frame/storage.ts";
import { type NetUid, type NetUidStorageIndex, rootNetuid } from "../../../types/balances.ts";
import { clearProtocolLiquidity } from "../../swap/impls.ts";
import { errors } from "../errors.ts";
import { events } from "../events.ts";
import { commitments } from "../ports.ts";
import { destroyAlphaInOutStakes } from "../staking/destroy-stakes.ts";
import { destroyLockMaps } from "../staking/lock.ts";
import { finalizeAllSubnetRootDividends } from "../staking/root-claimable.ts";
import { storage } from "../storage.ts";
import { getMechanismStorageIndex } from "../subnets/storage-index.ts";
import { ifSubnetExist } from "../subnets/subnet.ts";

/** What is kept of each subnet under its netuid alone. */
const perSubnet = [
  storage.Active,
  storage.Emission,
  storage.Consensus,
  storage.Dividends,
  storage.ValidatorPermit,
  storage.ValidatorTrust,
  storage.Tempo,
  storage.Kappa,
  storage.Difficulty,
  storage.MaxAllowedUids,
  storage.ImmunityPeriod,
  storage.ActivityCutoff,
  storage.ActivityCutoffFactorMilli,
  storage.LastEpochBlock,
  storage.PendingEpochAt,
  storage.SubnetEpochIndex,
  storage.MinAllowedWeights,
  storage.RegistrationsThisInterval,
  storage.POWRegistrationsThisInterval,
  storage.BurnRegistrationsThisInterval,
  storage.SubnetAlphaInEmission,
  storage.SubnetAlphaOutEmission,
  storage.SubnetTaoInEmission,
  storage.SubnetVolume,
  storage.SubnetMovingPrice,
  storage.SubnetTaoFlow,
  storage.SubnetEmaTaoFlow,
  storage.SubnetProtocolFlow,
  storage.SubnetEmaProtocolFlow,
  storage.SubnetExcessTao,
  storage.SubnetRootSellTao,
  storage.TokenSymbol,
  storage.SubnetMechanism,
  storage.SubnetOwnerHotkey,
  storage.NetworkRegistrationAllowed,
  storage.NetworkPowRegistrationAllowed,
  storage.TransferToggle,
  storage.SubnetLocked,
  storage.LargestLocked,
  storage.FirstEmissionBlockNumber,
  storage.PendingValidatorEmission,
  storage.PendingServerEmission,
  storage.PendingRootAlphaDivs,
  storage.PendingOwnerCut,
  storage.MinerBurned,
  storage.BlocksSinceLastStep,
  storage.LastMechansimStepBlock,
  storage.LastAdjustmentBlock,
  storage.ServingRateLimit,
  storage.Rho,
  storage.AlphaSigmoidSteepness,
  storage.MaxAllowedValidators,
  storage.BondsMovingAverage,
  storage.BondsPenalty,
  storage.BondsResetOn,
  storage.WeightsSetRateLimit,
  storage.ValidatorPruneLen,
  storage.ScalingLawPower,
  storage.TargetRegistrationsPerInterval,
  storage.CommitRevealWeightsEnabled,
  storage.BurnHalfLife,
  storage.BurnIncreaseMult,
  storage.Burn,
  storage.MinBurn,
  storage.MaxBurn,
  storage.MinDifficulty,
  storage.MaxDifficulty,
  storage.RegistrationsThisBlock,
  storage.EMAPriceHalvingBlocks,
  storage.RAORecycledForRegistration,
  storage.MaxRegistrationsPerBlock,
  storage.WeightsVersionKey,
  storage.LiquidAlphaOn,
  storage.Yuma3On,
  storage.AlphaValues,
  storage.SubtokenEnabled,
  storage.OwnerCutAutoLockEnabled,
  storage.ImmuneOwnerUidsLimit,
  storage.StakeWeight,
  storage.LoadedEmission,
  storage.RevealPeriodEpochs,
  storage.MechanismCountCurrent,
  storage.MechanismEmissionSplit,
] as const satisfies readonly { at(netuid: NetUid): Pick<Entry<unknown, unknown>, "remove"> }[];

/** What is kept of each subnet under its netuid and another key. */
const perSubnetAndKey = [
  storage.BlockAtRegistration,
  storage.Axons,
  storage.NeuronCertificates,
  storage.Prometheus,
  storage.AlphaDividendsPerSubnet,
  storage.PendingChildKeys,
  storage.AssociatedEvmAddress,
  storage.LastHotkeySwapOnNetuid,
] as const satisfies readonly { clear(state: WriteState, netuid: NetUid): number }[];

/** What is kept of each mechanism under its storage index and another key. */
const perMechanismAndKey = [
  storage.WeightCommits,
  storage.TimelockedWeightCommits,
  storage.CRV3WeightCommits,
  storage.CRV3WeightCommitsV2,
  storage.Bonds,
  storage.Weights,
] as const satisfies readonly { clear(state: WriteState, index: NetUidStorageIndex): number }[];

/** What is kept of each hotkey on each subnet, the hotkey first. */
const perHotkeyAndSubnet = [
  storage.ChildkeyTake,
  storage.ChildKeys,
  storage.ParentKeys,
  storage.LastHotkeyEmissionOnNetuid,
  storage.TotalHotkeyAlphaLastEpoch,
] as const;

/**
 * Ends a subnet: pays out its stakes and forgets everything of it.
 * @throws SubnetNotExists, also for root.
 * Rust: `pallets/subtensor/src/coinbase/root.rs do_dissolve_network`.
 */
export function doDissolveNetwork(state: WriteState, netuid: NetUid): void {
  ensure(ifSubnetExist(state, netuid) && netuid !== rootNetuid, errors.SubnetNotExists);
  finalizeAllSubnetRootDividends(state, netuid);
  destroyAlphaInOutStakes(state, netuid);
  clearProtocolLiquidity(state, netuid);
  commitments.of(state).purgeNetuid(state, netuid);
  removeNetwork(state, netuid);
  state.emit(events.NetworkRemoved(netuid));
}

/**
 * Forgets a subnet. Its stakes and reserves must be gone.
 * Rust: `pallets/subtensor/src/coinbase/root.rs remove_network`.
 */
function removeNetwork(state: WriteState, netuid: NetUid): void {
  storage.SubnetOwner.at(netuid).remove(state);
  storage.SubnetworkN.at(netuid).remove(state);
  storage.NetworksAdded.at(netuid).remove(state);
  storage.TotalNetworks.mutate(state, (count) => subU16(count, 1));
  storage.NetworkRegisteredAt.at(netuid).remove(state);
  storage.Uids.clear(state, netuid);
  for (const [, hotkey] of [...storage.Keys.entries(state, netuid)])
    storage.IsNetworkMember.at(hotkey, netuid).remove(state);
  storage.Keys.clear(state, netuid);
  for (const [[, uid], weights] of [...storage.Weights.entries(state, 0)])
    storage.Weights.at(0, uid).set(
      state,
      weights.map(([to, weight]) => [to, to === netuid ? 0 : weight]),
    );
  forgetMechanisms(state, netuid);
  for (const item of perSubnet) item.at(netuid).remove(state);
  for (const item of perSubnetAndKey) item.clear(state, netuid);
  if (storage.SubnetIdentitiesV3.at(netuid).exists(state)) {
    storage.SubnetIdentitiesV3.at(netuid).remove(state);
    state.emit(events.SubnetIdentityRemoved(netuid));
  }
  forgetHotkeys(state, netuid);
  const lease = storage.SubnetUidToLeaseId.at(netuid).take(state);
  if (lease !== undefined) {
    storage.SubnetLeases.at(lease).remove(state);
    storage.SubnetLeaseShares.clear(state, lease);
    storage.AccumulatedLeaseDividends.at(lease).remove(state);
  }
  destroyLockMaps(state, netuid);
}

function forgetMechanisms(state: WriteState, netuid: NetUid): void {
  const count = storage.MechanismCountCurrent.at(netuid).get(state);
  for (let mecid = 0; mecid < count; mecid++) {
    const index = getMechanismStorageIndex(netuid, mecid);
    storage.LastUpdate.at(index).remove(state);
    storage.Incentive.at(index).remove(state);
    for (const item of perMechanismAndKey) item.clear(state, index);
  }
}

function forgetHotkeys(state: WriteState, netuid: NetUid): void {
  for (const item of perHotkeyAndSubnet)
    for (const [[hotkey, of]] of [...item.entries(state)]) if (of === netuid) item.at(hotkey, netuid).remove(state);
  for (const [[hotkey, of, name]] of [...storage.TransactionKeyLastBlock.entries(state)])
    if (of === netuid) storage.TransactionKeyLastBlock.at(hotkey, netuid, name).remove(state);
}
