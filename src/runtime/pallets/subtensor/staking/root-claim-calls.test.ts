import { beforeEach, describe, expect, it } from "vitest";
import { account } from "../../../../../test/support/account.ts";
import { I96F32 } from "../../../fixed/formats.ts";
import type { WriteState } from "../../../frame/state.ts";
import { storage } from "../storage.ts";
import { failureOf, wholeRuntime, wholeState } from "../testing/whole-state.ts";
import {
  increaseStakeForHotkeyAndColdkeyOnSubnet as stake,
  getStakeForHotkeyAndColdkeyOnSubnet as stakeOf,
} from "./alpha-shares.ts";
import { claimRoot, setNumRootClaims, setRootClaimThreshold, setRootClaimType } from "./root-claim-calls.ts";

const [coldkey, hotkey, owner] = [account("01"), account("02"), account("03")];
const signed = wholeRuntime.signed(coldkey);

let state: WriteState;
/** Root stake of 600,000 rao that earned one rao of alpha per rao on two subnets. */
beforeEach(() => {
  state = wholeState(50);
  for (const netuid of [0, 1, 2]) storage.NetworksAdded.at(netuid).set(state, true);
  stake(state, hotkey, coldkey, 0, 600_000n);
  storage.RootClaimable.at(hotkey).set(
    state,
    new Map([
      [1, I96F32.one],
      [2, I96F32.one],
    ]),
  );
});

const held = (): bigint[] => [1, 2].map((netuid) => stakeOf(state, hotkey, coldkey, netuid));

describe("claimRoot", () => {
  it("keeps alpha where that is wanted, of the subnets asked for", () => {
    setRootClaimType(state, signed, { type: "KeepSubnets", value: { subnets: [1, 9] } });
    const { actualWeight } = claimRoot(state, signed, [1, 3]);
    expect(held()).toEqual([600_000n, 0n]);
    expect(storage.RootClaimed.at(1, hotkey, coldkey).get(state)).toBe(600_000n);
    // One read, one for the hotkey, two of its own, and one claim.
    expect(actualWeight?.ref_time).toBe(4n * 25_000_000n + 60_000_000n + 7n * 25_000_000n + 5n * 100_000_000n);
    expect(storage.StakingColdkeys.at(coldkey).get(state)).toBe(0n);
  });

  it("sells where it is not", () => {
    setRootClaimType(state, signed, { type: "KeepSubnets", value: { subnets: [1] } });
    storage.SubnetTAO.at(2).set(state, 0n);
    // There is nothing to sell for on subnet 2, so that the whole claim fails.
    expect(failureOf(state, () => claimRoot(state, signed, [1, 2]))).toBe("InsufficientBalance");
    expect(held()).toEqual([0n, 0n]);
  });

  it("leaves what is below the threshold, which an owner sets", () => {
    setRootClaimType(state, signed, { type: "Keep" });
    storage.SubnetOwner.at(1).set(state, owner);
    setRootClaimThreshold(state, wholeRuntime.signed(owner), 1, 600_001n);
    claimRoot(state, signed, [1]);
    expect(held()).toEqual([0n, 0n]);
    setRootClaimThreshold(state, wholeRuntime.signed(owner), 1, 600_000n);
    claimRoot(state, signed, [1]);
    expect(held()).toEqual([600_000n, 0n]);
  });
});

describe("the bounds of root claims", () => {
  it("are one to five subnets, 50 claims a block, and a threshold of 10 million", () => {
    expect(failureOf(state, () => claimRoot(state, signed, []))).toBe("InvalidSubnetNumber");
    expect(failureOf(state, () => claimRoot(state, signed, [1, 2, 3, 4, 5, 6]))).toBe("InvalidSubnetNumber");
    const keepNone = (): void => setRootClaimType(state, signed, { type: "KeepSubnets", value: { subnets: [] } });
    expect(failureOf(state, keepNone)).toBe("InvalidSubnetNumber");
    expect(failureOf(state, () => setNumRootClaims(state, 51n))).toBe("InvalidNumRootClaim");
    expect(failureOf(state, () => setNumRootClaims(state, 50n))).toBeUndefined();
    storage.SubnetOwner.at(1).set(state, owner);
    const threshold = (value: bigint, who = owner): string | undefined =>
      failureOf(state, () => setRootClaimThreshold(state, wholeRuntime.signed(who), 1, value));
    expect(threshold(10_000_001n)).toBe("InvalidRootClaimThreshold");
    expect(threshold(10_000_000n)).toBeUndefined();
    expect(threshold(1n, coldkey)).toBe("BadOrigin");
  });
});
