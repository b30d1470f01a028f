import { as } from "../../../../codec/codec.ts";
import { bool, u16, u64 } from "../../../../codec/primitives.ts";
import { call } from "../../../frame/calls.ts";
import { ensure, fail } from "../../../frame/dispatch-error.ts";
import { benchmarked } from "../../../frame/weight.ts";
import { NetUid, TaoBalance } from "../../../types/balances.ts";
import { I64F64, I96F32, U64F64 } from "../../../types/fixed.ts";
import { events as subtensorEvents } from "../../subtensor/events.ts";
import { storage as subtensor } from "../../subtensor/storage.ts";
import { RecycleOrBurnEnum } from "../../subtensor/types.ts";
import { ownerUpdate } from "../../subtensor/utils/rate-limiting.ts";
import { errors } from "../errors.ts";
import { events } from "../events.ts";
import { byOwner, byRoot, byRootOnSubnet, everywhere, notOnRoot, onSubnet } from "../setters.ts";

/** 1 as U64F64. */
const one = 1n << 64n;

/** What is issued, to which subnets it goes, and what part of it owners get. */
export const emissionCalls = {
  sudo_set_total_issuance: call(33, {
    docs: "Fails always: the issuance is not set any more.",
    args: { total_issuance: TaoBalance },
    weight: benchmarked(5_931_000n, 0n, 0, 0),
    run: () => fail(errors.Deprecated),
  }),
  sudo_set_subnet_emission_enabled: call(94, {
    docs: "Sets whether a subnet gets TAO.",
    args: { netuid: NetUid, enabled: bool },
    weight: benchmarked(16_351_000n, 4084n, 1, 1),
    run: byRootOnSubnet({
      exists: true,
      check: (state, args) => notOnRoot(state, args),
      set: (state, { netuid, enabled }) => {
        subtensor.SubnetEmissionEnabled.at(netuid).set(state, enabled);
        state.emit(events.SubnetEmissionEnabledSet({ netuid, enabled }));
      },
    }),
  }),
  sudo_set_subnet_owner_cut: call(28, {
    docs: "Sets the part of alpha that owners of subnets get, in parts of 65535.",
    args: { subnet_owner_cut: u16 },
    weight: benchmarked(14_000_000n, 0n, 0, 1),
    run: byRoot({
      set: everywhere("subnet_owner_cut", subtensor.SubnetOwnerCut, subtensorEvents.SubnetOwnerCutSet),
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
      check: notOnRoot,
      set: onSubnet("enabled", subtensor.OwnerCutEnabled),
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
      check: notOnRoot,
      set: onSubnet("enabled", subtensor.OwnerCutAutoLockEnabled),
    }),
  }),
  sudo_set_recycle_or_burn: call(80, {
    docs: "Sets whether the incentive of an owner's own miners is recycled or burned.",
    args: { netuid: NetUid, recycle_or_burn: as("pallet_subtensor::RecycleOrBurnEnum", RecycleOrBurnEnum) },
    weight: benchmarked(20_000_000n, 0n, 2, 2),
    run: byOwner({
      limit: ownerUpdate("RecycleOrBurn"),
      set: onSubnet("recycle_or_burn", subtensor.RecycleOrBurn),
    }),
  }),
  sudo_set_ck_burn: call(73, {
    docs: "Sets the part of dividends from parents that is burned, in parts of 2^64 - 1.",
    args: { burn: u64 },
    weight: benchmarked(15_650_000n, 0n, 1, 1),
    run: byRoot({
      set: everywhere("burn", subtensor.CKBurn),
    }),
  }),
  sudo_set_subnet_moving_alpha: call(63, {
    docs: "Sets how fast moving prices follow prices.",
    args: { alpha: as("I96F32", I96F32) },
    weight: benchmarked(2_955_000n, 0n, 0, 1),
    run: byRoot({
      set: everywhere("alpha", subtensor.SubnetMovingAlpha),
    }),
  }),
  sudo_set_ema_price_halving_period: call(65, {
    docs: "Sets after how many blocks the moving price of a subnet follows at half pace.",
    args: { netuid: NetUid, ema_halving: u64 },
    weight: benchmarked(4_198_000n, 0n, 0, 1),
    run: byRootOnSubnet({
      set: onSubnet("ema_halving", subtensor.EMAPriceHalvingBlocks),
    }),
  }),
  sudo_set_tao_flow_cutoff: call(81, {
    docs: "Sets the cutoff of TAO flows, which nothing uses any more.",
    args: { flow_cutoff: as("I64F64", I64F64) },
    weight: benchmarked(7_343_000n, 0n, 0, 1),
    run: byRoot({
      set: everywhere("flow_cutoff", subtensor.TaoFlowCutoff),
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
      set: everywhere("exponent", subtensor.FlowNormExponent),
    }),
  }),
  sudo_set_tao_flow_smoothing_factor: call(83, {
    docs: "Sets the smoothing of TAO flows, which nothing uses any more.",
    args: { smoothing_factor: u64 },
    weight: benchmarked(7_343_000n, 0n, 0, 1),
    run: byRoot({
      set: everywhere("smoothing_factor", subtensor.FlowEmaSmoothingFactor),
    }),
  }),
  sudo_set_net_tao_flow_enabled: call(91, {
    docs: "Switches the net of TAO flows, which nothing uses any more.",
    args: { enabled: bool },
    weight: benchmarked(7_343_000n, 0n, 0, 1),
    run: byRoot({
      set: everywhere("enabled", subtensor.NetTaoFlowEnabled),
    }),
  }),
};
