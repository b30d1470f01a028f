import { bool } from "../../../../codec/primitives.ts";
import { call } from "../../../frame/calls.ts";
import { benchmarked } from "../../../frame/weight.ts";
import { AccountIdT, AlphaBalance, NetUid, TaoBalance } from "../../../types/balances.ts";
import { doMoveStake, doSwapStake, doTransferStake } from "../staking/move-stake.ts";

/** Stake that changes its hotkey, its subnet or its coldkey. */
export const stakeMoveCalls = {
  move_stake: call(85, {
    docs: "Moves stake of the signer to another hotkey, also of another subnet.",
    args: {
      origin_hotkey: AccountIdT,
      destination_hotkey: AccountIdT,
      origin_netuid: NetUid,
      destination_netuid: NetUid,
      alpha_amount: AlphaBalance,
    },
    weight: benchmarked(216_061_000n, 7919n, 19, 7),
    run: (state, origin, args) =>
      doMoveStake(
        state,
        origin,
        args.origin_hotkey,
        args.destination_hotkey,
        args.origin_netuid,
        args.destination_netuid,
        args.alpha_amount,
      ),
  }),
  transfer_stake: call(86, {
    docs: "Gives stake of the signer to another coldkey, also on another subnet.",
    args: {
      destination_coldkey: AccountIdT,
      hotkey: AccountIdT,
      origin_netuid: NetUid,
      destination_netuid: NetUid,
      alpha_amount: AlphaBalance,
    },
    weight: benchmarked(258_541_000n, 7994n, 19, 6),
    run: (state, origin, args) =>
      doTransferStake(
        state,
        origin,
        args.destination_coldkey,
        args.hotkey,
        args.origin_netuid,
        args.destination_netuid,
        args.alpha_amount,
      ),
  }),
  swap_stake: call(87, {
    docs: "Moves stake of the signer with a hotkey to another subnet.",
    args: { hotkey: AccountIdT, origin_netuid: NetUid, destination_netuid: NetUid, alpha_amount: AlphaBalance },
    weight: benchmarked(742_019_000n, 10920n, 47, 24),
    run: (state, origin, args) =>
      doSwapStake(state, origin, args.hotkey, args.origin_netuid, args.destination_netuid, args.alpha_amount),
  }),
  swap_stake_limit: call(90, {
    docs: "Moves stake of the signer with a hotkey to another subnet, up to a price of one alpha in the other times 10^9.",
    args: {
      hotkey: AccountIdT,
      origin_netuid: NetUid,
      destination_netuid: NetUid,
      alpha_amount: AlphaBalance,
      limit_price: TaoBalance,
      allow_partial: bool,
    },
    weight: benchmarked(944_515_000n, 11077n, 47, 24),
    run: (state, origin, args) =>
      doSwapStake(state, origin, args.hotkey, args.origin_netuid, args.destination_netuid, args.alpha_amount, {
        limitPrice: args.limit_price,
        allowPartial: args.allow_partial,
      }),
  }),
};
