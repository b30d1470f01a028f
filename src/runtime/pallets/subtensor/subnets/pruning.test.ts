import { beforeEach, describe, expect, it } from "vitest";
import { account } from "../../../../../test/support/account.ts";
import type { WriteState } from "../../../frame/state.ts";
import { storage } from "../storage.ts";
import { smallSubnet } from "../testing/small-subnet.ts";
import { failureOf, wholeState } from "../testing/whole-state.ts";
import { getLastUpdate } from "../utils/neuron-vectors.ts";
import { getImmuneOwnerUids, getNeuronToPrune } from "./pruning.ts";
import { trimToMaxAllowedUids } from "./trim-uids.ts";
import { replaceNeuron } from "./uids.ts";

const coldkey = account(1);
let state: WriteState;

beforeEach(() => {
  state = wholeState(10);
});

describe("the neuron that is pruned", () => {
  it("is the worst that is not immune, while enough of those stay", () => {
    smallSubnet(state, coldkey, 0n, 7n, 5n, 5n);
    storage.ImmunityPeriod.at(1).set(state, 0);
    storage.MinNonImmuneUids.at(1).set(state, 2);
    expect(getNeuronToPrune(state, 1)).toBe(2);
    storage.MinNonImmuneUids.at(1).set(state, 3);
    expect(getNeuronToPrune(state, 1)).toBeUndefined();
  });

  it("is the worst of all when all are immune, but never the owner's", () => {
    smallSubnet(state, coldkey, 0n, 7n, 5n);
    expect(getNeuronToPrune(state, 1)).toBe(2);
    expect(getImmuneOwnerUids(state, 1, coldkey)).toEqual([0]);
  });

  it("leaves its uid without weights, and others' weights to it at zero", () => {
    smallSubnet(state, coldkey, 0n, 7n, 5n);
    storage.Weights.at(1, 1).set(state, [
      [2, 9],
      [0, 4],
    ]);
    storage.Weights.at(1, 2).set(state, [[1, 9]]);
    replaceNeuron(state, 1, 2, account(99), 10n);
    expect(storage.Weights.at(1, 1).get(state)).toEqual([
      [2, 0],
      [0, 4],
    ]);
    expect(storage.Weights.at(1, 2).exists(state)).toBe(false);
    expect(storage.Uids.at(1, account(12)).exists(state)).toBe(false);
    expect(storage.Emission.at(1).get(state)).toEqual([0n, 7n, 0n]);
    expect(getLastUpdate(state, 1)).toEqual([0n, 1n, 10n]);
    replaceNeuron(state, 1, 0, account(98), 10n);
    expect(storage.Keys.at(1, 0).get(state)).toBe(account(10));
  });
});

describe("trimming", () => {
  it("moves those who stay together, with their weights and bonds", () => {
    smallSubnet(state, coldkey, 3n, 1n, 9n, 2n, 8n);
    storage.ImmunityPeriod.at(1).set(state, 0);
    storage.MinAllowedUids.at(1).set(state, 1);
    storage.Weights.at(1, 4).set(state, [
      [1, 5],
      [2, 6],
      [4, 7],
    ]);
    trimToMaxAllowedUids(state, 1, 3);
    expect(storage.SubnetworkN.at(1).get(state)).toBe(3);
    expect(storage.Emission.at(1).get(state)).toEqual([3n, 9n, 8n]);
    expect([0, 1, 2].map((uid) => storage.Keys.at(1, uid).get(state))).toEqual([account(10), account(12), account(14)]);
    expect(storage.Weights.at(1, 2).get(state)).toEqual([
      [1, 6],
      [2, 7],
    ]);
    expect(storage.Weights.at(1, 4).exists(state)).toBe(false);
    expect(storage.Uids.at(1, account(14)).get(state)).toBe(2);
    expect(storage.Uids.at(1, account(11)).exists(state)).toBe(false);
  });

  it("is refused when too many are immune", () => {
    smallSubnet(state, coldkey, 3n, 1n, 9n);
    storage.MinAllowedUids.at(1).set(state, 1);
    expect(failureOf(state, () => trimToMaxAllowedUids(state, 1, 2))).toBe("TrimmingWouldExceedMaxImmunePercentage");
    expect(failureOf(state, () => trimToMaxAllowedUids(state, 9, 2))).toBe("SubnetNotExists");
    expect(failureOf(state, () => trimToMaxAllowedUids(state, 1, 0))).toBe("InvalidValue");
  });
});
