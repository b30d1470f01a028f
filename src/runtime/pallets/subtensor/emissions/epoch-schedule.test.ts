import { beforeEach, describe, expect, it } from "vitest";
import { account } from "../../../../../test/support/account.ts";
import type { WriteState } from "../../../frame/state.ts";
import { storage as drand } from "../../drand/storage.ts";
import { storage } from "../storage.ts";
import { plainState } from "../testing/plain-state.ts";
import { shouldRunEpoch } from "./epoch-due.ts";
import { drainPending, epochsDeferredThisBlock } from "./epoch-schedule.ts";
import { revealCrv3CommitsForSubnet } from "./reveal-commits.ts";

const now = 1000n;
const subnets = [1, 2, 3, 4];
let state: WriteState;
/** Four subnets of tempo 100 whose last epoch was 100 blocks ago; two epochs fit a block. */
beforeEach(() => {
  state = plainState(Number(now));
  for (const netuid of subnets) {
    storage.Tempo.at(netuid).set(state, 100);
    storage.LastEpochBlock.at(netuid).set(state, 900n);
    storage.PendingServerEmission.at(netuid).set(state, BigInt(netuid));
  }
});

describe("shouldRunEpoch", () => {
  it("is after a tempo, when asked for, and when too long nothing came of it", () => {
    expect(shouldRunEpoch(state, 1, 999n)).toBe(false);
    expect(shouldRunEpoch(state, 1, 1000n)).toBe(true);
    storage.PendingEpochAt.at(1).set(state, 950n);
    expect(shouldRunEpoch(state, 1, 949n)).toBe(false);
    expect(shouldRunEpoch(state, 1, 950n)).toBe(true);
    storage.BlocksSinceLastStep.at(2).set(state, 50_401n);
    expect(shouldRunEpoch(state, 2, 901n)).toBe(true);
  });
  it("is never with tempo 0", () => {
    storage.Tempo.at(1).set(state, 0);
    storage.PendingEpochAt.at(1).set(state, 1n);
    expect(shouldRunEpoch(state, 1, now)).toBe(false);
  });
});

describe("drainPending", () => {
  it("runs as many epochs as fit a block and lets the others wait one, as was predicted", () => {
    expect([...epochsDeferredThisBlock(state, subnets, now)]).toEqual([3, 4]);
    const drained = drainPending(state, subnets, now);
    expect([...drained.keys()]).toEqual([1, 2]);
    expect(drained.get(2)).toEqual({ server: 2n, validator: 0n, root: 0n, ownerCut: 0n });
    expect(storage.PendingServerEmission.at(2).get(state)).toBe(0n);
    expect(storage.LastEpochBlock.at(2).get(state)).toBe(now);
    expect(storage.SubnetEpochIndex.at(2).get(state)).toBe(1n);
    expect(storage.BlocksSinceLastStep.at(2).get(state)).toBe(0n);
    expect(storage.PendingEpochAt.at(3).get(state)).toBe(now + 1n);
    expect(storage.LastEpochBlock.at(3).get(state)).toBe(900n);
    expect(storage.BlocksSinceLastStep.at(3).get(state)).toBe(1n);
  });
  it("takes the turn, but not what was collected, from a subnet with one hotkey twice", () => {
    storage.SubnetworkN.at(1).set(state, 2);
    storage.Keys.at(1, 0).set(state, account("01"));
    storage.Keys.at(1, 1).set(state, account("01"));
    expect([...drainPending(state, subnets, now).keys()]).toEqual([2, 3]);
    expect(storage.LastEpochBlock.at(1).get(state)).toBe(now);
    expect(storage.PendingServerEmission.at(1).get(state)).toBe(1n);
    expect(storage.BlocksSinceLastStep.at(1).get(state)).toBe(1n);
  });
});

describe("revealCrv3CommitsForSubnet", () => {
  const commit: [`0x${string}`, bigint, Uint8Array, bigint] = [account("01"), 990n, new Uint8Array([1]), 77n];
  beforeEach(() => {
    storage.SubnetEpochIndex.at(1).set(state, 4n); // this block's epoch is the fifth, the fourth is revealed
    storage.TimelockedWeightCommits.at(1, 3n).set(state, [commit]);
    storage.TimelockedWeightCommits.at(1, 4n).set(state, [commit]);
  });
  it("forgets what is too old and lets what has no pulse yet wait", () => {
    revealCrv3CommitsForSubnet(state, 1);
    expect(storage.TimelockedWeightCommits.at(1, 3n).exists(state)).toBe(false);
    expect(storage.TimelockedWeightCommits.at(1, 4n).get(state)).toEqual([commit]);
  });
  it("drops a commit that its pulse does not open, and writes no weights", () => {
    drand.Pulses.at(77n).set(state, { round: 77n, randomness: new Uint8Array(), signature: new Uint8Array() });
    revealCrv3CommitsForSubnet(state, 1);
    expect(storage.TimelockedWeightCommits.at(1, 4n).exists(state)).toBe(false);
    expect([...storage.Weights.keys(state, 1)]).toEqual([]);
  });
});
