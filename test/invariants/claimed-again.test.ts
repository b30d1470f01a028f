import { expect, it } from "vitest";
import { I96F32 } from "../../src/runtime/fixed/formats.ts";
import { alphaOutside } from "../../src/runtime/pallets/subtensor/invariants/issuance.ts";
import { doSwapColdkey } from "../../src/runtime/pallets/subtensor/keys/swap-coldkey.ts";
import {
  increaseStakeForHotkeyAndColdkeyOnSubnet as stake,
  getStakeForHotkeyAndColdkeyOnSubnet as stakeOf,
  decreaseStakeForHotkeyAndColdkeyOnSubnet as unstake,
} from "../../src/runtime/pallets/subtensor/staking/alpha-shares.ts";
import { claimRoot, setRootClaimType } from "../../src/runtime/pallets/subtensor/staking/root-claim-calls.ts";
import { storage } from "../../src/runtime/pallets/subtensor/storage.ts";
import { wholeRuntime, wholeState } from "../../src/runtime/pallets/subtensor/testing/whole-state.ts";
import { account } from "../support/account.ts";

const [before, after, other, hotkey] = [account(1), account(2), account(3), account(4)];
const [root, netuid] = [0, 1];
const amount = 600_000n;

it("root dividends are claimed again after a coldkey swap, and only they may be too much", () => {
  const state = wholeState(50);
  for (const each of [root, netuid]) storage.NetworksAdded.at(each).set(state, true);
  stake(state, hotkey, before, root, amount);
  for (const item of [storage.SubnetTAO, storage.SubnetAlphaOut]) item.at(root).set(state, amount);
  // One rao of alpha for each of root stake: pending until now, and outside of the pool.
  storage.RootClaimable.at(hotkey).set(state, new Map([[netuid, I96F32.one]]));
  storage.SubnetAlphaOut.at(netuid).set(state, amount);
  const claim = (coldkey: typeof before): void => {
    setRootClaimType(state, wholeRuntime.signed(coldkey), { type: "Keep" });
    claimRoot(state, wholeRuntime.signed(coldkey), [netuid]);
  };

  claim(before);
  expect(stakeOf(state, hotkey, before, netuid)).toBe(amount);
  expect([...alphaOutside(state)]).toEqual([]);

  // Somebody else gets the alpha, so that the swap finds none and leaves behind what was claimed.
  unstake(state, hotkey, before, netuid, amount);
  stake(state, hotkey, other, netuid, amount);
  doSwapColdkey(state, before, after);
  expect(storage.RootClaimed.at(netuid, hotkey, before).get(state)).toBe(amount);
  expect(stakeOf(state, hotkey, after, root)).toBe(amount);

  claim(after);
  expect(stakeOf(state, hotkey, after, netuid)).toBe(amount);
  expect(storage.TotalHotkeyAlpha.at(hotkey, netuid).get(state)).toBe(
    2n * storage.SubnetAlphaOut.at(netuid).get(state),
  );
  expect([...alphaOutside(state)]).toEqual([]);

  stake(state, hotkey, after, netuid, 1n);
  expect([...alphaOutside(state)].map(({ invariant }) => invariant)).toEqual([
    "Staked, pending and burned alpha is outside of the pool.",
  ]);
});
