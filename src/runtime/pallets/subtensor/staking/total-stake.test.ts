import { describe, expect, it } from "vitest";
import { account } from "../../../../../test/support/account.ts";
import { storage } from "../storage.ts";
import { wholeState } from "../testing/whole-state.ts";
import { increaseStakeForHotkeyAndColdkeyOnSubnet as stake } from "./alpha-shares.ts";
import { getTotalStakeForColdkey, getTotalStakeForColdkeyOnSubnet } from "./total-stake.ts";

const [coldkey, other, hotkey, second] = [account("01"), account("02"), account("03"), account("04")];

/** Root and subnet 1, whose alpha is worth as much as TAO (mechanism 0), and stakes of a coldkey with two hotkeys. */
function staked() {
  const state = wholeState(10);
  for (const netuid of [0, 1]) storage.NetworksAdded.at(netuid).set(state, true);
  storage.StakingHotkeys.at(coldkey).set(state, [hotkey, second]);
  stake(state, hotkey, coldkey, 0, 5_000_000_000n);
  stake(state, hotkey, coldkey, 1, 7_000_000_000n);
  stake(state, second, coldkey, 1, 11_000_000_000n);
  stake(state, second, other, 1, 100_000_000_000n);
  return state;
}

describe("what the stakes of a coldkey would sell for", () => {
  it("counts all its hotkeys and subnets, and nobody else's stake", () => {
    expect(getTotalStakeForColdkey(staked(), coldkey)).toBe(23_000_000_000n);
  });

  it("counts one subnet only when asked for one", () => {
    const state = staked();
    expect(getTotalStakeForColdkeyOnSubnet(state, coldkey, 1)).toBe(18_000_000_000n);
    expect(getTotalStakeForColdkeyOnSubnet(state, coldkey, 0)).toBe(5_000_000_000n);
    expect(getTotalStakeForColdkeyOnSubnet(state, coldkey, 2)).toBe(0n);
  });

  it("counts hotkeys that the coldkey is noted to stake to", () => {
    const state = staked();
    storage.StakingHotkeys.at(coldkey).set(state, [second]);
    expect(getTotalStakeForColdkey(state, coldkey)).toBe(11_000_000_000n);
  });

  it("counts nothing for what cannot be sold: a pool of alpha without reserves", () => {
    const state = staked();
    storage.SubnetMechanism.at(1).set(state, 1);
    expect(getTotalStakeForColdkey(state, coldkey)).toBe(5_000_000_000n);
  });
});
