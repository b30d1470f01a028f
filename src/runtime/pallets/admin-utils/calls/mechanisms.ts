import { option, vec } from "../../../../codec/containers.ts";
import { u16 } from "../../../../codec/primitives.ts";
import { call } from "../../../frame/calls.ts";
import { benchmarked } from "../../../frame/weight.ts";
import { MechId, NetUid } from "../../../types/balances.ts";
import { doSetEmissionSplit } from "../../subtensor/subnets/emission-split.ts";
import { doSetMaxMechanismCount, doSetMechanismCount } from "../../subtensor/subnets/mechanism.ts";
import { byOwner, byRoot } from "../setters.ts";

/** The mechanisms of a subnet. */
export const mechanismCalls = {
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
};
