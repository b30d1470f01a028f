import { beforeEach, describe, expect, it } from "vitest";
import { account } from "../../../../../test/support/account.ts";
import { U64F64 } from "../../../fixed/formats.ts";
import type { WriteState } from "../../../frame/state.ts";
import type { AccountId } from "../../../types/account-id.ts";
import { storage } from "../storage.ts";
import { plainState } from "../testing/plain-state.ts";
import { changeSubnetOwnerIfNeeded, getTotalConviction, hotkeyConviction, subnetKing } from "./subnet-king.ts";

const [oldOwner, oldHotkey, newOwner, newHotkey] = [account("01"), account("02"), account("03"), account("04")];
const netuid = 3;
const year = 2_629_800;
const lockOf = (mass: bigint, conviction: bigint) => ({
  locked_mass: mass,
  conviction: U64F64.fromNum(conviction),
  last_update: BigInt(year),
});

let state: WriteState;
/** A subnet, a year old, of 10,000 rao of alpha; the new owner's hotkey has locks, and a uid. */
beforeEach(() => {
  state = plainState(year);
  storage.SubnetAlphaOut.at(netuid).set(state, 10_000n);
  storage.SubnetOwner.at(netuid).set(state, oldOwner);
  storage.SubnetOwnerHotkey.at(netuid).set(state, oldHotkey);
  storage.Owner.at(oldHotkey).set(state, oldOwner);
  storage.Owner.at(newHotkey).set(state, newOwner);
  storage.Uids.at(netuid, newHotkey).set(state, 5);
  storage.OwnerLock.at(netuid).set(state, lockOf(300n, 0n));
  storage.HotkeyLock.at(netuid, newHotkey).set(state, lockOf(900n, 500n));
  storage.DecayingHotkeyLock.at(netuid, newHotkey).set(state, lockOf(400n, 200n));
});

const owner = (): AccountId => storage.SubnetOwner.at(netuid).get(state);

describe("conviction", () => {
  it("is the mass of the owner's locks, and what others earned", () => {
    expect(hotkeyConviction(state, oldHotkey, netuid)).toBe(U64F64.fromNum(300));
    expect(hotkeyConviction(state, newHotkey, netuid)).toBe(U64F64.fromNum(700));
    expect(getTotalConviction(state, netuid)).toBe(U64F64.fromNum(1000));
    expect(subnetKing(state, netuid)).toBe(newHotkey);
  });
  it("crowns the greater account of two with the same", () => {
    storage.HotkeyLock.at(netuid, account("ff")).set(state, lockOf(900n, 700n));
    storage.HotkeyLock.at(netuid, account("00")).set(state, lockOf(900n, 700n));
    expect(subnetKing(state, netuid)).toBe(account("ff"));
  });
});

describe("changeSubnetOwnerIfNeeded", () => {
  it("gives the subnet to the king's coldkey and moves both owners' locks", () => {
    changeSubnetOwnerIfNeeded(state, netuid);
    expect(owner()).toBe(newOwner);
    expect(storage.SubnetOwnerHotkey.at(netuid).get(state)).toBe(newHotkey);
    expect(storage.HotkeyLock.at(netuid, oldHotkey).get(state)).toEqual(lockOf(300n, 300n));
    expect(storage.OwnerLock.at(netuid).get(state)).toEqual(lockOf(900n, 900n));
    expect(storage.DecayingOwnerLock.at(netuid).get(state)).toEqual(lockOf(400n, 400n));
    expect(storage.HotkeyLock.at(netuid, newHotkey).exists(state)).toBe(false);
    expect(storage.DecayingHotkeyLock.at(netuid, newHotkey).exists(state)).toBe(false);
  });
  it("waits until the subnet is a year old", () => {
    storage.NetworkRegisteredAt.at(netuid).set(state, 1n);
    changeSubnetOwnerIfNeeded(state, netuid);
    expect(owner()).toBe(oldOwner);
  });
  it("wants a tenth of the alpha outside of the pool as conviction", () => {
    storage.SubnetAlphaOut.at(netuid).set(state, 10_001n);
    changeSubnetOwnerIfNeeded(state, netuid);
    expect(owner()).toBe(oldOwner);
  });
  it("leaves everything when the king's hotkey cannot be registered", () => {
    storage.Uids.at(netuid, newHotkey).remove(state);
    storage.MaxAllowedUids.at(netuid).set(state, 0);
    changeSubnetOwnerIfNeeded(state, netuid);
    expect(owner()).toBe(oldOwner);
    expect(storage.OwnerLock.at(netuid).get(state)).toEqual(lockOf(300n, 0n));
  });
  it("leaves everything when the king is the owner's, or nobody's", () => {
    storage.Owner.at(newHotkey).set(state, oldOwner);
    changeSubnetOwnerIfNeeded(state, netuid);
    storage.Owner.at(newHotkey).remove(state);
    changeSubnetOwnerIfNeeded(state, netuid);
    expect(owner()).toBe(oldOwner);
    expect(storage.HotkeyLock.at(netuid, newHotkey).exists(state)).toBe(true);
  });
});
