import { beforeEach, describe, expect, it } from "vitest";
import { account } from "../../../../../test/support/account.ts";
import { U64F64 } from "../../../fixed/formats.ts";
import type { WriteState } from "../../../frame/state.ts";
import { storage } from "../storage.ts";
import { plainState } from "../testing/plain-state.ts";
import { noUse } from "../utils/db-use.ts";
import { swapHotkeyLocks } from "./swap-locks.ts";

const [before, after, coldkey, decayer, gone] = ["01", "02", "03", "04", "05"].map(account) as [
  `0x${string}`,
  `0x${string}`,
  `0x${string}`,
  `0x${string}`,
  `0x${string}`,
];
const netuid = 2;
const lockOf = (mass: bigint, conviction: bigint) => ({
  locked_mass: mass,
  conviction: U64F64.fromNum(conviction),
  last_update: 50n,
});

let state: WriteState;
/** Two coldkeys with locks on a hotkey, one perpetual; the index knows a third whose lock has ended. */
beforeEach(() => {
  state = plainState(50);
  for (const each of [0, netuid, 9]) storage.NetworksAdded.at(each).set(state, true);
  for (const who of [coldkey, decayer, gone]) storage.LockingColdkeys.at(netuid, before, who).set(state, undefined);
  storage.Lock.at(coldkey, netuid, before).set(state, lockOf(900n, 300n));
  storage.Lock.at(decayer, netuid, before).set(state, lockOf(400n, 200n));
  storage.DecayingLock.at(coldkey, netuid).set(state, false);
});

const lockOn = (hotkey: `0x${string}`): unknown[] =>
  [coldkey, decayer].map((who) => storage.Lock.at(who, netuid, hotkey).get(state));

describe("swapHotkeyLocks", () => {
  it("moves locks, their index and both aggregates to another hotkey", () => {
    storage.HotkeyLock.at(netuid, before).set(state, lockOf(900n, 300n));
    storage.DecayingHotkeyLock.at(netuid, before).set(state, lockOf(400n, 200n));
    const use = noUse();
    swapHotkeyLocks(state, before, after, [0, netuid, 9], use);
    expect(lockOn(after)).toEqual([lockOf(900n, 300n), lockOf(400n, 200n)]);
    expect(lockOn(before)).toEqual([undefined, undefined]);
    const indexed = (hotkey: `0x${string}`) =>
      [...storage.LockingColdkeys.keys(state, netuid, hotkey)].map(([, , who]) => who).sort();
    expect(indexed(before)).toEqual([]);
    expect(indexed(after)).toEqual([coldkey, decayer]);
    expect(storage.HotkeyLock.at(netuid, after).get(state)).toEqual(lockOf(900n, 300n));
    expect(storage.DecayingHotkeyLock.at(netuid, after).get(state)).toEqual(lockOf(400n, 200n));
    expect(storage.HotkeyLock.at(netuid, before).exists(state)).toBe(false);
    expect(storage.DecayingHotkeyLock.at(netuid, before).exists(state)).toBe(false);
    // Five for each subnet and one for each in the index; one for the ended lock, two for each lock, six for the subnet.
    expect(use).toEqual({ reads: 15 + 3, writes: 1 + 4 + 6 });
  });

  it("keeps the owner's aggregates where they are, for the new owner hotkey", () => {
    storage.SubnetOwnerHotkey.at(netuid).set(state, before);
    storage.OwnerLock.at(netuid).set(state, lockOf(900n, 300n));
    storage.DecayingOwnerLock.at(netuid).set(state, lockOf(400n, 200n));
    swapHotkeyLocks(state, before, after, [netuid], noUse());
    // The owner's locks are as convinced as they are heavy.
    expect(lockOn(after)).toEqual([lockOf(900n, 900n), lockOf(400n, 400n)]);
    expect(storage.OwnerLock.at(netuid).get(state)).toEqual(lockOf(900n, 900n));
    expect(storage.DecayingOwnerLock.at(netuid).get(state)).toEqual(lockOf(400n, 400n));
    expect(storage.HotkeyLock.at(netuid, after).exists(state)).toBe(false);
  });

  it("turns locks into the owner's when they come to the owner hotkey", () => {
    storage.SubnetOwnerHotkey.at(netuid).set(state, after);
    storage.HotkeyLock.at(netuid, before).set(state, lockOf(900n, 300n));
    swapHotkeyLocks(state, before, after, [netuid], noUse());
    expect(storage.OwnerLock.at(netuid).get(state)).toEqual(lockOf(900n, 900n));
    expect(storage.DecayingOwnerLock.at(netuid).exists(state)).toBe(false);
  });

  it("leaves subnets alone where there are no aggregates", () => {
    const use = noUse();
    swapHotkeyLocks(state, before, after, [0, netuid, 9], use);
    expect(lockOn(before)).toEqual([lockOf(900n, 300n), lockOf(400n, 200n)]);
    expect(use).toEqual({ reads: 15, writes: 0 });
  });
});
