import { beforeEach, describe, expect, it } from "vitest";
import { account } from "../../../../../test/support/account.ts";
import type { WriteState } from "../../../frame/state.ts";
import { storage } from "../storage.ts";
import { failureOf, wholeRuntime, wholeState } from "../testing/whole-state.ts";
import { doDecreaseTake, doIncreaseTake } from "./takes.ts";

const [owner, other, hotkey] = [account("01"), account("02"), account("03")];
let state: WriteState;
beforeEach(() => {
  state = wholeState(100);
  storage.Owner.at(hotkey).set(state, owner);
  storage.Delegates.at(hotkey).set(state, 5_000);
  storage.MinDelegateTake.set(state, 1_000);
});

describe("a delegate's take", () => {
  for (const [name, change, take] of [
    ["lower", doDecreaseTake, 4_000],
    ["raise", doIncreaseTake, 6_000],
  ] as const) {
    it(`is the owner's to ${name}`, () => {
      expect(failureOf(state, () => change(state, wholeRuntime.signed(other), hotkey, take))).toBe(
        "NonAssociatedColdKey",
      );
      expect(storage.Delegates.at(hotkey).get(state)).toBe(5_000);
      expect(failureOf(state, () => change(state, wholeRuntime.signed(owner), hotkey, take))).toBeUndefined();
      expect(storage.Delegates.at(hotkey).get(state)).toBe(take);
    });

    it(`is nobody's to ${name} for a hotkey that is not there`, () => {
      expect(failureOf(state, () => change(state, wholeRuntime.signed(owner), account("04"), take))).toBe(
        "HotKeyAccountNotExists",
      );
    });
  }
});
