import { as } from "../../../../codec/codec.ts";
import { tuple, vec } from "../../../../codec/containers.ts";
import { bool, u16, u64 } from "../../../../codec/primitives.ts";
import { call } from "../../../frame/calls.ts";
import { ensureRoot, ensureSigned } from "../../../frame/origin.ts";
import { addWeight, benchmarked, dbWeight, weight } from "../../../frame/weight.ts";
import { AccountId32 } from "../../../types/account-id.ts";
import { AccountIdT, NetUid } from "../../../types/balances.ts";
import { events } from "../events.ts";
import { doSetAutoParentDelegationEnabled } from "../staking/auto-stake.ts";
import { doScheduleChildren } from "../staking/set-children.ts";
import { doDecreaseTake, doIncreaseTake, doSetChildkeyTake } from "../staking/takes.ts";
import { storage } from "../storage.ts";

/** Takes of delegates, and children with theirs. */
export const delegationCalls = {
  decrease_take: call(65, {
    docs: "Lowers what a hotkey of the signer keeps of its delegates' dividends, in parts of 65535.",
    args: { hotkey: AccountIdT, take: u16 },
    weight: benchmarked(29_895_000n, 4295n, 3, 2),
    pays: "No",
    run: (state, origin, { hotkey, take }) => doDecreaseTake(state, origin, hotkey, take),
  }),
  increase_take: call(66, {
    docs: "Raises what a hotkey of the signer keeps of its delegates' dividends, in parts of 65535; seldom.",
    args: { hotkey: AccountIdT, take: u16 },
    weight: benchmarked(37_710_000n, 4388n, 5, 2),
    pays: "No",
    run: (state, origin, { hotkey, take }) => doIncreaseTake(state, origin, hotkey, take),
  }),
  set_children: call(67, {
    docs: "Gives a hotkey of the signer children that get parts (of 2^64 - 1) of its stake on a subnet, after a while.",
    args: {
      hotkey: AccountIdT,
      netuid: NetUid,
      children: as("Vec<(u64, T::AccountId)>", vec(tuple(u64, AccountId32))),
    },
    weight: addWeight(weight(119_000_000n), dbWeight(6, 31)),
    run: (state, origin, { hotkey, netuid, children }) => doScheduleChildren(state, origin, hotkey, netuid, children),
  }),
  set_childkey_take: call(75, {
    docs: "Sets what a hotkey of the signer keeps, as a child, of its parents' dividends, in parts of 65535.",
    args: { hotkey: AccountIdT, netuid: NetUid, take: u16 },
    weight: benchmarked(53_870_000n, 4498n, 7, 2),
    run: (state, origin, { hotkey, netuid, take }) =>
      doSetChildkeyTake(state, ensureSigned(origin), hotkey, netuid, take),
  }),
  set_auto_parent_delegation_enabled: call(135, {
    docs: "Says whether a root validator of the signer becomes a parent of the owner hotkeys of new subnets.",
    args: { hotkey: AccountIdT, enabled: bool },
    weight: benchmarked(28_023_000n, 4364n, 2, 1),
    run: (state, origin, { hotkey, enabled }) => doSetAutoParentDelegationEnabled(state, origin, hotkey, enabled),
  }),
  sudo_set_tx_childkey_take_rate_limit: call(69, {
    docs: "Sets after how many blocks a hotkey can raise its take as a child again; for root only.",
    args: { tx_rate_limit: u64 },
    weight: benchmarked(5_760_000n, 0n, 0, 1),
    run(state, origin, { tx_rate_limit }) {
      ensureRoot(origin);
      storage.TxChildkeyTakeRateLimit.set(state, tx_rate_limit);
      state.emit(events.TxChildKeyTakeRateLimitSet(tx_rate_limit));
    },
  }),
  sudo_set_min_childkey_take: call(76, {
    docs: "Sets the least take of children, in parts of 65535; for root only.",
    args: { take: u16 },
    weight: benchmarked(6000n, 0n, 1, 1),
    run(state, origin, { take }) {
      ensureRoot(origin);
      storage.MinChildkeyTake.set(state, take);
      state.emit(events.MinChildKeyTakeSet(take));
    },
  }),
  sudo_set_max_childkey_take: call(77, {
    docs: "Sets the greatest take of children, in parts of 65535; for root only.",
    args: { take: u16 },
    weight: benchmarked(6000n, 0n, 1, 1),
    run(state, origin, { take }) {
      ensureRoot(origin);
      storage.MaxChildkeyTake.set(state, take);
      state.emit(events.MaxChildKeyTakeSet(take));
    },
  }),
  set_pending_childkey_cooldown: call(109, {
    docs: "Sets how many blocks new children have to wait; for root only.",
    args: { cooldown: u64 },
    weight: benchmarked(3_000_000n, 0n, 0, 1),
    run(state, origin, { cooldown }) {
      ensureRoot(origin);
      storage.PendingChildKeyCooldown.set(state, cooldown);
    },
  }),
};
