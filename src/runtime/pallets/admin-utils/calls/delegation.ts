import { u16, u64 } from "../../../../codec/primitives.ts";
import { call } from "../../../frame/calls.ts";
import { ensure } from "../../../frame/dispatch-error.ts";
import { benchmarked } from "../../../frame/weight.ts";
import { NetUid } from "../../../types/balances.ts";
import { events as subtensorEvents } from "../../subtensor/events.ts";
import { clearSmallNominations } from "../../subtensor/staking/small-nominations.ts";
import { storage as subtensor } from "../../subtensor/storage.ts";
import { getNominatorMinRequiredStake } from "../../subtensor/utils/misc.ts";
import { ownerUpdate } from "../../subtensor/utils/rate-limiting.ts";
import { errors } from "../errors.ts";
import { byOwner, byRoot, everywhere, onSubnet } from "../setters.ts";

/** Takes, and what nominators and validators have to stake. */
export const delegationCalls = {
  sudo_set_default_take: call(1, {
    docs: "Sets the highest take of delegates, in parts of 65535.",
    args: { default_take: u16 },
    weight: benchmarked(5_400_000n, 0n, 0, 1),
    run: byRoot({
      set: everywhere("default_take", subtensor.MaxDelegateTake, subtensorEvents.MaxDelegateTakeSet),
    }),
  }),
  sudo_set_min_delegate_take: call(46, {
    docs: "Sets the least take of delegates, in parts of 65535.",
    args: { take: u16 },
    weight: benchmarked(5_490_000n, 0n, 0, 1),
    run: byRoot({
      set: everywhere("take", subtensor.MinDelegateTake, subtensorEvents.MinDelegateTakeSet),
    }),
  }),
  sudo_set_tx_delegate_take_rate_limit: call(45, {
    docs: "Sets how many blocks lie between two rises of a take.",
    args: { tx_rate_limit: u64 },
    weight: benchmarked(5_420_000n, 0n, 0, 1),
    run: byRoot({
      set: everywhere("tx_rate_limit", subtensor.TxDelegateTakeRateLimit, subtensorEvents.TxDelegateTakeRateLimitSet),
    }),
  }),
  sudo_set_min_childkey_take_per_subnet: call(93, {
    docs: "Sets the least childkey take on a subnet, in parts of 65535.",
    args: { netuid: NetUid, take: u16 },
    weight: benchmarked(38_100_000n, 4419n, 7, 1),
    run: byOwner({
      limit: ownerUpdate("MinChildkeyTake"),
      exists: true,
      check: (state, { take }) => {
        ensure(
          take >= subtensor.MinChildkeyTake.get(state) && take <= subtensor.MaxChildkeyTake.get(state),
          errors.InvalidValue,
        );
      },
      set: onSubnet("take", subtensor.MinChildkeyTakePerSubnet, subtensorEvents.MinChildKeyTakePerSubnetSet),
    }),
  }),
  sudo_set_stake_threshold: call(42, {
    docs: "Sets the least stake weight of validators.",
    args: { min_stake: u64 },
    weight: benchmarked(5_500_000n, 0n, 0, 1),
    run: byRoot({
      set: everywhere("min_stake", subtensor.StakeThreshold, subtensorEvents.StakeThresholdSet),
    }),
  }),
  sudo_set_nominator_min_required_stake: call(43, {
    docs: "Sets the least stake of nominators, in millionths of the least stake; what is below it then is sold.",
    args: { min_stake: u64 },
    weight: benchmarked(30_697_000n, 6890n, 5, 1),
    run: byRoot({
      set: (state, { min_stake }) => {
        const before = getNominatorMinRequiredStake(state);
        subtensor.NominatorMinRequiredStake.set(state, min_stake);
        if (min_stake > before) clearSmallNominations(state);
      },
    }),
  }),
};
