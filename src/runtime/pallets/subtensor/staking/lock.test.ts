import { describe, expect, it } from "vitest";
import { U64F64 } from "../../../fixed/formats.ts";
import { storage } from "../storage.ts";
import { account, plainState } from "../testing/plain-state.ts";
import { getColdkeyLock, getConviction, getCurrentLocked } from "./lock.ts";

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
