import type { ReadState } from "../../frame/state.ts";
import { type Finding, holds } from "../../frame/try-state.ts";
import { accuracy, minWeight } from "./balancer.ts";
import { subnetPools } from "./ports.ts";
import { storage } from "./storage.ts";

/** Weights of pools are within their bounds, and pools belong to subnets. */
export function* tryState(state: ReadState): Generator<Finding> {
  const pools = subnetPools.of(state);
  for (const [[netuid], { quote }] of storage.SwapBalancer.entries(state)) {
    const within = quote >= minWeight && quote <= accuracy - minWeight;
    yield* holds("No weight of a pool is below 1 %.", [netuid], within, quote, [minWeight, accuracy - minWeight]);
  }
  for (const item of [storage.SwapBalancer, storage.PalSwapInitialized, storage.FeeRate, storage.ScrapReservoirAlpha])
    for (const [netuid] of item.keys(state))
      yield* holds(
        "Pools are those of subnets that exist.",
        [item.name, netuid],
        pools.exists(state, netuid),
        "none",
        "a subnet",
      );
  for (const [[netuid], initialized] of storage.PalSwapInitialized.entries(state)) {
    if (!initialized || pools.mechanism(state, netuid) !== 1) continue;
    const reserves = [pools.taoReserve(state, netuid), pools.alphaReserve(state, netuid)];
    yield* holds(
      "A pool has both reserves.",
      [netuid],
      reserves.every((one) => one > 0n),
      reserves,
      "more than 0",
    );
  }
}
