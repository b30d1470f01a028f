import { bool, i16, u16, u64 } from "../../../../codec/primitives.ts";
import { call } from "../../../frame/calls.ts";
import { ensure } from "../../../frame/dispatch-error.ts";
import { benchmarked } from "../../../frame/weight.ts";
import { NetUid } from "../../../types/balances.ts";
import { errors as subtensorErrors } from "../../subtensor/errors.ts";
import { events as subtensorEvents } from "../../subtensor/events.ts";
import { storage as subtensor } from "../../subtensor/storage.ts";
import { ownerUpdate } from "../../subtensor/utils/rate-limiting.ts";
import { doSetAlphaValues } from "../../subtensor/yuma/run-epoch.ts";
import { errors } from "../errors.ts";
import { events } from "../events.ts";
import { byOwner, byRootOnSubnet, onSubnet } from "../setters.ts";

/** An owner may not slow bonds down more than this, millionths. */
const ownersMostBondsMovingAverage = 975_000n;

/** What Yuma Consensus computes with on a subnet. */
export const consensusCalls = {
  sudo_set_kappa: call(16, {
    docs: "Sets the part of stake that makes a consensus, in parts of 65535.",
    args: { netuid: NetUid, kappa: u16 },
    weight: benchmarked(16_301_000n, 4084n, 1, 1),
    run: byRootOnSubnet({
      exists: true,
      set: onSubnet("kappa", subtensor.Kappa, subtensorEvents.KappaSet),
    }),
  }),
  sudo_set_rho: call(17, {
    docs: "Sets rho, which nothing uses any more.",
    args: { netuid: NetUid, rho: u16 },
    weight: benchmarked(31_268_000n, 4383n, 5, 1),
    run: byOwner({
      limit: ownerUpdate("Rho"),
      exists: true,
      set: onSubnet("rho", subtensor.Rho),
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
      set: onSubnet("activity_cutoff", subtensor.ActivityCutoff, subtensorEvents.ActivityCutoffSet),
    }),
  }),
  sudo_set_max_allowed_validators: call(25, {
    docs: "Sets how many validators get a permit.",
    args: { netuid: NetUid, max_allowed_validators: u16 },
    weight: benchmarked(35_896_000n, 4383n, 6, 1),
    run: byRootOnSubnet({
      window: true,
      exists: true,
      check: (state, { netuid, max_allowed_validators }) => {
        ensure(
          max_allowed_validators <= subtensor.MaxAllowedUids.at(netuid).get(state),
          errors.MaxValidatorsLargerThanMaxUIds,
        );
      },
      set: onSubnet("max_allowed_validators", subtensor.MaxAllowedValidators, subtensorEvents.MaxAllowedValidatorsSet),
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
      set: onSubnet("bonds_moving_average", subtensor.BondsMovingAverage, subtensorEvents.BondsMovingAverageSet),
    }),
  }),
  sudo_set_bonds_penalty: call(60, {
    docs: "Sets how much bonds suffer for weights above the consensus, in parts of 65535.",
    args: { netuid: NetUid, bonds_penalty: u16 },
    weight: benchmarked(34_354_000n, 4383n, 5, 1),
    run: byOwner({
      limit: ownerUpdate("BondsPenalty"),
      exists: true,
      set: onSubnet("bonds_penalty", subtensor.BondsPenalty, subtensorEvents.BondsPenaltySet),
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
  sudo_set_liquid_alpha_enabled: call(50, {
    docs: "Switches liquid alpha on or off for a subnet.",
    args: { netuid: NetUid, enabled: bool },
    weight: benchmarked(25_538_000n, 4280n, 4, 1),
    run: byOwner({
      limit: ownerUpdate("LiquidAlphaEnabled"),
      set: onSubnet("enabled", subtensor.LiquidAlphaOn),
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
  sudo_set_alpha_sigmoid_steepness: call(68, {
    docs: "Sets the steepness of liquid alpha, in hundredths.",
    args: { netuid: NetUid, steepness: i16 },
    weight: benchmarked(31_438_000n, 4383n, 5, 1),
    run: byOwner({
      limit: ownerUpdate("AlphaSigmoidSteepness"),
      ownerCheckAfter: ({ steepness }) => ensure(steepness >= 0, errors.NegativeSigmoidSteepness),
      exists: true,
      set: onSubnet("steepness", subtensor.AlphaSigmoidSteepness),
    }),
  }),
};
