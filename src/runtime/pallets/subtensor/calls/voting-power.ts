import { u64 } from "../../../../codec/primitives.ts";
import { call } from "../../../frame/calls.ts";
import { ensureRoot } from "../../../frame/origin.ts";
import { benchmarked } from "../../../frame/weight.ts";
import { NetUid } from "../../../types/balances.ts";
import { ensureSubnetOwnerOrRoot } from "../utils/misc.ts";
import {
  doDisableVotingPowerTracking,
  doEnableVotingPowerTracking,
  doSetVotingPowerEmaAlpha,
} from "../utils/voting-power.ts";

/** The average stake of validators that is followed as voting power. */
export const votingPowerCalls = {
  enable_voting_power_tracking: call(129, {
    docs: "Starts to follow the average stake of a subnet's validators.",
    args: { netuid: NetUid },
    weight: benchmarked(10_000n, 0n, 2, 2),
    run(state, origin, { netuid }) {
      ensureSubnetOwnerOrRoot(state, origin, netuid);
      doEnableVotingPowerTracking(state, netuid);
    },
  }),
  disable_voting_power_tracking: call(130, {
    docs: "Ends in two weeks the following of the average stake of a subnet's validators.",
    args: { netuid: NetUid },
    weight: benchmarked(10_000n, 0n, 2, 1),
    run(state, origin, { netuid }) {
      ensureSubnetOwnerOrRoot(state, origin, netuid);
      doDisableVotingPowerTracking(state, netuid);
    },
  }),
  sudo_set_voting_power_ema_alpha: call(131, {
    docs: "Sets how fast voting power follows stake, in parts of 10^18.",
    args: { netuid: NetUid, alpha: u64 },
    weight: benchmarked(6000n, 0n, 1, 1),
    run(state, origin, { netuid, alpha }) {
      ensureRoot(origin);
      doSetVotingPowerEmaAlpha(state, netuid, alpha);
    },
  }),
};
