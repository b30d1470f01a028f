import { u16, u64 } from "../../../../codec/primitives.ts";
import { call } from "../../../frame/calls.ts";
import { ensure } from "../../../frame/dispatch-error.ts";
import { benchmarked } from "../../../frame/weight.ts";
import { NetUid } from "../../../types/balances.ts";
import { constants as subtensorConstants } from "../../subtensor/constants.ts";
import { errors as subtensorErrors } from "../../subtensor/errors.ts";
import { events as subtensorEvents } from "../../subtensor/events.ts";
import { storage as subtensor } from "../../subtensor/storage.ts";
import { ensureMaxUidsOverAllMechanisms } from "../../subtensor/subnets/mechanism.ts";
import { trimToMaxAllowedUids } from "../../subtensor/subnets/trim-uids.ts";
import { ownerUpdate } from "../../subtensor/utils/rate-limiting.ts";
import { errors } from "../errors.ts";
import { byOwner, byRootOnSubnet, onSubnet } from "../setters.ts";

/** Rust: `MaxImmuneOwnerUidsLimit`. */
const mostImmuneNeurons = 10;

/** How many neurons a subnet has, which of them stay, and how often they serve. */
export const neuronCalls = {
  sudo_set_min_allowed_uids: call(79, {
    docs: "Sets below how many uids a subnet may not be limited.",
    args: { netuid: NetUid, min_allowed_uids: u16 },
    weight: benchmarked(37_890_000n, 4383n, 7, 1),
    run: byRootOnSubnet({
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
      set: onSubnet("min_allowed_uids", subtensor.MinAllowedUids, subtensorEvents.MinAllowedUidsSet),
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
      set: onSubnet("max_allowed_uids", subtensor.MaxAllowedUids, subtensorEvents.MaxAllowedUidsSet),
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
  sudo_set_immunity_period: call(13, {
    docs: "Sets for how many blocks a new neuron is not pruned.",
    args: { netuid: NetUid, immunity_period: u16 },
    weight: benchmarked(34_414_000n, 4383n, 5, 1),
    run: byOwner({
      limit: ownerUpdate("ImmunityPeriod"),
      exists: true,
      set: onSubnet("immunity_period", subtensor.ImmunityPeriod, subtensorEvents.ImmunityPeriodSet),
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
      set: onSubnet("immune_neurons", subtensor.ImmuneOwnerUidsLimit),
    }),
  }),
  sudo_set_min_non_immune_uids: call(84, {
    docs: "Sets how many neurons that can be pruned a subnet keeps.",
    args: { netuid: NetUid, min: u16 },
    weight: benchmarked(6_783_000n, 0n, 0, 1),
    run: byRootOnSubnet({
      set: onSubnet("min", subtensor.MinNonImmuneUids, subtensorEvents.MinNonImmuneUidsSet),
    }),
  }),
  sudo_set_serving_rate_limit: call(3, {
    docs: "Sets how many blocks lie between two endpoints that a hotkey serves.",
    args: { netuid: NetUid, serving_rate_limit: u64 },
    weight: benchmarked(28_633_000n, 4212n, 4, 1),
    run: byOwner({
      limit: ownerUpdate("ServingRateLimit"),
      set: onSubnet("serving_rate_limit", subtensor.ServingRateLimit, subtensorEvents.ServingRateLimitSet),
    }),
  }),
};
