import { bool } from "../../../../codec/primitives.ts";
import { call } from "../../../frame/calls.ts";
import { ensureSigned } from "../../../frame/origin.ts";
import { benchmarked, dbWeight } from "../../../frame/weight.ts";
import { AccountIdT, AlphaBalance, NetUid } from "../../../types/balances.ts";
import { doLockStake } from "../staking/lock.ts";
import { doMoveLock, doSetPerpetualLock, doSetRejectLockedAlpha } from "../staking/lock-settings.ts";

/** Stake that is locked for conviction. */
export const lockCalls = {
  lock_stake: call(136, {
    docs: "Locks alpha of the signer on a hotkey, on top of what it has locked there.",
    args: { hotkey: AccountIdT, netuid: NetUid, amount: AlphaBalance },
    weight: benchmarked(115_995_000n, 7655n, 17, 3),
    run: (state, origin, { hotkey, netuid, amount }) =>
      doLockStake(state, ensureSigned(origin), netuid, hotkey, amount),
  }),
  move_lock: call(137, {
    docs: "Moves the lock of the signer on a subnet to another hotkey.",
    args: { destination_hotkey: AccountIdT, netuid: NetUid },
    weight: benchmarked(149_819_000n, 7339n, 14, 6),
    run: (state, origin, { destination_hotkey, netuid }) =>
      doMoveLock(state, ensureSigned(origin), destination_hotkey, netuid),
  }),
  set_perpetual_lock: call(138, {
    docs: "Makes the lock of the signer on a subnet perpetual, or decaying again.",
    args: { netuid: NetUid, enabled: bool },
    weight: dbWeight(4, 3),
    run: (state, origin, { netuid, enabled }) => doSetPerpetualLock(state, ensureSigned(origin), netuid, enabled),
  }),
  set_reject_locked_alpha: call(142, {
    docs: "Says whether the signer refuses transfers of locked alpha, as every account does at first.",
    args: { enabled: bool },
    weight: dbWeight(1, 1),
    run: (state, origin, { enabled }) => doSetRejectLockedAlpha(state, ensureSigned(origin), enabled),
  }),
};
