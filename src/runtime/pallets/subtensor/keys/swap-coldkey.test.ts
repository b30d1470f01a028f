import { beforeEach, describe, expect, it } from "vitest";
import { account } from "../../../../../test/support/account.ts";
import { U64F64 } from "../../../fixed/formats.ts";
import type { WriteState } from "../../../frame/state.ts";
import { freeBalance } from "../../balances/accounts.ts";
import { mintInto } from "../../balances/fungible.ts";
import {
  increaseStakeForHotkeyAndColdkeyOnSubnet as stake,
  getStakeForHotkeyAndColdkeyOnSubnet as stakeOf,
} from "../staking/alpha-shares.ts";
import { createAccountIfNonExistent } from "../staking/helpers.ts";
import { maybeAddColdkeyIndex } from "../staking/staking-coldkeys.ts";
import { storage } from "../storage.ts";
import { failureOf, wholeState } from "../testing/whole-state.ts";
import { chargeSwapCost, doSwapColdkey } from "./swap-coldkey.ts";

const [before, after, hotkey, other] = [account("01"), account("02"), account("03"), account("04")];
const netuid = 1;
const tao = 1_000_000_000n;
const text = (): Uint8Array => new Uint8Array([7]);
const identity = {
  name: text(),
  url: text(),
  github_repo: text(),
  image: text(),
  discord: text(),
  description: text(),
  additional: text(),
};

let state: WriteState;
/** A coldkey that owns a subnet and a hotkey, with stake on the subnet and on root. */
beforeEach(() => {
  state = wholeState(1000);
  for (const each of [0, netuid]) storage.NetworksAdded.at(each).set(state, true);
  createAccountIfNonExistent(state, before, hotkey);
  mintInto(state, before, 5n * tao);
  storage.SubnetOwner.at(netuid).set(state, before);
  stake(state, hotkey, before, netuid, 700n);
  stake(state, hotkey, before, 0, 300n);
  stake(state, hotkey, other, netuid, 100n);
});

describe("doSwapColdkey", () => {
  it("gives subnets, hotkeys, stakes, the identity and the balance to the new coldkey", () => {
    storage.IdentitiesV2.at(before).set(state, identity);
    doSwapColdkey(state, before, after);
    expect(storage.SubnetOwner.at(netuid).get(state)).toBe(after);
    expect(storage.Owner.at(hotkey).get(state)).toBe(after);
    expect([before, after].map((one) => storage.OwnedHotkeys.at(one).get(state))).toEqual([[], [hotkey]]);
    expect([before, after].map((one) => storage.StakingHotkeys.at(one).get(state))).toEqual([[], [hotkey]]);
    expect([before, after, other].map((one) => stakeOf(state, hotkey, one, netuid))).toEqual([0n, 700n, 100n]);
    expect([before, after].map((one) => stakeOf(state, hotkey, one, 0))).toEqual([0n, 300n]);
    expect([before, after].map((one) => freeBalance(state, one))).toEqual([0n, 5n * tao]);
    expect([before, after].map((one) => storage.IdentitiesV2.at(one).exists(state))).toEqual([false, true]);
    expect(storage.LastRateLimitedBlock.at({ type: "LastTxBlock", value: after }).get(state)).toBe(1000n);
  });

  it("leaves the new coldkey the identity it has", () => {
    const own = { ...identity, name: new Uint8Array([9]) };
    storage.IdentitiesV2.at(before).set(state, identity);
    storage.IdentitiesV2.at(after).set(state, own);
    doSwapColdkey(state, before, after);
    expect(storage.IdentitiesV2.at(after).get(state)).toEqual(own);
    expect(storage.IdentitiesV2.at(before).get(state)).toEqual(identity);
  });

  it("moves what root stake claimed, and the place in the index of root stakers", () => {
    maybeAddColdkeyIndex(state, before);
    maybeAddColdkeyIndex(state, other);
    storage.RootClaimed.at(netuid, hotkey, before).set(state, 40n);
    storage.RootClaimed.at(0, hotkey, before).set(state, 2n);
    doSwapColdkey(state, before, after);
    expect(storage.RootClaimed.at(netuid, hotkey, after).get(state)).toBe(40n);
    expect(storage.RootClaimed.at(0, hotkey, after).get(state)).toBe(2n);
    expect(storage.RootClaimed.at(netuid, hotkey, before).exists(state)).toBe(false);
    expect(storage.StakingColdkeys.at(before).exists(state)).toBe(false);
    expect(storage.NumStakingColdkeys.get(state)).toBe(2n);
    expect([0n, 1n].map((index) => storage.StakingColdkeysByIndex.at(index).get(state))).toEqual([after, other]);
  });

  it("moves the auto-stake destination, once", () => {
    storage.AutoStakeDestination.at(before, netuid).set(state, hotkey);
    storage.AutoStakeDestinationColdkeys.at(hotkey, netuid).set(state, [before, after, other]);
    doSwapColdkey(state, before, after);
    expect(storage.AutoStakeDestination.at(after, netuid).get(state)).toBe(hotkey);
    expect(storage.AutoStakeDestination.at(before, netuid).exists(state)).toBe(false);
    expect(storage.AutoStakeDestinationColdkeys.at(hotkey, netuid).get(state)).toEqual([other, after]);
  });

  it("moves locks to a coldkey that so far refused them, with what the old one said about locks", () => {
    const lock = { locked_mass: 500n, conviction: U64F64.fromNum(200), last_update: 1000n };
    storage.Lock.at(before, netuid, hotkey).set(state, lock);
    storage.LockingColdkeys.at(netuid, hotkey, before).set(state, undefined);
    storage.HotkeyLock.at(netuid, hotkey).set(state, lock);
    storage.DecayingLock.at(before, netuid).set(state, false);
    doSwapColdkey(state, before, after);
    expect(storage.Lock.at(after, netuid, hotkey).get(state)).toEqual(lock);
    expect(storage.LockingColdkeys.at(netuid, hotkey, after).exists(state)).toBe(true);
    expect(storage.Lock.at(before, netuid, hotkey).exists(state)).toBe(false);
    expect(storage.LockingColdkeys.at(netuid, hotkey, before).exists(state)).toBe(false);
    expect(storage.HotkeyLock.at(netuid, hotkey).get(state)).toEqual(lock);
    expect(storage.DecayingLock.at(after, netuid).get(state)).toBe(false);
    expect(storage.DecayingLock.at(before, netuid).exists(state)).toBe(false);
    expect([before, after].map((one) => storage.AccountFlags.at(one).exists(state))).toEqual([false, false]);
  });

  it("keeps the old coldkey's consent to locked alpha", () => {
    storage.AccountFlags.at(before).set(state, 5n);
    doSwapColdkey(state, before, after);
    expect(storage.AccountFlags.at(after).get(state)).toBe(5n);
    expect(storage.AccountFlags.at(before).exists(state)).toBe(false);
  });

  it("wants a coldkey without stakes and locks that is no hotkey", () => {
    const swap = (): string | undefined => failureOf(state, () => doSwapColdkey(state, before, after));
    storage.Lock.at(after, netuid, hotkey).set(state, { locked_mass: 200n, conviction: 0n, last_update: 1000n });
    expect(swap()).toBe("ActiveLockExists");
    createAccountIfNonExistent(state, other, after);
    expect(swap()).toBe("NewColdKeyIsHotkey");
    stake(state, hotkey, after, netuid, 1n);
    expect(swap()).toBe("ColdKeyAlreadyAssociated");
  });
});

describe("chargeSwapCost", () => {
  it("recycles the cost and leaves the existential deposit", () => {
    expect(failureOf(state, () => chargeSwapCost(state, before, 5n * tao))).toBe("NotEnoughBalanceToPaySwapColdKey");
    expect(failureOf(state, () => chargeSwapCost(state, before, 5n * tao - 500n))).toBeUndefined();
    expect(freeBalance(state, before)).toBe(500n);
  });
});
