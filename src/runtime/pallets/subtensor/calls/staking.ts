import { as } from "../../../../codec/codec.ts";
import { option } from "../../../../codec/containers.ts";
import { bool } from "../../../../codec/primitives.ts";
import { call } from "../../../frame/calls.ts";
import { benchmarked } from "../../../frame/weight.ts";
import { AccountIdT, AlphaBalance, NetUid, TaoBalance } from "../../../types/balances.ts";
import { doAddStake, doAddStakeLimit } from "../staking/add-stake.ts";
import { doSetColdkeyAutoStakeHotkey } from "../staking/auto-stake.ts";
import { doAddStakeBurn, doBurnAlpha, doRecycleAlpha } from "../staking/recycle-alpha.ts";
import { doRemoveStake, doRemoveStakeFullLimit, doRemoveStakeLimit } from "../staking/remove-stake.ts";
import { doUnstakeAll, doUnstakeAllAlpha } from "../staking/unstake-all.ts";

/** TAO that becomes stake, and stake that becomes TAO or is ended. */
export const stakingCalls = {
  add_stake: call(2, {
    docs: "Stakes TAO of the signer to a hotkey on a subnet, at any price.",
    args: { hotkey: AccountIdT, netuid: NetUid, amount_staked: TaoBalance },
    weight: benchmarked(664_064_000n, 8727n, 32, 16),
    run: (state, origin, { hotkey, netuid, amount_staked }) =>
      void doAddStake(state, origin, hotkey, netuid, amount_staked),
  }),
  add_stake_limit: call(88, {
    docs: "Stakes TAO of the signer to a hotkey on a subnet up to a price, in rao per alpha times 10^9.",
    args: {
      hotkey: AccountIdT,
      netuid: NetUid,
      amount_staked: TaoBalance,
      limit_price: TaoBalance,
      allow_partial: bool,
    },
    weight: benchmarked(853_005_000n, 8727n, 32, 16),
    run: (state, origin, { hotkey, netuid, amount_staked, limit_price, allow_partial }) =>
      void doAddStakeLimit(state, origin, hotkey, netuid, amount_staked, limit_price, allow_partial),
  }),
  remove_stake: call(3, {
    docs: "Sells stake of the signer with a hotkey, at any price; more than is held means all of it.",
    args: { hotkey: AccountIdT, netuid: NetUid, amount_unstaked: AlphaBalance },
    weight: benchmarked(569_198_000n, 10557n, 28, 13),
    run: (state, origin, { hotkey, netuid, amount_unstaked }) =>
      doRemoveStake(state, origin, hotkey, netuid, amount_unstaked),
  }),
  remove_stake_limit: call(89, {
    docs: "Sells stake of the signer with a hotkey down to a price, in rao per alpha times 10^9.",
    args: {
      hotkey: AccountIdT,
      netuid: NetUid,
      amount_unstaked: AlphaBalance,
      limit_price: TaoBalance,
      allow_partial: bool,
    },
    weight: benchmarked(740_696_000n, 10591n, 27, 13),
    run: (state, origin, { hotkey, netuid, amount_unstaked, limit_price, allow_partial }) =>
      doRemoveStakeLimit(state, origin, hotkey, netuid, amount_unstaked, limit_price, allow_partial),
  }),
  remove_stake_full_limit: call(103, {
    docs: "Sells all of the signer's stake with a hotkey, at any price or down to a given one.",
    args: { hotkey: AccountIdT, netuid: NetUid, limit_price: as("Option<TaoBalance>", option(TaoBalance)) },
    weight: benchmarked(754_292_000n, 10591n, 27, 13),
    run: (state, origin, { hotkey, netuid, limit_price }) =>
      doRemoveStakeFullLimit(state, origin, hotkey, netuid, limit_price),
  }),
  unstake_all: call(83, {
    docs: "Sells the signer's stake with a hotkey on every subnet where it can be sold.",
    args: { hotkey: AccountIdT },
    weight: benchmarked(26_830_000n, 9189n, 6, 0),
    run: (state, origin, { hotkey }) => doUnstakeAll(state, origin, hotkey),
  }),
  unstake_all_alpha: call(84, {
    docs: "Sells the signer's stake with a hotkey on every subnet but root, and stakes the TAO on root.",
    args: { hotkey: AccountIdT },
    weight: benchmarked(700_873_000n, 11306n, 43, 25),
    run: (state, origin, { hotkey }) => doUnstakeAllAlpha(state, origin, hotkey),
  }),
  recycle_alpha: call(101, {
    docs: "Ends alpha of the signer and lowers the subnet's issuance.",
    args: { hotkey: AccountIdT, amount: AlphaBalance, netuid: NetUid },
    weight: benchmarked(172_139_000n, 5219n, 13, 6),
    run: (state, origin, { hotkey, amount, netuid }) => void doRecycleAlpha(state, origin, hotkey, amount, netuid),
  }),
  burn_alpha: call(102, {
    docs: "Ends alpha of the signer without lowering the subnet's issuance.",
    args: { hotkey: AccountIdT, amount: AlphaBalance, netuid: NetUid },
    weight: benchmarked(168_964_000n, 5219n, 12, 4),
    run: (state, origin, { hotkey, amount, netuid }) => void doBurnAlpha(state, origin, hotkey, amount, netuid),
  }),
  add_stake_burn: call(132, {
    docs: "Stakes TAO of the signer and burns the alpha that it bought.",
    args: {
      hotkey: AccountIdT,
      netuid: NetUid,
      amount: TaoBalance,
      limit: as("Option<TaoBalance>", option(TaoBalance)),
    },
    weight: benchmarked(967_308_000n, 8727n, 33, 17),
    run: (state, origin, { hotkey, netuid, amount, limit }) =>
      doAddStakeBurn(state, origin, hotkey, netuid, amount, limit),
  }),
  set_coldkey_auto_stake_hotkey: call(114, {
    docs: "Sets the hotkey with which what the signer's miners earn on a subnet is staked.",
    args: { netuid: NetUid, hotkey: AccountIdT },
    weight: benchmarked(33_853_000n, 4274n, 4, 2),
    run: (state, origin, { netuid, hotkey }) => doSetColdkeyAutoStakeHotkey(state, origin, netuid, hotkey),
  }),
};
