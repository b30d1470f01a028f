import { describe, expect, it } from "vitest";
import { execute } from "../../src/runtime/frame/execution.ts";
import type { WriteState } from "../../src/runtime/frame/state.ts";
import { getDelegates } from "../../src/runtime/pallets/subtensor/rpc-info/delegate-info.ts";
import {
  getStakeAvailabilityForColdkeys,
  getStakeFee,
  getStakeInfoForColdkey,
} from "../../src/runtime/pallets/subtensor/rpc-info/stake-info.ts";
import { storage } from "../../src/runtime/pallets/subtensor/storage.ts";
import type { AccountId } from "../../src/runtime/types/account-id.ts";
import { recordedChain, recordedEnd } from "../support/recorded-state.ts";

function endOf(name: string): WriteState {
  const end = recordedEnd(recordedChain(name));
  if (end === undefined) throw new Error(`${name} does not record the changes of every block`);
  return execute(end.state.overlay(), end.runtime.rules, end.runtime);
}

describe("questions about stake", () => {
  const state = endOf("c-staking");
  const staker = [...storage.StakingHotkeys.keys(state)]
    .map(([coldkey]) => coldkey)
    .find((coldkey) => getStakeInfoForColdkey(state, coldkey).some(({ netuid }) => netuid === 2)) as AccountId;
  const netuidsOf = (requested: number[] | undefined): number[] | undefined => {
    const found = getStakeAvailabilityForColdkeys(state, [staker], requested).get(staker);
    return found && [...found.keys()];
  };

  it("are asked of the subnets that exist, of each once", () => {
    const all = netuidsOf(undefined);
    expect(all).toContain(2);
    expect(netuidsOf([2, 2, 2, 2, 2, 2, 2, 2])).toEqual([2]);
    expect(netuidsOf([2, 99])).toEqual([2]);
  });

  it("are asked of none when the list is empty or longer than there are subnets", () => {
    expect(netuidsOf([])).toEqual([]);
    expect(netuidsOf([0, 1, 2, 3, 4, 5, 6, 7, 8])).toEqual([]);
    expect(getStakeAvailabilityForColdkeys(state, [], undefined).size).toBe(0);
  });

  it("show locked alpha apart", () => {
    const hotkey = getStakeInfoForColdkey(state, staker).find(({ netuid }) => netuid === 2)?.hotkey as AccountId;
    state.begin();
    storage.Lock.clear(state, staker, 2);
    const locked = 1_000_000_000n;
    const block = BigInt(recordedChain("c-staking").blocks.length);
    storage.Lock.at(staker, 2, hotkey).set(state, { locked_mass: locked, conviction: 0n, last_update: block });
    storage.DecayingLock.at(staker, 2).set(state, false);
    const found = getStakeAvailabilityForColdkeys(state, [staker], [2]).get(staker)?.get(2);
    state.rollback();
    expect(found?.locked).toBe(locked);
    expect(found?.available).toBe((found?.total ?? 0n) - locked);
  });

  it("have the fee of the destination's subnet, and none where nothing moves", () => {
    const fee = getStakeFee(state, undefined, [staker, 2], 1_000_000_000n);
    expect(fee).toBeGreaterThan(0n);
    expect(getStakeFee(state, [staker, 2], undefined, 1_000_000_000n)).toBe(fee);
    expect(getStakeFee(state, [staker, 2], [staker, 2], 1_000_000_000n)).toBe(0n);
    expect(getStakeFee(state, undefined, undefined, 1_000_000_000n)).toBe(0n);
    expect(getStakeFee(state, [staker, 2], [staker, 0], 1_000_000_000n)).toBe(0n);
  });

  it("find a nominator's pool by its position among the subnets, as the original does", () => {
    const stakesOn2 = (): number =>
      getDelegates(state)
        .flatMap(({ nominators }) => nominators.flatMap(([, stakes]) => stakes))
        .filter(([netuid]) => netuid === 2).length;
    expect(stakesOn2()).toBeGreaterThan(0);
    state.begin();
    const last = Math.max(...[...storage.NetworksAdded.keys(state)].map(([netuid]) => netuid));
    for (let netuid = 1; netuid <= last; netuid++) if (netuid !== 2) storage.NetworksAdded.at(netuid).remove(state);
    const left = stakesOn2();
    state.rollback();
    expect(left).toBe(0);
  });
});
