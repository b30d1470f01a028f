import { beforeEach, describe, expect, it } from "vitest";
import { account } from "../../../../../test/support/account.ts";
import type { WriteState } from "../../../frame/state.ts";
import { storage } from "../storage.ts";
import { plainState } from "../testing/plain-state.ts";
import { doResetBonds } from "./run-epoch.ts";

const hotkey = account("01");
let state: WriteState;
/** Neuron 2 of subnet 3 is the hotkey's, and two validators have bonds to it. */
beforeEach(() => {
  state = plainState(1);
  storage.NetworksAdded.at(3).set(state, true);
  storage.MechanismCountCurrent.at(3).set(state, 2);
  storage.Uids.at(3, hotkey).set(state, 2);
  storage.Bonds.at(3, 0).set(state, [
    [1, 10],
    [2, 20],
  ]);
  storage.Bonds.at(3, 1).set(state, [[2, 30]]);
  storage.Bonds.at(4096 + 3, 0).set(state, [[2, 40]]);
});

describe("the bonds to a neuron that asks for it", () => {
  it("go where the subnet wants that, on the mechanism that is named", () => {
    storage.BondsResetOn.at(3).set(state, true);
    doResetBonds(state, 3, hotkey);
    expect([0, 1].map((uid) => storage.Bonds.at(3, uid).get(state))).toEqual([[[1, 10]], []]);
    expect(storage.Bonds.at(4096 + 3, 0).get(state)).toEqual([[2, 40]]);
    doResetBonds(state, 4096 + 3, hotkey);
    expect(storage.Bonds.at(4096 + 3, 0).get(state)).toEqual([]);
  });

  it("stay where it does not, and for who is no neuron there", () => {
    doResetBonds(state, 3, hotkey);
    storage.BondsResetOn.at(3).set(state, true);
    doResetBonds(state, 3, account("02"));
    expect(storage.Bonds.at(3, 1).get(state)).toEqual([[2, 30]]);
  });
});
