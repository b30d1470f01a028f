import { beforeEach, describe, expect, it } from "vitest";
import { account } from "../../../../../test/support/account.ts";
import type { WriteState } from "../../../frame/state.ts";
import type { AccountId } from "../../../types/account-id.ts";
import { increaseStakeForHotkeyAndColdkeyOnSubnet as stake } from "../staking/alpha-shares.ts";
import { storage } from "../storage.ts";
import { appendNeuron } from "../subnets/uids.ts";
import { failureOf, wholeRuntime, wholeState } from "../testing/whole-state.ts";
import { doRootRegister } from "./root.ts";

const coldkey = account("01");
const [first, second, third, fresh] = [account("02"), account("03"), account("04"), account("05")];

let state: WriteState;
/** Root with room for three, all taken. */
beforeEach(() => {
  state = wholeState(50);
  storage.NetworksAdded.at(0).set(state, true);
  storage.MaxAllowedUids.at(0).set(state, 3);
  for (const [hotkey, amount] of [
    [first, 50n],
    [second, 20n],
    [third, 20n],
  ] as const) {
    appendNeuron(state, 0, hotkey, 5n);
    stake(state, hotkey, coldkey, 0, amount);
  }
});

const register = (hotkey: AccountId): string | undefined =>
  failureOf(state, () => doRootRegister(state, wholeRuntime.signed(coldkey), hotkey));

describe("doRootRegister on a full root", () => {
  it("puts a hotkey with more root stake in the place of the first with the least", () => {
    stake(state, fresh, coldkey, 0, 21n);
    expect(register(fresh)).toBeUndefined();
    expect([0, 1, 2].map((uid) => storage.Keys.at(0, uid).get(state))).toEqual([first, fresh, third]);
    expect(storage.Uids.at(0, second).exists(state)).toBe(false);
    expect(storage.BlockAtRegistration.at(0, 1).get(state)).toBe(50n);
    expect(storage.Delegates.at(fresh).get(state)).toBe(11_796);
    expect(storage.SubnetworkN.at(0).get(state)).toBe(3);
    expect(storage.RegistrationsThisBlock.at(0).get(state)).toBe(1);
  });

  it("refuses one that has no more than the least", () => {
    stake(state, fresh, coldkey, 0, 20n);
    expect(register(fresh)).toBe("StakeTooLowForRoot");
    expect(register(first)).toBe("HotKeyAlreadyRegisteredInSubNet");
  });

  it("takes only so many in a block and in an interval", () => {
    stake(state, fresh, coldkey, 0, 21n);
    storage.RegistrationsThisBlock.at(0).set(state, 1);
    expect(register(fresh)).toBe("TooManyRegistrationsThisBlock");
    storage.RegistrationsThisBlock.at(0).set(state, 0);
    storage.RegistrationsThisInterval.at(0).set(state, 6);
    expect(register(fresh)).toBe("TooManyRegistrationsThisInterval");
    storage.RegistrationsThisInterval.at(0).set(state, 5);
    expect(register(fresh)).toBeUndefined();
  });
});
