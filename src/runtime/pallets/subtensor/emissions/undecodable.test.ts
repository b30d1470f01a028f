import { describe, expect, it } from "vitest";
import type { StateKey } from "../../../../lib/bytes.ts";
import type { WriteState } from "../../../frame/state.ts";
import { getAlphaSharePool } from "../staking/alpha-shares.ts";
import { populateRootColdkeyStakingMapsV2 } from "../staking/helpers.ts";
import { storage } from "../storage.ts";
import { getAllSubnetNetuids } from "../subnets/subnet.ts";
import { plainState } from "../testing/plain-state.ts";
import { getOwnerHotkeys } from "./distribute-emission.ts";
import { getSubnetsToEmitTo } from "./subnet-emissions.ts";

const [coldkey, hotkey] = [`0x${"01".repeat(32)}`, `0x${"02".repeat(32)}`] as const;
const netuid = 3;

/** What Root may write, or a layout of long ago: too short for the value. */
const spoil = (state: WriteState, { key }: { readonly key: StateKey }): void => state.put(key, new Uint8Array(0));

describe("a stored value that does not decode", () => {
  it("is no block of a first emission", () => {
    const state = plainState(1);
    storage.SubtokenEnabled.at(netuid).set(state, true);
    storage.NetworkRegistrationAllowed.at(netuid).set(state, true);
    storage.FirstEmissionBlockNumber.at(netuid).set(state, 1n);
    expect(getSubnetsToEmitTo(state, [netuid])).toEqual([netuid]);
    spoil(state, storage.FirstEmissionBlockNumber.at(netuid));
    expect(getSubnetsToEmitTo(state, [netuid])).toEqual([]);
  });

  it("is no subnet", () => {
    const state = plainState(1);
    for (const each of [0, netuid]) storage.NetworksAdded.at(each).set(state, true);
    expect(getAllSubnetNetuids(state)).toEqual([0, netuid]);
    spoil(state, storage.NetworksAdded.at(netuid));
    expect(getAllSubnetNetuids(state)).toEqual([0]);
  });

  it("is no uid of an owner's hotkey", () => {
    const state = plainState(1);
    storage.SubnetOwnerHotkey.at(netuid).set(state, hotkey);
    storage.Uids.at(netuid, hotkey).set(state, 0);
    expect(getOwnerHotkeys(state, netuid, coldkey)).toEqual([hotkey]);
    spoil(state, storage.Uids.at(netuid, hotkey));
    expect(getOwnerHotkeys(state, netuid, coldkey)).toEqual([]);
  });

  it("stays where shares move to their new form", () => {
    const state = plainState(1);
    const old = storage.Alpha.at(hotkey, coldkey, netuid);
    const total = storage.TotalHotkeyShares.at(hotkey, netuid);
    const pool = getAlphaSharePool(state, hotkey, netuid);
    const share = { mantissa: 5n, exponent: 0n };
    for (const entry of [old, total]) spoil(state, entry);
    pool.setShare(coldkey, share);
    pool.setDenominator(share);
    expect([old.exists(state), total.exists(state)]).toEqual([true, true]);
    for (const entry of [old, total]) entry.set(state, 1n << 64n);
    pool.setShare(coldkey, share);
    pool.setDenominator(share);
    expect([old.exists(state), total.exists(state)]).toEqual([false, false]);
  });
});

describe("a key that does not decode", () => {
  it("is passed over in the search for root stakers", () => {
    const state = plainState(1);
    state.put(`${storage.AlphaV2.prefix}abc` as StateKey, new Uint8Array(16));
    populateRootColdkeyStakingMapsV2(state);
    expect(storage.AlphaV2MapLastKey.exists(state)).toBe(false);
    storage.AlphaV2.at(hotkey, coldkey, 0).set(state, { mantissa: 5n, exponent: 0n });
    populateRootColdkeyStakingMapsV2(state);
    expect(storage.AlphaV2MapLastKey.exists(state)).toBe(true);
    expect(storage.StakingColdkeys.at(coldkey).get(state)).toBe(0n);
  });
});
