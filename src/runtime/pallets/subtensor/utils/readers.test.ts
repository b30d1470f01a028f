import { describe, expect, it } from "vitest";
import { account } from "../../../../../test/support/account.ts";
import { DispatchFailure } from "../../../frame/dispatch-error.ts";
import { storage } from "../storage.ts";
import { getHotkeyForNetAndUid } from "../subnets/uids.ts";
import { plainState } from "../testing/plain-state.ts";
import { isSubnetOwner } from "./misc.ts";
import { getValidatorPermitForUid, setValidatorPermitForUid } from "./neuron-vectors.ts";

const [owner, other] = [account("01"), account("02")];

describe("who is what", () => {
  it("is the owner of a subnet for who owns any", () => {
    const state = plainState(1);
    expect(isSubnetOwner(state, owner)).toBe(false);
    storage.SubnetOwner.at(2).set(state, other);
    storage.SubnetOwner.at(9).set(state, owner);
    expect([isSubnetOwner(state, owner), isSubnetOwner(state, other)]).toEqual([true, true]);
    expect(isSubnetOwner(state, account("03"))).toBe(false);
  });

  it("is the hotkey with a uid on a subnet, or a refusal", () => {
    const state = plainState(1);
    storage.Keys.at(2, 5).set(state, owner);
    expect(getHotkeyForNetAndUid(state, 2, 5)).toBe(owner);
    expect(() => getHotkeyForNetAndUid(state, 2, 4)).toThrow(DispatchFailure);
    expect(() => getHotkeyForNetAndUid(state, 3, 5)).toThrow("HotKeyNotRegisteredInSubNet");
  });

  it("has a permit or not, for the uids that there are", () => {
    const state = plainState(1);
    storage.ValidatorPermit.at(2).set(state, [false, false]);
    setValidatorPermitForUid(state, 2, 1, true);
    setValidatorPermitForUid(state, 2, 2, true);
    expect(storage.ValidatorPermit.at(2).get(state)).toEqual([false, true]);
    expect([0, 1, 2].map((uid) => getValidatorPermitForUid(state, 2, uid))).toEqual([false, true, false]);
    setValidatorPermitForUid(state, 2, 1, false);
    expect(storage.ValidatorPermit.at(2).get(state)).toEqual([false, false]);
  });
});
