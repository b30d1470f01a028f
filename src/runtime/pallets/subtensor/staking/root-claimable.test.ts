import { beforeEach, describe, expect, it } from "vitest";
import { account } from "../../../../../test/support/account.ts";
import { I96F32 } from "../../../fixed/formats.ts";
import type { WriteState } from "../../../frame/state.ts";
import { storage } from "../storage.ts";
import { plainState } from "../testing/plain-state.ts";
import { increaseStakeForHotkeyAndColdkeyOnSubnet as stake } from "./alpha-shares.ts";
import {
  getRootClaimableForHotkeyColdkey,
  getRootOwedForHotkeyColdkey,
  getRootOwedForHotkeyColdkeyFloat,
  removeStakeAdjustRootClaimedForHotkeyAndColdkey as less,
  addStakeAdjustRootClaimedForHotkeyAndColdkey as more,
} from "./root-claimable.ts";

const [coldkey, hotkey] = [account("01"), account("02")];
let state: WriteState;

/** 1000 rao of root stake, at a quarter of an alpha rao each on subnet 7. */
beforeEach(() => {
  state = plainState(5);
  stake(state, hotkey, coldkey, 0, 1_000n);
  storage.RootClaimable.at(hotkey).set(state, new Map([[7, I96F32.one / 4n]]));
});

describe("what root stake is owed on a subnet", () => {
  it("is the stake times the hotkey's rate there, less what was claimed", () => {
    expect(getRootClaimableForHotkeyColdkey(state, hotkey, coldkey, 7)).toBe(I96F32.fromNum(250n));
    expect(getRootOwedForHotkeyColdkey(state, hotkey, coldkey, 7)).toBe(250n);
    storage.RootClaimed.at(7, hotkey, coldkey).set(state, 100n);
    expect(getRootOwedForHotkeyColdkey(state, hotkey, coldkey, 7)).toBe(150n);
    expect(getRootOwedForHotkeyColdkeyFloat(state, hotkey, coldkey, 7)).toBe(I96F32.fromNum(150n));
  });

  it("is cut to whole rao", () => {
    storage.RootClaimable.at(hotkey).set(state, new Map([[7, I96F32.one / 3n]]));
    expect(getRootOwedForHotkeyColdkey(state, hotkey, coldkey, 7)).toBe(333n);
  });

  it("is nothing for more than enough claimed, though the difference goes below zero", () => {
    storage.RootClaimed.at(7, hotkey, coldkey).set(state, 300n);
    expect(getRootOwedForHotkeyColdkey(state, hotkey, coldkey, 7)).toBe(0n);
    expect(getRootOwedForHotkeyColdkeyFloat(state, hotkey, coldkey, 7)).toBe(-I96F32.fromNum(50n));
  });

  it("is nothing on other subnets and for others", () => {
    expect(getRootOwedForHotkeyColdkey(state, hotkey, coldkey, 8)).toBe(0n);
    expect(getRootOwedForHotkeyColdkey(state, hotkey, account("03"), 7)).toBe(0n);
  });
});

describe("what counts as claimed", () => {
  const claimed = () => storage.RootClaimed.at(7, hotkey, coldkey).get(state);

  it("grows with new root stake, so that the past owes it nothing", () => {
    more(state, hotkey, coldkey, 400n);
    expect(claimed()).toBe(100n);
    more(state, hotkey, coldkey, 7n);
    expect(claimed()).toBe(101n);
  });

  it("shrinks with root stake that goes, down to nothing", () => {
    storage.RootClaimed.at(7, hotkey, coldkey).set(state, 150n);
    less(state, hotkey, coldkey, 400n);
    expect(claimed()).toBe(50n);
    less(state, hotkey, coldkey, 400n);
    expect(claimed()).toBe(0n);
  });

  it("changes on each subnet that has a rate, but does not shrink on root", () => {
    const rates = new Map([
      [0, I96F32.one],
      [7, I96F32.one],
      [9, 2n * I96F32.one],
    ]);
    storage.RootClaimable.at(hotkey).set(state, rates);
    more(state, hotkey, coldkey, 10n);
    less(state, hotkey, coldkey, 4n);
    const now = [0, 7, 9].map((netuid) => storage.RootClaimed.at(netuid, hotkey, coldkey).get(state));
    expect(now).toEqual([10n, 6n, 12n]);
  });
});
