import { as } from "../../../../codec/codec.ts";
import { bool, u16, u64 } from "../../../../codec/primitives.ts";
import { call } from "../../../frame/calls.ts";
import { ensure, fail } from "../../../frame/dispatch-error.ts";
import { benchmarked } from "../../../frame/weight.ts";
import { NetUid, TaoBalance } from "../../../types/balances.ts";
import { U64F64 } from "../../../types/fixed.ts";
import { constants as subtensorConstants } from "../../subtensor/constants.ts";
import { events as subtensorEvents } from "../../subtensor/events.ts";
import { storage as subtensor } from "../../subtensor/storage.ts";
import { ownerUpdate } from "../../subtensor/utils/rate-limiting.ts";
import { errors } from "../errors.ts";
import { events } from "../events.ts";
import { byOwner, byRootOnSubnet, notOnRoot, onSubnet } from "../setters.ts";

/** 1 as U64F64. */
const one = 1n << 64n;
/** Blocks. Rust: `MaxBurnHalfLife`. */
const longestBurnHalfLife = 36_100;

/**
 * Whether a factor is one that the price of registrations may be raised by, as U64F64: 1 to 3, and also 2^31 to below 2^32.
 * The original compares 3 with the factor as 32-bit integers with a sign, as which the latter are negative.
 * Rust: `pallet_admin_utils: sudo_set_burn_increase_mult`, `substrate_fixed: cmp.rs`.
 */
export function isBurnIncreaseMult(factor: bigint): boolean {
  return (factor >= one && factor <= 3n * one) || (factor >= one << 31n && factor < one << 32n);
}

/** Who may register on a subnet, how many, and for what price. */
export const registrationCalls = {
  sudo_set_network_registration_allowed: call(19, {
    docs: "Opens or closes a subnet for registrations; a closed one gets no emission either.",
    args: { netuid: NetUid, registration_allowed: bool },
    weight: benchmarked(7_113_000n, 0n, 0, 1),
    run: byRootOnSubnet({
      set: onSubnet("registration_allowed", subtensor.NetworkRegistrationAllowed, subtensorEvents.RegistrationAllowed),
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
    run: byRootOnSubnet({
      window: true,
      exists: true,
      set: onSubnet(
        "target_registrations_per_interval",
        subtensor.TargetRegistrationsPerInterval,
        subtensorEvents.RegistrationPerIntervalSet,
      ),
    }),
  }),
  sudo_set_max_registrations_per_block: call(27, {
    docs: "Sets how many hotkeys may join root in one block.",
    args: { netuid: NetUid, max_registrations_per_block: u16 },
    weight: benchmarked(34_604_000n, 4383n, 5, 1),
    run: byRootOnSubnet({
      window: true,
      exists: true,
      set: onSubnet(
        "max_registrations_per_block",
        subtensor.MaxRegistrationsPerBlock,
        subtensorEvents.MaxRegistrationsPerBlockSet,
      ),
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
      set: onSubnet("min_burn", subtensor.MinBurn, subtensorEvents.MinBurnSet),
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
      set: onSubnet("max_burn", subtensor.MaxBurn, subtensorEvents.MaxBurnSet),
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
      check: (state, { netuid, burn_half_life }) => {
        notOnRoot(state, { netuid });
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
      check: (state, { netuid, burn_increase_mult }) => {
        notOnRoot(state, { netuid });
        ensure(isBurnIncreaseMult(burn_increase_mult), errors.InvalidValue);
      },
      set: (state, { netuid, burn_increase_mult }) => {
        subtensor.BurnIncreaseMult.at(netuid).set(state, burn_increase_mult);
        state.emit(events.BurnIncreaseMultSet({ netuid, burn_increase_mult }));
      },
    }),
  }),
  sudo_set_rao_recycled: call(39, {
    docs: "Sets what is counted as recycled by registrations on a subnet, rao.",
    args: { netuid: NetUid, rao_recycled: TaoBalance },
    weight: benchmarked(16_541_000n, 4084n, 1, 1),
    run: byRootOnSubnet({
      exists: true,
      set: onSubnet(
        "rao_recycled",
        subtensor.RAORecycledForRegistration,
        subtensorEvents.RAORecycledForRegistrationSet,
      ),
    }),
  }),
  sudo_set_difficulty: call(24, {
    docs: "Sets the difficulty of proof of work, which nothing uses any more.",
    args: { netuid: NetUid, difficulty: u64 },
    weight: benchmarked(34_434_000n, 4383n, 5, 1),
    run: byRootOnSubnet({
      window: true,
      exists: true,
      set: onSubnet("difficulty", subtensor.Difficulty, subtensorEvents.DifficultySet),
    }),
  }),
  sudo_set_min_difficulty: call(4, {
    docs: "Sets the least difficulty of proof of work, which nothing uses any more.",
    args: { netuid: NetUid, min_difficulty: u64 },
    weight: benchmarked(34_554_000n, 4383n, 5, 1),
    run: byRootOnSubnet({
      window: true,
      exists: true,
      set: onSubnet("min_difficulty", subtensor.MinDifficulty, subtensorEvents.MinDifficultySet),
    }),
  }),
  sudo_set_max_difficulty: call(5, {
    docs: "Sets the highest difficulty of proof of work, which nothing uses any more.",
    args: { netuid: NetUid, max_difficulty: u64 },
    weight: benchmarked(34_704_000n, 4383n, 5, 1),
    run: byOwner({
      limit: ownerUpdate("MaxDifficulty"),
      exists: true,
      set: onSubnet("max_difficulty", subtensor.MaxDifficulty, subtensorEvents.MaxDifficultySet),
    }),
  }),
  sudo_set_adjustment_interval: call(8, {
    docs: "Sets the interval of difficulty adjustments, which nothing uses any more.",
    args: { netuid: NetUid, adjustment_interval: u16 },
    weight: benchmarked(16_320_000n, 4084n, 1, 1),
    run: byRootOnSubnet({
      exists: true,
      set: onSubnet("adjustment_interval", subtensor.AdjustmentInterval, subtensorEvents.AdjustmentIntervalSet),
    }),
  }),
  sudo_set_adjustment_alpha: call(9, {
    docs: "Sets the pace of difficulty adjustments, which nothing uses any more.",
    args: { netuid: NetUid, adjustment_alpha: u64 },
    weight: benchmarked(14_000_000n, 0n, 1, 1),
    run: byOwner({
      limit: ownerUpdate("AdjustmentAlpha"),
      exists: true,
      set: onSubnet("adjustment_alpha", subtensor.AdjustmentAlpha, subtensorEvents.AdjustmentAlphaSet),
    }),
  }),
};
