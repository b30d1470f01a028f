import { as } from "../../../../codec/codec.ts";
import { u16, u32, u64 } from "../../../../codec/primitives.ts";
import { call } from "../../../frame/calls.ts";
import { benchmarked } from "../../../frame/weight.ts";
import { TaoBalance } from "../../../types/balances.ts";
import { events as subtensorEvents } from "../../subtensor/events.ts";
import { storage as subtensor } from "../../subtensor/storage.ts";
import { byRoot, everywhere } from "../setters.ts";

/** How subnets come and go. */
export const networkCalls = {
  sudo_set_subnet_limit: call(37, {
    docs: "Sets how many subnets there may be.",
    args: { max_subnets: u16 },
    weight: benchmarked(14_000_000n, 0n, 0, 1),
    run: byRoot({
      set: everywhere("max_subnets", subtensor.SubnetLimit, subtensorEvents.SubnetLimitSet),
    }),
  }),
  sudo_set_network_rate_limit: call(29, {
    docs: "Sets how many blocks lie between two new subnets.",
    args: { rate_limit: u64 },
    weight: benchmarked(14_000_000n, 0n, 0, 1),
    run: byRoot({
      set: everywhere("rate_limit", subtensor.NetworkRateLimit, subtensorEvents.NetworkRateLimitSet),
    }),
  }),
  sudo_set_network_immunity_period: call(35, {
    docs: "Sets for how many blocks a new subnet is not removed for another.",
    args: { immunity_period: u64 },
    weight: benchmarked(14_000_000n, 0n, 0, 1),
    run: byRoot({
      set: everywhere("immunity_period", subtensor.NetworkImmunityPeriod, subtensorEvents.NetworkImmunityPeriodSet),
    }),
  }),
  sudo_set_network_min_lock_cost: call(36, {
    docs: "Sets the least price of a new subnet, rao.",
    args: { lock_cost: TaoBalance },
    weight: benchmarked(14_000_000n, 0n, 0, 1),
    run: byRoot({
      set: everywhere("lock_cost", subtensor.NetworkMinLockCost, subtensorEvents.NetworkMinLockCostSet),
    }),
  }),
  sudo_set_lock_reduction_interval: call(38, {
    docs: "Sets in how many blocks the price of a new subnet falls back.",
    args: { interval: u64 },
    weight: benchmarked(14_000_000n, 0n, 0, 1),
    run: byRoot({
      set: everywhere(
        "interval",
        subtensor.NetworkLockReductionInterval,
        subtensorEvents.NetworkLockCostReductionIntervalSet,
      ),
    }),
  }),
  sudo_set_dissolve_network_schedule_duration: call(55, {
    docs: "Sets the delay of dissolving subnets, which nothing uses any more.",
    args: { duration: as("BlockNumberFor<T>", u32) },
    weight: benchmarked(5_591_000n, 0n, 0, 1),
    run: byRoot({
      set: everywhere(
        "duration",
        subtensor.DissolveNetworkScheduleDuration,
        subtensorEvents.DissolveNetworkScheduleDurationSet,
      ),
    }),
  }),
  sudo_set_start_call_delay: call(85, {
    docs: "Sets how many blocks after its creation a subnet may be started.",
    args: { delay: u64 },
    weight: benchmarked(14_000_000n, 0n, 0, 1),
    run: byRoot({
      set: everywhere("delay", subtensor.StartCallDelay, subtensorEvents.StartCallDelaySet),
    }),
  }),
};
