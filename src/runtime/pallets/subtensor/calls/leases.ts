import { as } from "../../../../codec/codec.ts";
import { option } from "../../../../codec/containers.ts";
import { u32 } from "../../../../codec/primitives.ts";
import { call } from "../../../frame/calls.ts";
import { addWeight, benchmarked, mulWeight } from "../../../frame/weight.ts";
import { AccountIdT } from "../../../types/balances.ts";
import { Percent } from "../../../types/per-things.ts";
import { doRegisterLeasedNetwork, doTerminateLease } from "../subnets/leasing.ts";

/** Subnets that a crowdloan pays for and a beneficiary runs. */
export const leaseCalls = {
  register_leased_network: call(110, {
    docs: "Creates a leased subnet with what the crowdloan raised that is being finalized.",
    args: { emissions_share: as("Percent", Percent), end_block: as("Option<BlockNumberFor<T>>", option(u32)) },
    // At the most contributors that a crowdloan can have, 500.
    weight: addWeight(
      benchmarked(309_598_986n, 10_256n, 49, 53),
      mulWeight(benchmarked(46_027_026n, 2579n, 2, 2), 500),
    ),
    run: (state, origin, { emissions_share, end_block }) =>
      doRegisterLeasedNetwork(state, origin, emissions_share, end_block),
  }),
  terminate_lease: call(111, {
    docs: "Gives a leased subnet to the signer, the lease's beneficiary, after the lease has ended.",
    args: { lease_id: as("LeaseId", u32), hotkey: AccountIdT },
    // At the most contributors that a crowdloan can have, 500.
    weight: addWeight(benchmarked(146_402_779n, 6148n, 4, 7), mulWeight(benchmarked(1_566_532n, 2529n, 1, 1), 500)),
    run: (state, origin, { lease_id, hotkey }) => doTerminateLease(state, origin, lease_id, hotkey),
  }),
};
