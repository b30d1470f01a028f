import { describe, expect, it } from "vitest";
import { account } from "../../../../../test/support/account.ts";
import { U64F64 } from "../../../fixed/formats.ts";
import { storage } from "../storage.ts";
import { plainState } from "../testing/plain-state.ts";
import { increaseStakeForHotkeyAndColdkeyOnSubnet as stake } from "./alpha-shares.ts";
import { autoLockOwnerCut, forceReduceLock, getColdkeyLock, getConviction, getCurrentLocked } from "./lock.ts";

const [coldkey, hotkey] = [account("01"), account("02")];
const conviction = U64F64.fromNum(70n);

describe("a coldkey's lock on a subnet", () => {
  it("is read with its mass and its conviction", () => {
    const state = plainState(100);
    storage.Lock.at(coldkey, 3, hotkey).set(state, { locked_mass: 500n, conviction, last_update: 100n });
    expect(getCurrentLocked(state, coldkey, 3)).toBe(500n);
    expect(getConviction(state, coldkey, 3)).toBe(conviction);
  });

  it("is read as it has become since it was written", () => {
    const state = plainState(1_000);
    storage.Lock.at(coldkey, 3, hotkey).set(state, { locked_mass: 1_000_000n, conviction: 0n, last_update: 100n });
    storage.UnlockRate.set(state, 10_000n);
    storage.MaturityRate.set(state, 10_000n);
    const lock = getColdkeyLock(state, coldkey, 3);
    expect(getConviction(state, coldkey, 3)).toBe(lock?.conviction);
    expect(getConviction(state, coldkey, 3) > 0n).toBe(true);
    expect(getCurrentLocked(state, coldkey, 3)).toBe(lock?.locked_mass);
    expect(lock?.last_update).toBe(1_000n);
  });

  it("is none, and so nothing, on other subnets", () => {
    const state = plainState(100);
    storage.Lock.at(coldkey, 3, hotkey).set(state, { locked_mass: 500n, conviction, last_update: 100n });
    expect(getColdkeyLock(state, coldkey, 4)).toBeUndefined();
    expect([getCurrentLocked(state, coldkey, 4), getConviction(state, coldkey, 4)]).toEqual([0n, 0n]);
  });
});

describe("the owner's cut", () => {
  const other = account("03");
  /** A subnet whose owner has 1000 alpha rao on its owner hotkey. */
  function owned(locks: boolean) {
    const state = plainState(100);
    storage.SubnetOwner.at(3).set(state, coldkey);
    storage.SubnetOwnerHotkey.at(3).set(state, hotkey);
    for (const one of [hotkey, other]) storage.Owner.at(one).set(state, coldkey);
    storage.StakingHotkeys.at(coldkey).set(state, [hotkey]);
    stake(state, hotkey, coldkey, 3, 1_000n);
    if (locks) storage.OwnerCutAutoLockEnabled.at(3).set(state, true);
    return state;
  }

  it("is locked on the owner hotkey where the subnet wants that", () => {
    const state = owned(true);
    autoLockOwnerCut(state, 3, 300n);
    expect(getCurrentLocked(state, coldkey, 3)).toBe(300n);
    expect(storage.Lock.at(coldkey, 3, hotkey).exists(state)).toBe(true);
    autoLockOwnerCut(state, 3, 100n);
    expect(getCurrentLocked(state, coldkey, 3)).toBe(400n);
  });

  it("stays free where it does not", () => {
    const state = owned(false);
    autoLockOwnerCut(state, 3, 300n);
    expect(getColdkeyLock(state, coldkey, 3)).toBeUndefined();
  });

  it("joins the lock that the owner has on another hotkey", () => {
    const state = owned(true);
    storage.Lock.at(coldkey, 3, other).set(state, { locked_mass: 500n, conviction: 0n, last_update: 100n });
    storage.LockingColdkeys.at(3, other, coldkey).set(state, undefined);
    autoLockOwnerCut(state, 3, 300n);
    expect(storage.Lock.at(coldkey, 3, other).find(state)?.locked_mass).toBe(800n);
    expect(storage.Lock.at(coldkey, 3, hotkey).exists(state)).toBe(false);
  });

  it("stays free, without a failure, when it is nothing or more than there is", () => {
    const state = owned(true);
    autoLockOwnerCut(state, 3, 0n);
    autoLockOwnerCut(state, 3, 1_001n);
    expect(getColdkeyLock(state, coldkey, 3)).toBeUndefined();
  });
});

describe("a lock that alpha is taken out of", () => {
  it("loses as much, down to nothing", () => {
    const state = plainState(100);
    storage.Lock.at(coldkey, 3, hotkey).set(state, { locked_mass: 5_000n, conviction, last_update: 100n });
    storage.LockingColdkeys.at(3, hotkey, coldkey).set(state, undefined);
    forceReduceLock(state, coldkey, 3, 2_000n);
    expect(getCurrentLocked(state, coldkey, 3)).toBe(3_000n);
    forceReduceLock(state, coldkey, 3, 9_000n);
    expect(getCurrentLocked(state, coldkey, 3)).toBe(0n);
    forceReduceLock(state, coldkey, 4, 1n);
    expect(getColdkeyLock(state, coldkey, 4)).toBeUndefined();
  });
});
