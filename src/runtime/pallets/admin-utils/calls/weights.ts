import { bool, u16, u64 } from "../../../../codec/primitives.ts";
import { call } from "../../../frame/calls.ts";
import { benchmarked } from "../../../frame/weight.ts";
import { NetUid } from "../../../types/balances.ts";
import { events as subtensorEvents } from "../../subtensor/events.ts";
import { storage as subtensor } from "../../subtensor/storage.ts";
import { setRevealPeriod } from "../../subtensor/subnets/commit-epochs.ts";
import { ownerUpdate } from "../../subtensor/utils/rate-limiting.ts";
import { byOwner, byRoot, byRootOnSubnet, everywhere, onSubnet } from "../setters.ts";

/** How weights are set, committed to and revealed on a subnet. */
export const weightCalls = {
  sudo_set_weights_version_key: call(6, {
    docs: "Sets the least version key that weights must carry.",
    args: { netuid: NetUid, weights_version_key: u64 },
    weight: benchmarked(34_204_000n, 4383n, 5, 1),
    run: byOwner({
      limit: "SetWeightsVersionKey",
      exists: true,
      set: onSubnet("weights_version_key", subtensor.WeightsVersionKey, subtensorEvents.WeightsVersionKeySet),
    }),
  }),
  sudo_set_weights_set_rate_limit: call(7, {
    docs: "Sets how many blocks lie between two weights of a neuron.",
    args: { netuid: NetUid, weights_set_rate_limit: u64 },
    weight: benchmarked(16_420_000n, 4084n, 1, 1),
    run: byRootOnSubnet({
      exists: true,
      set: onSubnet("weights_set_rate_limit", subtensor.WeightsSetRateLimit, subtensorEvents.WeightsSetRateLimitSet),
    }),
  }),
  sudo_set_min_allowed_weights: call(14, {
    docs: "Sets the least number of weights that a validator gives.",
    args: { netuid: NetUid, min_allowed_weights: u16 },
    weight: benchmarked(34_664_000n, 4383n, 5, 1),
    run: byOwner({
      limit: ownerUpdate("MinAllowedWeights"),
      exists: true,
      set: onSubnet("min_allowed_weights", subtensor.MinAllowedWeights, subtensorEvents.MinAllowedWeightSet),
    }),
  }),
  sudo_set_commit_reveal_weights_enabled: call(49, {
    docs: "Switches on a subnet between weights that are set and weights that are committed first.",
    args: { netuid: NetUid, enabled: bool },
    weight: benchmarked(34_544_000n, 4383n, 5, 1),
    run: byOwner({
      limit: ownerUpdate("CommitRevealEnabled"),
      exists: true,
      set: onSubnet("enabled", subtensor.CommitRevealWeightsEnabled, subtensorEvents.CommitRevealEnabled),
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
  sudo_set_commit_reveal_version: call(71, {
    docs: "Sets the version that timelocked commits must carry.",
    args: { version: u16 },
    weight: benchmarked(6_052_000n, 0n, 0, 1),
    run: byRoot({
      set: everywhere("version", subtensor.CommitRevealWeightsVersion, subtensorEvents.CommitRevealVersionSet),
    }),
  }),
};
