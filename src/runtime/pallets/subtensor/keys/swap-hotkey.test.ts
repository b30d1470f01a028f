import { beforeEach, describe, expect, it } from "vitest";
import { account } from "../../../../../test/support/account.ts";
import { I96F32 } from "../../../fixed/formats.ts";
import type { WriteState } from "../../../frame/state.ts";
import { dbWeight, type PostInfo } from "../../../frame/weight.ts";
import { freeBalance } from "../../balances/accounts.ts";
import { mintInto, setBalance } from "../../balances/fungible.ts";
import {
  increaseStakeForHotkeyAndColdkeyOnSubnet as stake,
  getStakeForHotkeyAndColdkeyOnSubnet as stakeOf,
} from "../staking/alpha-shares.ts";
import { createAccountIfNonExistent } from "../staking/helpers.ts";
import { storage } from "../storage.ts";
import { getSubnetAccountId } from "../subnets/subnet.ts";
import { appendNeuron } from "../subnets/uids.ts";
import { failureOf, wholeRuntime, wholeState } from "../testing/whole-state.ts";
import { doSwapHotkey } from "./swap-hotkey.ts";

const [coldkey, before, after] = [account("01"), account("02"), account("03")];
const [staker, parent, sibling] = [account("04"), account("05"), account("06")];
const netuid = 1;
const tao = 1_000_000_000n;
const endpoint = { block: 5n, version: 1, ip: 9n, port: 80, ip_type: 4 };
const axon = { ...endpoint, protocol: 0, placeholder1: 0, placeholder2: 0 };
const commit: [`0x${string}`, bigint, bigint, bigint] = [account("77"), 1n, 2n, 3n];

let state: WriteState;
/** A neuron that is the owner hotkey of its subnet, serves, is a delegate, and has a nominator. */
beforeEach(() => {
  state = wholeState(10_000);
  for (const each of [0, netuid]) storage.NetworksAdded.at(each).set(state, true);
  createAccountIfNonExistent(state, coldkey, before);
  mintInto(state, coldkey, tao);
  appendNeuron(state, netuid, before, 5n);
  storage.SubnetOwnerHotkey.at(netuid).set(state, before);
  storage.Axons.at(netuid, before).set(state, axon);
  storage.Prometheus.at(netuid, before).set(state, endpoint);
  storage.NeuronCertificates.at(netuid, before).set(state, { public_key: new Uint8Array([1]), algorithm: 2 });
  storage.WeightCommits.at(netuid, before).set(state, [commit]);
  storage.LoadedEmission.at(netuid).set(state, [
    [sibling, 1n, 2n],
    [before, 3n, 4n],
  ]);
  storage.ChildkeyTake.at(before, netuid).set(state, 77);
  storage.Delegates.at(before).set(state, 100);
  storage.PendingChildKeys.at(netuid, parent).set(state, [
    [
      [5n, before],
      [6n, sibling],
    ],
    40n,
  ]);
  storage.AutoStakeDestination.at(staker, netuid).set(state, before);
  storage.AutoStakeDestinationColdkeys.at(before, netuid).set(state, [staker]);
  storage.VotingPower.at(netuid, before).set(state, 11n);
  storage.AlphaDividendsPerSubnet.at(netuid, before).set(state, 12n);
  storage.AlphaDividendsPerSubnet.at(netuid, after).set(state, 1n);
  storage.TotalHotkeyAlphaLastEpoch.at(before, netuid).set(state, 13n);
  stake(state, before, staker, netuid, 700n);
  stake(state, before, staker, 0, 300n);
  storage.RootClaimable.at(before).set(state, new Map([[netuid, I96F32.one]]));
  storage.RootClaimed.at(netuid, before, staker).set(state, 30n);
  storage.AutoParentDelegationEnabled.at(before).set(state, false);
});

const swap = (on: number | undefined, keepStake = false): PostInfo =>
  doSwapHotkey(state, wholeRuntime.signed(coldkey), before, after, on, keepStake);

function expectNeuronMoved(): void {
  expect(storage.Uids.at(netuid, after).get(state)).toBe(0);
  expect(storage.Uids.at(netuid, before).exists(state)).toBe(false);
  expect(storage.Keys.at(netuid, 0).get(state)).toBe(after);
  expect(storage.IsNetworkMember.at(after, netuid).get(state)).toBe(true);
  expect(storage.IsNetworkMember.at(before, netuid).exists(state)).toBe(false);
  expect(storage.Axons.at(netuid, after).get(state)).toEqual(axon);
  expect(storage.Prometheus.at(netuid, after).get(state)).toEqual(endpoint);
  expect(storage.NeuronCertificates.at(netuid, after).get(state)?.algorithm).toBe(2);
  expect(storage.WeightCommits.at(netuid, after).get(state)).toEqual([commit]);
  expect(storage.LoadedEmission.at(netuid).get(state)?.[1]).toEqual([after, 3n, 4n]);
  expect(storage.ChildkeyTake.at(after, netuid).get(state)).toBe(77);
  for (const item of [storage.Axons, storage.Prometheus, storage.NeuronCertificates, storage.WeightCommits])
    expect(item.at(netuid, before).exists(state)).toBe(false);
  expect(storage.SubnetOwnerHotkey.at(netuid).get(state)).toBe(after);
  // The swapped child is the last of those that wait.
  const pending = storage.PendingChildKeys.at(netuid, parent).get(state);
  expect(pending).toEqual([
    [
      [6n, sibling],
      [5n, after],
    ],
    40n,
  ]);
  expect(storage.AutoStakeDestination.at(staker, netuid).get(state)).toBe(after);
  expect(storage.AutoStakeDestinationColdkeys.at(after, netuid).get(state)).toEqual([staker]);
}

describe("a swap on all subnets", () => {
  it("moves everything, and tells what it used of the database", () => {
    const post = swap(undefined);
    expectNeuronMoved();
    expect(storage.Owner.at(before).exists(state)).toBe(false);
    expect(storage.Owner.at(after).get(state)).toBe(coldkey);
    expect(storage.OwnedHotkeys.at(coldkey).get(state)).toEqual([after]);
    expect(storage.StakingHotkeys.at(staker).get(state)).toEqual([after]);
    expect([0, netuid].map((on) => stakeOf(state, after, staker, on))).toEqual([300n, 700n]);
    expect([0, netuid].map((on) => stakeOf(state, before, staker, on))).toEqual([0n, 0n]);
    expect(storage.Delegates.at(after).get(state)).toBe(100);
    expect(storage.Delegates.at(before).exists(state)).toBe(false);
    expect(storage.VotingPower.at(netuid, after).get(state)).toBe(11n);
    expect(storage.AlphaDividendsPerSubnet.at(netuid, after).get(state)).toBe(13n);
    expect(storage.TotalHotkeyAlphaLastEpoch.at(after, netuid).get(state)).toBe(13n);
    expect(storage.RootClaimable.at(after).get(state)).toEqual(new Map([[netuid, I96F32.one]]));
    expect(storage.RootClaimed.at(netuid, after, staker).get(state)).toBe(30n);
    expect(storage.RootClaimed.at(netuid, before, staker).exists(state)).toBe(false);
    expect(storage.AutoParentDelegationEnabled.at(after).get(state)).toBe(false);
    expect(storage.AutoParentDelegationEnabled.at(before).exists(state)).toBe(false);
    expect(freeBalance(state, coldkey)).toBe(tao - 100_000_000n);
    expect(storage.LastHotkeySwapOnNetuid.at(netuid, coldkey).get(state)).toBe(10_000n);
    expect(storage.LastHotkeySwapOnNetuid.at(0, coldkey).exists(state)).toBe(false);
    // Counted by hand along the original's steps.
    expect(post.actualWeight).toEqual(dbWeight(83, 77));
  });

  it("leaves stakes and root dividends with the old hotkey when they are kept", () => {
    swap(undefined, true);
    expectNeuronMoved();
    expect([0, netuid].map((on) => stakeOf(state, before, staker, on))).toEqual([300n, 700n]);
    expect(storage.StakingHotkeys.at(staker).get(state)).toEqual([before]);
    expect(storage.RootClaimable.at(after).get(state).size).toBe(0);
    expect(storage.VotingPower.at(netuid, before).get(state)).toBe(11n);
    expect(storage.AlphaDividendsPerSubnet.at(netuid, before).get(state)).toBe(12n);
  });

  it("waits after a swap on one of the hotkey's subnets, but not before a first one", () => {
    const last = storage.LastHotkeySwapOnNetuid.at(netuid, coldkey);
    last.set(state, 2800n);
    expect(failureOf(state, () => swap(undefined))).toBe("HotKeySwapOnSubnetIntervalNotPassed");
    last.set(state, 2799n);
    expect(failureOf(state, () => swap(undefined))).toBeUndefined();
  });

  it("does not wait for a subnet where the hotkey is nothing, but does where it is a parent", () => {
    storage.NetworksAdded.at(2).set(state, true);
    storage.LastHotkeySwapOnNetuid.at(2, coldkey).set(state, 9999n);
    storage.ChildKeys.at(before, 2).set(state, [[5n, sibling]]);
    expect(failureOf(state, () => swap(undefined))).toBe("HotKeySwapOnSubnetIntervalNotPassed");
    storage.ChildKeys.at(before, 2).remove(state);
    expect(failureOf(state, () => swap(undefined))).toBeUndefined();
  });
});

describe("a swap on one subnet", () => {
  it("moves what is there and keeps the old hotkey", () => {
    swap(netuid);
    expectNeuronMoved();
    expect(storage.Owner.at(before).get(state)).toBe(coldkey);
    expect(storage.OwnedHotkeys.at(coldkey).get(state)).toEqual([before, after]);
    expect(storage.StakingHotkeys.at(staker).get(state)).toEqual([before, after]);
    expect([0, netuid].map((on) => stakeOf(state, before, staker, on))).toEqual([300n, 0n]);
    expect([0, netuid].map((on) => stakeOf(state, after, staker, on))).toEqual([0n, 700n]);
    expect(storage.RootClaimed.at(netuid, before, staker).get(state)).toBe(30n);
    expect(storage.Delegates.at(before).get(state)).toBe(100);
    expect(freeBalance(state, coldkey)).toBe(tao - 1_000_000n);
    expect(storage.LastHotkeySwapOnNetuid.at(netuid, coldkey).get(state)).toBe(10_000n);
  });

  it("waits from block 0 on, and is not for accounts of subnets", () => {
    storage.LastHotkeySwapOnNetuid.at(netuid, coldkey).set(state, 2800n);
    expect(failureOf(state, () => swap(netuid))).toBe("HotKeySwapOnSubnetIntervalNotPassed");
    storage.LastHotkeySwapOnNetuid.at(netuid, coldkey).remove(state);
    const subnet = getSubnetAccountId(state, netuid) ?? before;
    const toSubnet = (): unknown => doSwapHotkey(state, wholeRuntime.signed(coldkey), before, subnet, netuid, false);
    expect(failureOf(state, toSubnet)).toBe("CannotUseSystemAccount");
  });
});

describe("any swap", () => {
  it("is refused in the order of the checks", () => {
    const other = wholeRuntime.signed(staker);
    const attempt = (to: `0x${string}`, on: number | undefined, origin = wholeRuntime.signed(coldkey)) =>
      failureOf(state, () => doSwapHotkey(state, origin, before, to, on, false));
    expect(attempt(after, netuid, other)).toBe("NonAssociatedColdKey");
    expect(attempt(before, netuid)).toBe("NewHotKeyIsSameWithOld");
    createAccountIfNonExistent(state, staker, sibling);
    expect(attempt(sibling, netuid)).toBe("NonAssociatedColdKey");
    // A membership that is written down as none counts on one subnet only.
    storage.IsNetworkMember.at(after, 2).set(state, false);
    expect(attempt(after, 2)).toBe("HotKeyAlreadyRegisteredInSubNet");
    expect(attempt(after, undefined)).toBeUndefined();
  });

  it("waits a while after the coldkey's last transaction", () => {
    const last = storage.LastRateLimitedBlock.at({ type: "LastTxBlock", value: coldkey });
    last.set(state, 9000n);
    expect(failureOf(state, () => swap(netuid))).toBe("HotKeySetTxRateLimitExceeded");
    last.set(state, 8999n);
    expect(failureOf(state, () => swap(netuid))).toBeUndefined();
  });

  it("wants a new hotkey that is clean on root, where it touches root", () => {
    const dirty: (() => void)[] = [
      () => storage.RootClaimable.at(after).set(state, new Map([[7, 1n]])),
      () => stake(state, after, staker, 0, 1n),
      () => storage.RootClaimed.at(0, after, staker).set(state, 0n),
    ];
    for (const soil of dirty) {
      state.begin();
      soil();
      expect(failureOf(state, () => swap(0))).toBe("NewHotKeyNotCleanForRootSwap");
      expect(failureOf(state, () => swap(undefined))).toBe("NewHotKeyNotCleanForRootSwap");
      expect(failureOf(state, () => swap(netuid))).toBeUndefined();
      state.rollback();
    }
  });

  it("has to be paid for", () => {
    setBalance(state, coldkey, 999_999n);
    expect(failureOf(state, () => swap(netuid))).toBe("NotEnoughBalanceToPaySwapHotKey");
    setBalance(state, coldkey, 99_999_999n);
    expect(failureOf(state, () => swap(undefined))).toBe("NotEnoughBalanceToPaySwapHotKey");
    // The coldkey's account has to live on.
    setBalance(state, coldkey, 100_000_499n);
    expect(failureOf(state, () => swap(undefined))).toBe("InsufficientBalance");
  });
});
