import { as } from "../../../codec/codec.ts";
import { option, tuple, vec } from "../../../codec/containers.ts";
import { bool, i16, u8, u16, u32, u64 } from "../../../codec/primitives.ts";
import { call, defineCalls } from "../../frame/calls.ts";
import { ensure, fail } from "../../frame/dispatch-error.ts";
import { addWeight, benchmarked, weight } from "../../frame/weight.ts";
import { AccountId32 } from "../../types/account-id.ts";
import { MechId, NetUid, TaoBalance } from "../../types/balances.ts";
import { boundedVec } from "../../types/bounded.ts";
import { AppPublic, Appsr25519Public } from "../../types/consensus.ts";
import { I64F64, I96F32, U64F64 } from "../../types/fixed.ts";
import { changeAuthorities } from "../aura/slots.ts";
import { storage as evmChainId } from "../evm-chain-id/storage.ts";
import { scheduleChange } from "../grandpa/changes.ts";
import { constants as subtensorConstants } from "../subtensor/constants.ts";
import { errors as subtensorErrors } from "../subtensor/errors.ts";
import { events as subtensorEvents } from "../subtensor/events.ts";
import { clearSmallNominations } from "../subtensor/staking/small-nominations.ts";
import { storage as subtensor } from "../subtensor/storage.ts";
import { setRevealPeriod } from "../subtensor/subnets/commit-epochs.ts";
import { doSetEmissionSplit } from "../subtensor/subnets/emission-split.ts";
import {
  doSetMaxMechanismCount,
  doSetMechanismCount,
  ensureMaxUidsOverAllMechanisms,
} from "../subtensor/subnets/mechanism.ts";
import { doSetSnOwnerHotkey } from "../subtensor/subnets/subnet.ts";
import { trimToMaxAllowedUids } from "../subtensor/subnets/trim-uids.ts";
import { RecycleOrBurnEnum } from "../subtensor/types.ts";
import { applyTempoWithCycleReset, getNominatorMinRequiredStake } from "../subtensor/utils/misc.ts";
import { ownerUpdate } from "../subtensor/utils/rate-limiting.ts";
import { doSetAlphaValues } from "../subtensor/yuma/run-epoch.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { byOwner, byRoot, rootNetuid } from "./setters.ts";
import { storage } from "./storage.ts";
import { PrecompileEnum } from "./types.ts";

/** 1 as U64F64. */
const one = 1n << 64n;
/** An owner may not slow bonds down more than this, millionths. */
const ownersMostBondsMovingAverage = 975_000n;
/** Blocks. Answers to `MaxBurnHalfLife`. */
const longestBurnHalfLife = 36_100;
/** Answers to `MaxImmuneOwnerUidsLimit`. */
const mostImmuneNeurons = 10;

/** What users may ask of AdminUtils. */
export const calls = defineCalls("AdminUtils", {
  swap_authorities: call(0, {
    docs: "Replaces the Aura authorities.",
    args: {
      new_authorities: as(
        "BoundedVec<<T as Config>::AuthorityId, T::MaxAuthorities>",
        boundedVec(Appsr25519Public, 32),
      ),
    },
    weight: ({ new_authorities }) =>
      addWeight(benchmarked(4_442_146n, 0n, 0, 1), weight(29_392n * BigInt(new_authorities.length))),
    run: byRoot({
      set: (state, { new_authorities }) => {
        changeAuthorities(state, new_authorities);
      },
    }),
  }),
  sudo_set_default_take: call(1, {
    docs: "Sets the highest take of delegates, in parts of 65535.",
    args: { default_take: u16 },
    weight: benchmarked(5_400_000n, 0n, 0, 1),
    run: byRoot({
      set: (state, { default_take }) => {
        subtensor.MaxDelegateTake.set(state, default_take);
        state.emit(subtensorEvents.MaxDelegateTakeSet(default_take));
      },
    }),
  }),
  sudo_set_tx_rate_limit: call(2, {
    docs: "Sets how many blocks lie between two hotkey swaps of a coldkey.",
    args: { tx_rate_limit: u64 },
    weight: benchmarked(5_440_000n, 0n, 0, 1),
    run: byRoot({
      set: (state, { tx_rate_limit }) => {
        subtensor.TxRateLimit.set(state, tx_rate_limit);
        state.emit(subtensorEvents.TxRateLimitSet(tx_rate_limit));
      },
    }),
  }),
  sudo_set_serving_rate_limit: call(3, {
    docs: "Sets how many blocks lie between two endpoints that a hotkey serves.",
    args: { netuid: NetUid, serving_rate_limit: u64 },
    weight: benchmarked(28_633_000n, 4212n, 4, 1),
    run: byOwner({
      limit: ownerUpdate("ServingRateLimit"),
      set: (state, { netuid, serving_rate_limit }) => {
        subtensor.ServingRateLimit.at(netuid).set(state, serving_rate_limit);
        state.emit(subtensorEvents.ServingRateLimitSet(netuid, serving_rate_limit));
      },
    }),
  }),
  sudo_set_min_difficulty: call(4, {
    docs: "Sets the least difficulty of proof of work, which nothing uses any more.",
    args: { netuid: NetUid, min_difficulty: u64 },
    weight: benchmarked(34_554_000n, 4383n, 5, 1),
    run: byRoot({
      window: true,
      exists: true,
      set: (state, { netuid, min_difficulty }) => {
        subtensor.MinDifficulty.at(netuid).set(state, min_difficulty);
        state.emit(subtensorEvents.MinDifficultySet(netuid, min_difficulty));
      },
    }),
  }),
  sudo_set_max_difficulty: call(5, {
    docs: "Sets the highest difficulty of proof of work, which nothing uses any more.",
    args: { netuid: NetUid, max_difficulty: u64 },
    weight: benchmarked(34_704_000n, 4383n, 5, 1),
    run: byOwner({
      limit: ownerUpdate("MaxDifficulty"),
      exists: true,
      set: (state, { netuid, max_difficulty }) => {
        subtensor.MaxDifficulty.at(netuid).set(state, max_difficulty);
        state.emit(subtensorEvents.MaxDifficultySet(netuid, max_difficulty));
      },
    }),
  }),
  sudo_set_weights_version_key: call(6, {
    docs: "Sets the least version key that weights must carry.",
    args: { netuid: NetUid, weights_version_key: u64 },
    weight: benchmarked(34_204_000n, 4383n, 5, 1),
    run: byOwner({
      limit: "SetWeightsVersionKey",
      exists: true,
      set: (state, { netuid, weights_version_key }) => {
        subtensor.WeightsVersionKey.at(netuid).set(state, weights_version_key);
        state.emit(subtensorEvents.WeightsVersionKeySet(netuid, weights_version_key));
      },
    }),
  }),
  sudo_set_weights_set_rate_limit: call(7, {
    docs: "Sets how many blocks lie between two weights of a neuron.",
    args: { netuid: NetUid, weights_set_rate_limit: u64 },
    weight: benchmarked(16_420_000n, 4084n, 1, 1),
    run: byRoot({
      exists: true,
      set: (state, { netuid, weights_set_rate_limit }) => {
        subtensor.WeightsSetRateLimit.at(netuid).set(state, weights_set_rate_limit);
        state.emit(subtensorEvents.WeightsSetRateLimitSet(netuid, weights_set_rate_limit));
      },
    }),
  }),
  sudo_set_adjustment_interval: call(8, {
    docs: "Sets the interval of difficulty adjustments, which nothing uses any more.",
    args: { netuid: NetUid, adjustment_interval: u16 },
    weight: benchmarked(16_320_000n, 4084n, 1, 1),
    run: byRoot({
      exists: true,
      set: (state, { netuid, adjustment_interval }) => {
        subtensor.AdjustmentInterval.at(netuid).set(state, adjustment_interval);
        state.emit(subtensorEvents.AdjustmentIntervalSet(netuid, adjustment_interval));
      },
    }),
  }),
  sudo_set_adjustment_alpha: call(9, {
    docs: "Sets the pace of difficulty adjustments, which nothing uses any more.",
    args: { netuid: NetUid, adjustment_alpha: u64 },
    weight: benchmarked(14_000_000n, 0n, 1, 1),
    run: byOwner({
      limit: ownerUpdate("AdjustmentAlpha"),
      exists: true,
      set: (state, { netuid, adjustment_alpha }) => {
        subtensor.AdjustmentAlpha.at(netuid).set(state, adjustment_alpha);
        state.emit(subtensorEvents.AdjustmentAlphaSet(netuid, adjustment_alpha));
      },
    }),
  }),
  sudo_set_immunity_period: call(13, {
    docs: "Sets for how many blocks a new neuron is not pruned.",
    args: { netuid: NetUid, immunity_period: u16 },
    weight: benchmarked(34_414_000n, 4383n, 5, 1),
    run: byOwner({
      limit: ownerUpdate("ImmunityPeriod"),
      exists: true,
      set: (state, { netuid, immunity_period }) => {
        subtensor.ImmunityPeriod.at(netuid).set(state, immunity_period);
        state.emit(subtensorEvents.ImmunityPeriodSet(netuid, immunity_period));
      },
    }),
  }),
  sudo_set_min_allowed_weights: call(14, {
    docs: "Sets the least number of weights that a validator gives.",
    args: { netuid: NetUid, min_allowed_weights: u16 },
    weight: benchmarked(34_664_000n, 4383n, 5, 1),
    run: byOwner({
      limit: ownerUpdate("MinAllowedWeights"),
      exists: true,
      set: (state, { netuid, min_allowed_weights }) => {
        subtensor.MinAllowedWeights.at(netuid).set(state, min_allowed_weights);
        state.emit(subtensorEvents.MinAllowedWeightSet(netuid, min_allowed_weights));
      },
    }),
  }),
  sudo_set_max_allowed_uids: call(15, {
    docs: "Sets how many uids a subnet may have.",
    args: { netuid: NetUid, max_allowed_uids: u16 },
    weight: benchmarked(43_381_000n, 4433n, 8, 1),
    run: byOwner({
      limit: ownerUpdate("MaxAllowedUids"),
      exists: true,
      check: (state, { netuid, max_allowed_uids }) => {
        ensure(
          max_allowed_uids >= subtensor.MinAllowedUids.at(netuid).get(state),
          errors.MaxAllowedUidsLessThanMinAllowedUids,
        );
        ensure(
          subtensor.SubnetworkN.at(netuid).get(state) <= max_allowed_uids,
          errors.MaxAllowedUIdsLessThanCurrentUIds,
        );
        ensure(
          max_allowed_uids <= subtensorConstants.InitialMaxAllowedUids.valueOf(state.rules),
          errors.MaxAllowedUidsGreaterThanDefaultMaxAllowedUids,
        );
        ensureMaxUidsOverAllMechanisms(max_allowed_uids, subtensor.MechanismCountCurrent.at(netuid).get(state));
      },
      set: (state, { netuid, max_allowed_uids }) => {
        subtensor.MaxAllowedUids.at(netuid).set(state, max_allowed_uids);
        state.emit(subtensorEvents.MaxAllowedUidsSet(netuid, max_allowed_uids));
      },
    }),
  }),
  sudo_set_kappa: call(16, {
    docs: "Sets the part of stake that makes a consensus, in parts of 65535.",
    args: { netuid: NetUid, kappa: u16 },
    weight: benchmarked(16_301_000n, 4084n, 1, 1),
    run: byRoot({
      exists: true,
      set: (state, { netuid, kappa }) => {
        subtensor.Kappa.at(netuid).set(state, kappa);
        state.emit(subtensorEvents.KappaSet(netuid, kappa));
      },
    }),
  }),
  sudo_set_rho: call(17, {
    docs: "Sets rho, which nothing uses any more.",
    args: { netuid: NetUid, rho: u16 },
    weight: benchmarked(31_268_000n, 4383n, 5, 1),
    run: byOwner({
      limit: ownerUpdate("Rho"),
      exists: true,
      set: (state, { netuid, rho }) => {
        subtensor.Rho.at(netuid).set(state, rho);
      },
    }),
  }),
  sudo_set_activity_cutoff: call(18, {
    docs: "Sets the old activity cutoff in blocks; the factor of the tempo counts instead.",
    args: { netuid: NetUid, activity_cutoff: u16 },
    weight: benchmarked(35_165_000n, 4383n, 6, 1),
    run: byOwner({
      limit: ownerUpdate("ActivityCutoff"),
      exists: true,
      check: (state, { activity_cutoff }) => {
        ensure(activity_cutoff >= subtensor.MinActivityCutoff.get(state), subtensorErrors.ActivityCutoffTooLow);
      },
      set: (state, { netuid, activity_cutoff }) => {
        subtensor.ActivityCutoff.at(netuid).set(state, activity_cutoff);
        state.emit(subtensorEvents.ActivityCutoffSet(netuid, activity_cutoff));
      },
    }),
  }),
  sudo_set_network_registration_allowed: call(19, {
    docs: "Opens or closes a subnet for registrations; a closed one gets no emission either.",
    args: { netuid: NetUid, registration_allowed: bool },
    weight: benchmarked(7_113_000n, 0n, 0, 1),
    run: byRoot({
      set: (state, { netuid, registration_allowed }) => {
        subtensor.NetworkRegistrationAllowed.at(netuid).set(state, registration_allowed);
        state.emit(subtensorEvents.RegistrationAllowed(netuid, registration_allowed));
      },
    }),
  }),
  sudo_set_network_pow_registration_allowed: call(20, {
    docs: "Fails always: there is no registration by proof of work any more.",
    args: { netuid: NetUid, registration_allowed: bool },
    weight: benchmarked(14_000_000n, 0n, 0, 1),
    run: () => fail(errors.POWRegistrationDisabled),
  }),
  sudo_set_target_registrations_per_interval: call(21, {
    docs: "Sets the target of registrations in an interval; three times as many may join root.",
    args: { netuid: NetUid, target_registrations_per_interval: u16 },
    weight: benchmarked(34_103_000n, 4383n, 5, 1),
    run: byRoot({
      window: true,
      exists: true,
      set: (state, { netuid, target_registrations_per_interval }) => {
        subtensor.TargetRegistrationsPerInterval.at(netuid).set(state, target_registrations_per_interval);
        state.emit(subtensorEvents.RegistrationPerIntervalSet(netuid, target_registrations_per_interval));
      },
    }),
  }),
  sudo_set_min_burn: call(22, {
    docs: "Sets the least price of registration, rao.",
    args: { netuid: NetUid, min_burn: TaoBalance },
    weight: benchmarked(37_780_000n, 4385n, 6, 1),
    run: byOwner({
      limit: ownerUpdate("MinBurn"),
      exists: true,
      check: (state, { netuid, min_burn }) => {
        ensure(min_burn < subtensorConstants.MinBurnUpperBound.valueOf(state.rules), errors.ValueNotInBounds);
        ensure(min_burn < subtensor.MaxBurn.at(netuid).get(state), errors.ValueNotInBounds);
      },
      set: (state, { netuid, min_burn }) => {
        subtensor.MinBurn.at(netuid).set(state, min_burn);
        state.emit(subtensorEvents.MinBurnSet(netuid, min_burn));
      },
    }),
  }),
  sudo_set_max_burn: call(23, {
    docs: "Sets the highest price of registration, rao.",
    args: { netuid: NetUid, max_burn: TaoBalance },
    weight: benchmarked(36_949_000n, 4410n, 6, 1),
    run: byOwner({
      limit: ownerUpdate("MaxBurn"),
      exists: true,
      check: (state, { netuid, max_burn }) => {
        ensure(max_burn > subtensorConstants.MaxBurnLowerBound.valueOf(state.rules), errors.ValueNotInBounds);
        ensure(max_burn > subtensor.MinBurn.at(netuid).get(state), errors.ValueNotInBounds);
      },
      set: (state, { netuid, max_burn }) => {
        subtensor.MaxBurn.at(netuid).set(state, max_burn);
        state.emit(subtensorEvents.MaxBurnSet(netuid, max_burn));
      },
    }),
  }),
  sudo_set_difficulty: call(24, {
    docs: "Sets the difficulty of proof of work, which nothing uses any more.",
    args: { netuid: NetUid, difficulty: u64 },
    weight: benchmarked(34_434_000n, 4383n, 5, 1),
    run: byRoot({
      window: true,
      exists: true,
      set: (state, { netuid, difficulty }) => {
        subtensor.Difficulty.at(netuid).set(state, difficulty);
        state.emit(subtensorEvents.DifficultySet(netuid, difficulty));
      },
    }),
  }),
  sudo_set_max_allowed_validators: call(25, {
    docs: "Sets how many validators get a permit.",
    args: { netuid: NetUid, max_allowed_validators: u16 },
    weight: benchmarked(35_896_000n, 4383n, 6, 1),
    run: byRoot({
      window: true,
      exists: true,
      check: (state, { netuid, max_allowed_validators }) => {
        ensure(
          max_allowed_validators <= subtensor.MaxAllowedUids.at(netuid).get(state),
          errors.MaxValidatorsLargerThanMaxUIds,
        );
      },
      set: (state, { netuid, max_allowed_validators }) => {
        subtensor.MaxAllowedValidators.at(netuid).set(state, max_allowed_validators);
        state.emit(subtensorEvents.MaxAllowedValidatorsSet(netuid, max_allowed_validators));
      },
    }),
  }),
  sudo_set_bonds_moving_average: call(26, {
    docs: "Sets how slowly bonds follow weights, in millionths.",
    args: { netuid: NetUid, bonds_moving_average: u64 },
    weight: benchmarked(34_495_000n, 4383n, 5, 1),
    run: byOwner({
      limit: ownerUpdate("BondsMovingAverage"),
      ownerCheck: ({ bonds_moving_average }) =>
        ensure(bonds_moving_average <= ownersMostBondsMovingAverage, errors.BondsMovingAverageMaxReached),
      exists: true,
      set: (state, { netuid, bonds_moving_average }) => {
        subtensor.BondsMovingAverage.at(netuid).set(state, bonds_moving_average);
        state.emit(subtensorEvents.BondsMovingAverageSet(netuid, bonds_moving_average));
      },
    }),
  }),
  sudo_set_bonds_penalty: call(60, {
    docs: "Sets how much bonds suffer for weights above the consensus, in parts of 65535.",
    args: { netuid: NetUid, bonds_penalty: u16 },
    weight: benchmarked(34_354_000n, 4383n, 5, 1),
    run: byOwner({
      limit: ownerUpdate("BondsPenalty"),
      exists: true,
      set: (state, { netuid, bonds_penalty }) => {
        subtensor.BondsPenalty.at(netuid).set(state, bonds_penalty);
        state.emit(subtensorEvents.BondsPenaltySet(netuid, bonds_penalty));
      },
    }),
  }),
  sudo_set_max_registrations_per_block: call(27, {
    docs: "Sets how many hotkeys may join root in one block.",
    args: { netuid: NetUid, max_registrations_per_block: u16 },
    weight: benchmarked(34_604_000n, 4383n, 5, 1),
    run: byRoot({
      window: true,
      exists: true,
      set: (state, { netuid, max_registrations_per_block }) => {
        subtensor.MaxRegistrationsPerBlock.at(netuid).set(state, max_registrations_per_block);
        state.emit(subtensorEvents.MaxRegistrationsPerBlockSet(netuid, max_registrations_per_block));
      },
    }),
  }),
  sudo_set_subnet_owner_cut: call(28, {
    docs: "Sets the part of alpha that owners of subnets get, in parts of 65535.",
    args: { subnet_owner_cut: u16 },
    weight: benchmarked(14_000_000n, 0n, 0, 1),
    run: byRoot({
      set: (state, { subnet_owner_cut }) => {
        subtensor.SubnetOwnerCut.set(state, subnet_owner_cut);
        state.emit(subtensorEvents.SubnetOwnerCutSet(subnet_owner_cut));
      },
    }),
  }),
  sudo_set_network_rate_limit: call(29, {
    docs: "Sets how many blocks lie between two new subnets.",
    args: { rate_limit: u64 },
    weight: benchmarked(14_000_000n, 0n, 0, 1),
    run: byRoot({
      set: (state, { rate_limit }) => {
        subtensor.NetworkRateLimit.set(state, rate_limit);
        state.emit(subtensorEvents.NetworkRateLimitSet(rate_limit));
      },
    }),
  }),
  sudo_set_tempo: call(30, {
    docs: "Sets the tempo of a subnet in blocks; its cycle starts again.",
    args: { netuid: NetUid, tempo: u16 },
    weight: benchmarked(36_298_000n, 4383n, 5, 2),
    run: byRoot({
      window: true,
      exists: true,
      set: (state, { netuid, tempo }) => {
        applyTempoWithCycleReset(state, netuid, tempo);
      },
    }),
  }),
  sudo_set_total_issuance: call(33, {
    docs: "Fails always: the issuance is not set any more.",
    args: { total_issuance: TaoBalance },
    weight: benchmarked(5_931_000n, 0n, 0, 0),
    run: () => fail(errors.Deprecated),
  }),
  sudo_set_network_immunity_period: call(35, {
    docs: "Sets for how many blocks a new subnet is not removed for another.",
    args: { immunity_period: u64 },
    weight: benchmarked(14_000_000n, 0n, 0, 1),
    run: byRoot({
      set: (state, { immunity_period }) => {
        subtensor.NetworkImmunityPeriod.set(state, immunity_period);
        state.emit(subtensorEvents.NetworkImmunityPeriodSet(immunity_period));
      },
    }),
  }),
  sudo_set_network_min_lock_cost: call(36, {
    docs: "Sets the least price of a new subnet, rao.",
    args: { lock_cost: TaoBalance },
    weight: benchmarked(14_000_000n, 0n, 0, 1),
    run: byRoot({
      set: (state, { lock_cost }) => {
        subtensor.NetworkMinLockCost.set(state, lock_cost);
        state.emit(subtensorEvents.NetworkMinLockCostSet(lock_cost));
      },
    }),
  }),
  sudo_set_subnet_limit: call(37, {
    docs: "Sets how many subnets there may be.",
    args: { max_subnets: u16 },
    weight: benchmarked(14_000_000n, 0n, 0, 1),
    run: byRoot({
      set: (state, { max_subnets }) => {
        subtensor.SubnetLimit.set(state, max_subnets);
        state.emit(subtensorEvents.SubnetLimitSet(max_subnets));
      },
    }),
  }),
  sudo_set_lock_reduction_interval: call(38, {
    docs: "Sets in how many blocks the price of a new subnet falls back.",
    args: { interval: u64 },
    weight: benchmarked(14_000_000n, 0n, 0, 1),
    run: byRoot({
      set: (state, { interval }) => {
        subtensor.NetworkLockReductionInterval.set(state, interval);
        state.emit(subtensorEvents.NetworkLockCostReductionIntervalSet(interval));
      },
    }),
  }),
  sudo_set_rao_recycled: call(39, {
    docs: "Sets what is counted as recycled by registrations on a subnet, rao.",
    args: { netuid: NetUid, rao_recycled: TaoBalance },
    weight: benchmarked(16_541_000n, 4084n, 1, 1),
    run: byRoot({
      exists: true,
      set: (state, { netuid, rao_recycled }) => {
        subtensor.RAORecycledForRegistration.at(netuid).set(state, rao_recycled);
        state.emit(subtensorEvents.RAORecycledForRegistrationSet(netuid, rao_recycled));
      },
    }),
  }),
  sudo_set_stake_threshold: call(42, {
    docs: "Sets the least stake weight of validators.",
    args: { min_stake: u64 },
    weight: benchmarked(5_500_000n, 0n, 0, 1),
    run: byRoot({
      set: (state, { min_stake }) => {
        subtensor.StakeThreshold.set(state, min_stake);
        state.emit(subtensorEvents.StakeThresholdSet(min_stake));
      },
    }),
  }),
  sudo_set_nominator_min_required_stake: call(43, {
    docs: "Sets the least stake of nominators, in millionths of the least stake; what is below it then is sold.",
    args: { min_stake: u64 },
    weight: benchmarked(30_697_000n, 6890n, 5, 1),
    run: byRoot({
      set: (state, { min_stake }) => {
        const before = getNominatorMinRequiredStake(state);
        subtensor.NominatorMinRequiredStake.set(state, min_stake);
        if (min_stake > before) clearSmallNominations(state);
      },
    }),
  }),
  sudo_set_tx_delegate_take_rate_limit: call(45, {
    docs: "Sets how many blocks lie between two rises of a take.",
    args: { tx_rate_limit: u64 },
    weight: benchmarked(5_420_000n, 0n, 0, 1),
    run: byRoot({
      set: (state, { tx_rate_limit }) => {
        subtensor.TxDelegateTakeRateLimit.set(state, tx_rate_limit);
        state.emit(subtensorEvents.TxDelegateTakeRateLimitSet(tx_rate_limit));
      },
    }),
  }),
  sudo_set_min_delegate_take: call(46, {
    docs: "Sets the least take of delegates, in parts of 65535.",
    args: { take: u16 },
    weight: benchmarked(5_490_000n, 0n, 0, 1),
    run: byRoot({
      set: (state, { take }) => {
        subtensor.MinDelegateTake.set(state, take);
        state.emit(subtensorEvents.MinDelegateTakeSet(take));
      },
    }),
  }),
  sudo_set_min_childkey_take_per_subnet: call(93, {
    docs: "Sets the least childkey take on a subnet, in parts of 65535.",
    args: { netuid: NetUid, take: u16 },
    weight: benchmarked(38_100_000n, 4419n, 7, 1),
    run: byOwner({
      limit: ownerUpdate("MinChildkeyTake"),
      exists: true,
      check: (state, { take }) => {
        ensure(
          take >= subtensor.MinChildkeyTake.get(state) && take <= subtensor.MaxChildkeyTake.get(state),
          errors.InvalidValue,
        );
      },
      set: (state, { netuid, take }) => {
        subtensor.MinChildkeyTakePerSubnet.at(netuid).set(state, take);
        state.emit(subtensorEvents.MinChildKeyTakePerSubnetSet(netuid, take));
      },
    }),
  }),
  sudo_set_commit_reveal_weights_enabled: call(49, {
    docs: "Switches on a subnet between weights that are set and weights that are committed first.",
    args: { netuid: NetUid, enabled: bool },
    weight: benchmarked(34_544_000n, 4383n, 5, 1),
    run: byOwner({
      limit: ownerUpdate("CommitRevealEnabled"),
      exists: true,
      set: (state, { netuid, enabled }) => {
        subtensor.CommitRevealWeightsEnabled.at(netuid).set(state, enabled);
        state.emit(subtensorEvents.CommitRevealEnabled(netuid, enabled));
      },
    }),
  }),
  sudo_set_liquid_alpha_enabled: call(50, {
    docs: "Switches liquid alpha on or off for a subnet.",
    args: { netuid: NetUid, enabled: bool },
    weight: benchmarked(25_538_000n, 4280n, 4, 1),
    run: byOwner({
      limit: ownerUpdate("LiquidAlphaEnabled"),
      set: (state, { netuid, enabled }) => {
        subtensor.LiquidAlphaOn.at(netuid).set(state, enabled);
      },
    }),
  }),
  sudo_set_alpha_values: call(51, {
    docs: "Sets between what liquid alpha moves, in parts of 65535.",
    args: { netuid: NetUid, alpha_low: u16, alpha_high: u16 },
    weight: benchmarked(34_224_000n, 4427n, 5, 1),
    run: byOwner({
      limit: ownerUpdate("AlphaValues"),
      set: (state, { netuid, alpha_low, alpha_high }, origin) => {
        doSetAlphaValues(state, origin, netuid, alpha_low, alpha_high);
      },
    }),
  }),
  sudo_set_dissolve_network_schedule_duration: call(55, {
    docs: "Sets the delay of dissolving subnets, which nothing uses any more.",
    args: { duration: as("BlockNumberFor<T>", u32) },
    weight: benchmarked(5_591_000n, 0n, 0, 1),
    run: byRoot({
      set: (state, { duration }) => {
        subtensor.DissolveNetworkScheduleDuration.set(state, duration);
        state.emit(subtensorEvents.DissolveNetworkScheduleDurationSet(duration));
      },
    }),
  }),
  sudo_set_commit_reveal_weights_interval: call(57, {
    docs: "Sets how many epochs after its commit weights are revealed.",
    args: { netuid: NetUid, interval: u64 },
    weight: benchmarked(34_654_000n, 4383n, 5, 1),
    run: byOwner({
      limit: ownerUpdate("WeightCommitInterval"),
      exists: true,
      set: (state, { netuid, interval }) => {
        setRevealPeriod(state, netuid, interval);
      },
    }),
  }),
  sudo_set_evm_chain_id: call(58, {
    docs: "Sets the chain id that Ethereum transactions carry.",
    args: { chain_id: u64 },
    weight: benchmarked(27_199_000n, 0n, 1, 1),
    run: byRoot({
      set: (state, { chain_id }) => {
        evmChainId.ChainId.set(state, chain_id);
      },
    }),
  }),
  schedule_grandpa_change: call(59, {
    docs: "Replaces the GRANDPA authorities after some blocks.",
    args: {
      next_authorities: as("AuthorityList", vec(tuple(AppPublic, u64))),
      in_blocks: as("BlockNumberFor<T>", u32),
      forced: as("Option<BlockNumberFor<T>>", option(u32)),
    },
    weight: ({ next_authorities }) =>
      addWeight(benchmarked(7_972_506n, 2779n, 1, 1), weight(15_444n * BigInt(next_authorities.length))),
    run: byRoot({
      set: (state, { next_authorities, in_blocks, forced }) => {
        scheduleChange(state, next_authorities, in_blocks, forced);
      },
    }),
  }),
  sudo_set_toggle_transfer: call(61, {
    docs: "Allows or forbids that stake on a subnet moves to another coldkey.",
    args: { netuid: NetUid, toggle: bool },
    weight: benchmarked(28_343_000n, 4280n, 4, 1),
    run: byOwner({
      limit: ownerUpdate("TransferEnabled"),
      set: (state, { netuid, toggle }) => {
        subtensor.TransferToggle.at(netuid).set(state, toggle);
        state.emit(subtensorEvents.TransferToggle(netuid, toggle));
      },
    }),
  }),
  sudo_set_recycle_or_burn: call(80, {
    docs: "Sets whether the incentive of an owner's own miners is recycled or burned.",
    args: { netuid: NetUid, recycle_or_burn: as("pallet_subtensor::RecycleOrBurnEnum", RecycleOrBurnEnum) },
    weight: benchmarked(20_000_000n, 0n, 2, 2),
    run: byOwner({
      limit: ownerUpdate("RecycleOrBurn"),
      set: (state, { netuid, recycle_or_burn }) => {
        subtensor.RecycleOrBurn.at(netuid).set(state, recycle_or_burn);
      },
    }),
  }),
  sudo_toggle_evm_precompile: call(62, {
    docs: "Switches an EVM precompile on or off.",
    args: { precompile_id: as("PrecompileEnum", PrecompileEnum), enabled: bool },
    weight: benchmarked(6_162_000n, 3507n, 1, 0),
    run: byRoot({
      set: (state, { precompile_id, enabled }) => {
        const entry = storage.PrecompileEnable.at(precompile_id);
        if (entry.get(state) !== enabled) {
          entry.set(state, enabled);
          state.emit(events.PrecompileUpdated({ precompile_id, enabled }));
        }
      },
    }),
  }),
  sudo_set_subnet_moving_alpha: call(63, {
    docs: "Sets how fast moving prices follow prices.",
    args: { alpha: as("I96F32", I96F32) },
    weight: benchmarked(2_955_000n, 0n, 0, 1),
    run: byRoot({
      set: (state, { alpha }) => {
        subtensor.SubnetMovingAlpha.set(state, alpha);
      },
    }),
  }),
  sudo_set_subnet_owner_hotkey: call(64, {
    docs: "Sets the hotkey that stands for a subnet's owner, once a week.",
    args: { netuid: NetUid, hotkey: as("<T as frame_system::Config>::AccountId", AccountId32) },
    weight: benchmarked(3_918_000n, 0n, 0, 1),
    run: (state, origin, { netuid, hotkey }) => doSetSnOwnerHotkey(state, origin, netuid, hotkey),
  }),
  sudo_set_ema_price_halving_period: call(65, {
    docs: "Sets after how many blocks the moving price of a subnet follows at half pace.",
    args: { netuid: NetUid, ema_halving: u64 },
    weight: benchmarked(4_198_000n, 0n, 0, 1),
    run: byRoot({
      set: (state, { netuid, ema_halving }) => {
        subtensor.EMAPriceHalvingBlocks.at(netuid).set(state, ema_halving);
      },
    }),
  }),
  sudo_set_alpha_sigmoid_steepness: call(68, {
    docs: "Sets the steepness of liquid alpha, in hundredths.",
    args: { netuid: NetUid, steepness: i16 },
    weight: benchmarked(31_438_000n, 4383n, 5, 1),
    run: byOwner({
      limit: ownerUpdate("AlphaSigmoidSteepness"),
      ownerCheckAfter: ({ steepness }) => ensure(steepness >= 0, errors.NegativeSigmoidSteepness),
      exists: true,
      set: (state, { netuid, steepness }) => {
        subtensor.AlphaSigmoidSteepness.at(netuid).set(state, steepness);
      },
    }),
  }),
  sudo_set_yuma3_enabled: call(69, {
    docs: "Switches a subnet between the bonds of Yuma 2 and Yuma 3.",
    args: { netuid: NetUid, enabled: bool },
    weight: benchmarked(28_583_000n, 4280n, 4, 1),
    run: byOwner({
      limit: ownerUpdate("Yuma3Enabled"),
      set: (state, { netuid, enabled }) => {
        subtensor.Yuma3On.at(netuid).set(state, enabled);
        state.emit(events.Yuma3EnableToggled({ netuid, enabled }));
      },
    }),
  }),
  sudo_set_bonds_reset_enabled: call(70, {
    docs: "Sets whether a neuron may have all bonds to it removed.",
    args: { netuid: NetUid, enabled: bool },
    weight: benchmarked(30_507_000n, 4280n, 4, 1),
    run: byOwner({
      limit: ownerUpdate("BondsResetEnabled"),
      set: (state, { netuid, enabled }) => {
        subtensor.BondsResetOn.at(netuid).set(state, enabled);
        state.emit(subtensorEvents.BondsResetOnSet(netuid, enabled));
        state.emit(events.BondsResetToggled({ netuid, enabled }));
      },
    }),
  }),
  sudo_set_sn_owner_hotkey: call(67, {
    docs: "Sets the hotkey that stands for a subnet's owner, once a week.",
    args: { netuid: NetUid, hotkey: as("<T as frame_system::Config>::AccountId", AccountId32) },
    weight: benchmarked(25_687_000n, 4177n, 2, 2),
    run: (state, origin, { netuid, hotkey }) => doSetSnOwnerHotkey(state, origin, netuid, hotkey),
  }),
  sudo_set_subtoken_enabled: call(66, {
    docs: "Opens or closes the trade of a subnet's token.",
    args: { netuid: NetUid, subtoken_enabled: bool },
    weight: benchmarked(25_467_000n, 4280n, 4, 1),
    run: byRoot({
      window: true,
      set: (state, { netuid, subtoken_enabled }) => {
        subtensor.SubtokenEnabled.at(netuid).set(state, subtoken_enabled);
      },
    }),
  }),
  sudo_set_commit_reveal_version: call(71, {
    docs: "Sets the version that timelocked commits must carry.",
    args: { version: u16 },
    weight: benchmarked(6_052_000n, 0n, 0, 1),
    run: byRoot({
      set: (state, { version }) => {
        subtensor.CommitRevealWeightsVersion.set(state, version);
        state.emit(subtensorEvents.CommitRevealVersionSet(version));
      },
    }),
  }),
  sudo_set_owner_immune_neuron_limit: call(72, {
    docs: "Sets how many of an owner's neurons are never pruned.",
    args: { netuid: NetUid, immune_neurons: u16 },
    weight: benchmarked(25_107_000n, 4280n, 4, 1),
    run: byOwner({
      limit: ownerUpdate("ImmuneNeuronLimit"),
      check: (_state, { immune_neurons }) => {
        ensure(immune_neurons >= 1 && immune_neurons <= mostImmuneNeurons, subtensorErrors.InvalidValue);
      },
      set: (state, { netuid, immune_neurons }) => {
        subtensor.ImmuneOwnerUidsLimit.at(netuid).set(state, immune_neurons);
      },
    }),
  }),
  sudo_set_ck_burn: call(73, {
    docs: "Sets the part of dividends from parents that is burned, in parts of 2^64 - 1.",
    args: { burn: u64 },
    weight: benchmarked(15_650_000n, 0n, 1, 1),
    run: byRoot({
      set: (state, { burn }) => {
        subtensor.CKBurn.set(state, burn);
      },
    }),
  }),
  sudo_set_admin_freeze_window: call(74, {
    docs: "Sets for how many blocks before an epoch a subnet's settings stay as they are.",
    args: { window: u16 },
    weight: benchmarked(5_450_000n, 0n, 0, 1),
    run: byRoot({
      set: (state, { window }) => {
        subtensor.AdminFreezeWindow.set(state, window);
        state.emit(subtensorEvents.AdminFreezeWindowSet(window));
      },
    }),
  }),
  sudo_set_owner_hparam_rate_limit: call(75, {
    docs: "Sets how many tempos lie between two changes of one setting by an owner.",
    args: { epochs: u16 },
    weight: benchmarked(5_471_000n, 0n, 0, 1),
    run: byRoot({
      set: (state, { epochs }) => {
        subtensor.OwnerHyperparamRateLimit.set(state, epochs);
        state.emit(subtensorEvents.OwnerHyperparamRateLimitSet(epochs));
      },
    }),
  }),
  sudo_set_mechanism_count: call(76, {
    docs: "Sets how many mechanisms a subnet has.",
    args: { netuid: NetUid, mechanism_count: MechId },
    weight: benchmarked(15_000_000n, 0n, 1, 1),
    run: byOwner({
      limit: "MechanismCountUpdate",
      set: (state, { netuid, mechanism_count }) => {
        doSetMechanismCount(state, netuid, mechanism_count);
      },
    }),
  }),
  sudo_set_mechanism_emission_split: call(77, {
    docs: "Sets how emission is shared among mechanisms, in parts of 65535.",
    args: { netuid: NetUid, maybe_split: option(vec(u16)) },
    weight: benchmarked(15_000_000n, 0n, 1, 1),
    run: byOwner({
      limit: "MechanismEmission",
      set: (state, { netuid, maybe_split }) => {
        doSetEmissionSplit(state, netuid, maybe_split);
      },
    }),
  }),
  sudo_trim_to_max_allowed_uids: call(78, {
    docs: "Shrinks a subnet to that many uids: the neurons of the least emission go.",
    args: { netuid: NetUid, max_n: u16 },
    weight: benchmarked(38_302_000n, 4398n, 8, 1),
    run: byOwner({
      limit: "MaxUidsTrimming",
      set: (state, { netuid, max_n }) => {
        trimToMaxAllowedUids(state, netuid, max_n);
      },
    }),
  }),
  sudo_set_min_allowed_uids: call(79, {
    docs: "Sets below how many uids a subnet may not be limited.",
    args: { netuid: NetUid, min_allowed_uids: u16 },
    weight: benchmarked(37_890_000n, 4383n, 7, 1),
    run: byRoot({
      window: true,
      exists: true,
      check: (state, { netuid, min_allowed_uids }) => {
        ensure(
          min_allowed_uids < subtensor.MaxAllowedUids.at(netuid).get(state),
          errors.MinAllowedUidsGreaterThanMaxAllowedUids,
        );
        ensure(
          min_allowed_uids < subtensor.SubnetworkN.at(netuid).get(state),
          errors.MinAllowedUidsGreaterThanCurrentUids,
        );
      },
      set: (state, { netuid, min_allowed_uids }) => {
        subtensor.MinAllowedUids.at(netuid).set(state, min_allowed_uids);
        state.emit(subtensorEvents.MinAllowedUidsSet(netuid, min_allowed_uids));
      },
    }),
  }),
  sudo_set_tao_flow_cutoff: call(81, {
    docs: "Sets the cutoff of TAO flows, which nothing uses any more.",
    args: { flow_cutoff: as("I64F64", I64F64) },
    weight: benchmarked(7_343_000n, 0n, 0, 1),
    run: byRoot({
      set: (state, { flow_cutoff }) => {
        subtensor.TaoFlowCutoff.set(state, flow_cutoff);
      },
    }),
  }),
  sudo_set_tao_flow_normalization_exponent: call(82, {
    docs: "Sets the exponent of TAO flows, which nothing uses any more.",
    args: { exponent: as("U64F64", U64F64) },
    weight: benchmarked(7_343_000n, 0n, 0, 1),
    run: byRoot({
      check: (_state, { exponent }) => {
        ensure(exponent >= one && exponent <= 2n * one, errors.InvalidValue);
      },
      set: (state, { exponent }) => {
        subtensor.FlowNormExponent.set(state, exponent);
      },
    }),
  }),
  sudo_set_tao_flow_smoothing_factor: call(83, {
    docs: "Sets the smoothing of TAO flows, which nothing uses any more.",
    args: { smoothing_factor: u64 },
    weight: benchmarked(7_343_000n, 0n, 0, 1),
    run: byRoot({
      set: (state, { smoothing_factor }) => {
        subtensor.FlowEmaSmoothingFactor.set(state, smoothing_factor);
      },
    }),
  }),
  sudo_set_net_tao_flow_enabled: call(91, {
    docs: "Switches the net of TAO flows, which nothing uses any more.",
    args: { enabled: bool },
    weight: benchmarked(7_343_000n, 0n, 0, 1),
    run: byRoot({
      set: (state, { enabled }) => {
        subtensor.NetTaoFlowEnabled.set(state, enabled);
      },
    }),
  }),
  sudo_set_max_mechanism_count: call(88, {
    docs: "Sets how many mechanisms any subnet may have.",
    args: { max_mechanism_count: MechId },
    weight: benchmarked(15_000_000n, 0n, 1, 1),
    run: byRoot({
      set: (state, { max_mechanism_count }) => {
        doSetMaxMechanismCount(state, max_mechanism_count);
      },
    }),
  }),
  sudo_set_min_non_immune_uids: call(84, {
    docs: "Sets how many neurons that can be pruned a subnet keeps.",
    args: { netuid: NetUid, min: u16 },
    weight: benchmarked(6_783_000n, 0n, 0, 1),
    run: byRoot({
      set: (state, { netuid, min }) => {
        subtensor.MinNonImmuneUids.at(netuid).set(state, min);
        state.emit(subtensorEvents.MinNonImmuneUidsSet(netuid, min));
      },
    }),
  }),
  sudo_set_start_call_delay: call(85, {
    docs: "Sets how many blocks after its creation a subnet may be started.",
    args: { delay: u64 },
    weight: benchmarked(14_000_000n, 0n, 0, 1),
    run: byRoot({
      set: (state, { delay }) => {
        subtensor.StartCallDelay.set(state, delay);
        state.emit(subtensorEvents.StartCallDelaySet(delay));
      },
    }),
  }),
  sudo_set_coldkey_swap_announcement_delay: call(86, {
    docs: "Sets how many blocks after its announcement a coldkey is swapped.",
    args: { duration: as("BlockNumberFor<T>", u32) },
    weight: benchmarked(5_370_000n, 0n, 0, 1),
    run: byRoot({
      set: (state, { duration }) => {
        subtensor.ColdkeySwapAnnouncementDelay.set(state, duration);
        state.emit(subtensorEvents.ColdkeySwapAnnouncementDelaySet(duration));
      },
    }),
  }),
  sudo_set_coldkey_swap_reannouncement_delay: call(87, {
    docs: "Sets how many blocks later another swap may be announced.",
    args: { duration: as("BlockNumberFor<T>", u32) },
    weight: benchmarked(5_360_000n, 0n, 0, 1),
    run: byRoot({
      set: (state, { duration }) => {
        subtensor.ColdkeySwapReannouncementDelay.set(state, duration);
        state.emit(subtensorEvents.ColdkeySwapReannouncementDelaySet(duration));
      },
    }),
  }),
  sudo_set_burn_half_life: call(89, {
    docs: "Sets in how many blocks the price of registration halves.",
    args: { netuid: NetUid, burn_half_life: u16 },
    weight: benchmarked(25_000_000n, 0n, 4, 1),
    class: "Operational",
    run: byOwner({
      limit: ownerUpdate("BurnHalfLife"),
      exists: true,
      check: (_state, { netuid, burn_half_life }) => {
        ensure(netuid !== rootNetuid, errors.NotPermittedOnRootSubnet);
        ensure(burn_half_life > 0 && burn_half_life <= longestBurnHalfLife, errors.InvalidValue);
      },
      set: (state, { netuid, burn_half_life }) => {
        subtensor.BurnHalfLife.at(netuid).set(state, burn_half_life);
        state.emit(events.BurnHalfLifeSet({ netuid, burn_half_life }));
      },
    }),
  }),
  sudo_set_burn_increase_mult: call(90, {
    docs: "Sets by what factor each registration raises the price.",
    args: { netuid: NetUid, burn_increase_mult: as("U64F64", U64F64) },
    weight: benchmarked(25_000_000n, 0n, 4, 1),
    class: "Operational",
    run: byOwner({
      limit: ownerUpdate("BurnIncreaseMult"),
      exists: true,
      check: (_state, { netuid, burn_increase_mult }) => {
        ensure(netuid !== rootNetuid, errors.NotPermittedOnRootSubnet);
        ensure(burn_increase_mult >= one && burn_increase_mult <= 3n * one, errors.InvalidValue);
      },
      set: (state, { netuid, burn_increase_mult }) => {
        subtensor.BurnIncreaseMult.at(netuid).set(state, burn_increase_mult);
        state.emit(events.BurnIncreaseMultSet({ netuid, burn_increase_mult }));
      },
    }),
  }),
  sudo_set_owner_cut_enabled: call(92, {
    docs: "Sets whether a subnet's owner gets its cut.",
    args: { netuid: NetUid, enabled: bool },
    weight: benchmarked(25_000_000n, 0n, 4, 1),
    class: "Operational",
    run: byOwner({
      limit: undefined,
      exists: true,
      check: (_state, { netuid }) => {
        ensure(netuid !== rootNetuid, errors.NotPermittedOnRootSubnet);
      },
      set: (state, { netuid, enabled }) => {
        subtensor.OwnerCutEnabled.at(netuid).set(state, enabled);
      },
    }),
  }),
  sudo_set_owner_cut_auto_lock_enabled: call(95, {
    docs: "Sets whether the owner's cut is locked as it comes.",
    args: { netuid: NetUid, enabled: bool },
    weight: benchmarked(25_000_000n, 0n, 4, 1),
    class: "Operational",
    run: byOwner({
      limit: undefined,
      exists: true,
      check: (_state, { netuid }) => {
        ensure(netuid !== rootNetuid, errors.NotPermittedOnRootSubnet);
      },
      set: (state, { netuid, enabled }) => {
        subtensor.OwnerCutAutoLockEnabled.at(netuid).set(state, enabled);
      },
    }),
  }),
  sudo_set_subnet_emission_enabled: call(94, {
    docs: "Sets whether a subnet gets TAO.",
    args: { netuid: NetUid, enabled: bool },
    weight: benchmarked(16_351_000n, 4084n, 1, 1),
    run: byRoot({
      exists: true,
      check: (_state, { netuid }) => {
        ensure(netuid !== rootNetuid, errors.NotPermittedOnRootSubnet);
      },
      set: (state, { netuid, enabled }) => {
        subtensor.SubnetEmissionEnabled.at(netuid).set(state, enabled);
        state.emit(events.SubnetEmissionEnabledSet({ netuid, enabled }));
      },
    }),
  }),
  sudo_set_max_epochs_per_block: call(96, {
    docs: "Sets how many epochs may run in one block.",
    args: { max_epochs_per_block: u8 },
    weight: benchmarked(5_530_000n, 0n, 0, 1),
    run: byRoot({
      check: (_state, { max_epochs_per_block }) => {
        ensure(max_epochs_per_block >= 1, errors.ValueNotInBounds);
      },
      set: (state, { max_epochs_per_block }) => {
        subtensor.MaxEpochsPerBlock.set(state, max_epochs_per_block);
        state.emit(subtensorEvents.MaxEpochsPerBlockSet(max_epochs_per_block));
      },
    }),
  }),
});
